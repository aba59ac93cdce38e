"""Tokens with which machines act for a person and an organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from midas.hub.kernel.ids import new_id


class ApiToken(models.Model):
    """A token; the secret itself is shown once and kept nowhere, only its SHA-256."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)  # the secret's first characters, to tell tokens apart
    scopes = ArrayField(models.CharField(max_length=60))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="token_expires_after_making",
            ),
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="token_has_scopes"),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="token_by_person")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
