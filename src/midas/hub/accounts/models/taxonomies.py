"""Industries (KSIC, two revisions and their link) and manufacturing technologies, dated."""

from django.db import models

from midas.hub.kernel.ids import new_id


class Industry(models.Model):
    """One code of one KSIC revision, from section (A) down to the five-digit class."""

    id = models.UUIDField(primary_key=True, default=new_id)
    revision = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "code"], name="industry_once_per_revision"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="industry_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"KSIC{self.revision} {self.code}"


class IndustryLink(models.Model):
    """Which code of the 10th revision a code of the 11th came from; many to many."""

    id = models.UUIDField(primary_key=True, default=new_id)
    ksic11 = models.CharField(max_length=10)
    ksic10 = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ksic11", "ksic10"], name="industry_link_once")
        ]
        indexes = [models.Index(fields=["ksic10"], name="industry_link_by_old")]

    def __str__(self) -> str:
        return f"{self.ksic11} ← {self.ksic10}"


class Technology(models.Model):
    """A class of the smart-manufacturing industry; `confirmed` is False where no source says so."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=150, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="technology_once_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="technology_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_ko}"
