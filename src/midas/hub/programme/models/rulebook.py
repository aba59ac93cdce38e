"""The rules in force: profile, programme lines and questionnaires, each kept in every version."""

from django.db import models

from midas.hub.kernel.ids import new_id


class RuleProfile(models.Model):
    """A country's whole rule profile as it was read; `digest` is sha256 of its canonical JSON."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=50)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class LineVersion(models.Model):
    """One programme line in one version; a case keeps the one that it started on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    profile = models.ForeignKey(RuleProfile, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=50)
    version = models.CharField(max_length=30)
    path = models.CharField(max_length=30)
    tier = models.CharField(max_length=30, blank=True)
    content = models.JSONField()  # {"line": …, "version": …} as in the profile
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "code", "version"], name="line_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Questionnaire(models.Model):
    """A versioned questionnaire: dimensions, bands, weights and gates."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=50)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "digest"], name="questionnaire_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
