"""Selection of a lot by a committee with a quorum."""

from django.db import models

from midas.hub.kernel.ids import new_id


class Selection(models.Model):
    """The committee's round over all assessed applications of a lot."""

    class State(models.TextChoices):
        OPEN = "open"
        DECIDED = "decided"

    id = models.UUIDField(primary_key=True, default=new_id)
    lot = models.OneToOneField("programme.Lot", on_delete=models.PROTECT, related_name="selection")
    quorum = models.PositiveSmallIntegerField()
    places = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.lot_id} {self.state}"


class CommitteeSeat(models.Model):
    """A member of the committee."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "person"], name="committee_seat_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Ballot(models.Model):
    """A member's points for one application, or the member's recusal with its reason."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="ballots")
    application = models.ForeignKey(
        "programme.Application", on_delete=models.PROTECT, related_name="ballots"
    )
    seat = models.ForeignKey(CommitteeSeat, on_delete=models.PROTECT, related_name="ballots")
    points = models.PositiveSmallIntegerField(null=True)  # 0-100; None when recused
    by_criterion = models.JSONField(default=dict)  # criterion of the profile → points
    recused = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "application"], name="ballot_once"),
            models.CheckConstraint(
                condition=models.Q(recused=True, points__isnull=True)
                | models.Q(recused=False, points__lte=100),
                name="ballot_points_or_recusal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.points}"
