"""Appeals against decisions on a case."""

from django.db import models

from midas.hub.kernel.ids import new_id
from midas.hub.programme.rules.lifecycles import APPEAL


class Appeal(models.Model):
    """A firm's objection to one decision; decided by somebody who did not take that decision."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(
        "programme.Application", on_delete=models.PROTECT, related_name="appeals"
    )
    against = models.CharField(max_length=60)  # name of the fact kind that holds the decision
    fact = models.BigIntegerField()  # id of that fact
    grounds = models.TextField()
    state = models.CharField(
        max_length=12, choices=[(s, s) for s in sorted(APPEAL.states())], default=APPEAL.first
    )
    answer = models.TextField(blank=True)
    filed_by = models.UUIDField()
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact"], name="one_appeal_per_decision")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"
