"""Who acts for which organisation in which role and since when, and who is invited to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.ids import new_id


class Role(models.TextChoices):
    """What a member does for an organisation."""

    OWNER = "owner", _("owner")
    STAFF = "staff", _("staff")
    OFFICER = "officer", _("officer")
    APPROVER = "approver", _("approver")
    EXPERT = "expert", _("expert")
    COMMITTEE = "committee", _("committee")
    AUDITOR = "auditor", _("auditor")


class Membership(models.Model):
    """One role of a person in an organisation; several roles are several rows."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(valid_until=None),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_by_role")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.organisation_id}"


class Invitation(models.Model):
    """An offer of a role, sent by e-mail; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
