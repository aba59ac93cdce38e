"""Standing: who is barred from what, from which day until which day, and on what ground."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.ids import new_id


class Standing(models.Model):
    """One bar on an organisation or on a person (the Act bars both, Art. on participation bans)."""

    class What(models.TextChoices):
        ALL = "all", _("every participation")
        APPLY = "apply", _("applying for support")
        SUPPLY = "supply", _("supplying technology")
        ASSESS = "assess", _("assessing factories")
        HOST = "host", _("hosting a partnership")
        PLAN = "plan", _("planning for a consortium")
        TRADE = "trade", _("trading data")

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    from_what = models.CharField(max_length=10, choices=What)
    from_day = models.DateField()
    until_day = models.DateField(null=True)  # the last barred day; none: until lifted
    reason = models.TextField()
    source = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False)
                | Q(organisation__isnull=False, person=None),
                name="standing_of_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=models.F("from_day")),
                name="standing_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"barred from {self.from_what} since {self.from_day}"
