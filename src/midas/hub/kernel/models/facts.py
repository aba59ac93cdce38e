"""Facts and their deliveries: audit trail and outbox."""

from django.db import models


class Fact(models.Model):
    """One thing that happened; never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=100)
    subject = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_organisation = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="fact_by_subject"),
            models.Index(fields=["kind", "id"], name="fact_by_kind"),
            models.Index(fields=["person", "id"], name="fact_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class Delivery(models.Model):
    """A fact on its way to one handler; parked after eight failures and shown to operators."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        PARKED = "parked"

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "handler"], name="delivery_once_per_handler")
        ]
        indexes = [
            models.Index(
                fields=["due", "id"],
                condition=models.Q(state="waiting"),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} → {self.handler} ({self.state})"
