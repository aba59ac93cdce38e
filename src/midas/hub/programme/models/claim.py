"""Claims for money with evidence, and payments by layer."""

from django.db import models

from midas.hub.kernel.ids import new_id
from midas.hub.programme.rules.lifecycles import CLAIM


class Claim(models.Model):
    """A request to be paid for work done (사업비 지급 요청)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    project = models.ForeignKey(
        "programme.Project", on_delete=models.PROTECT, related_name="claims"
    )
    serial = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in sorted(CLAIM.states())], default=CLAIM.first
    )
    amount = models.BigIntegerField()
    by_layer = models.JSONField(default=dict)  # layer → won; adds up to the amount
    own_share_paid = models.BigIntegerField(default=0)  # proven by the firm before public money
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    flags = models.JSONField(default=list)  # what looks wrong: {"rule", "text", "params"}
    check_note = models.TextField(blank=True)  # the checker's word on the flags
    submitted_by = models.UUIDField()
    submitted_at = models.DateTimeField()
    checked_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    paid_by = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "serial"], name="claim_serial_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="claim_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}/{self.serial}"


class ClaimLine(models.Model):
    """One invoice of a claim with its evidence."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    category = models.CharField(max_length=30)
    item = models.CharField(max_length=200)
    invoice_number = models.CharField(max_length=40)
    invoice_date = models.DateField()
    amount = models.BigIntegerField()
    document = models.ForeignKey(
        "programme.CaseDocument", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "invoice_number"], name="invoice_once_per_claim"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="claim_line_is_positive"),
        ]

    def __str__(self) -> str:
        return self.invoice_number


class Payment(models.Model):
    """Money paid out of one layer for one claim; append-only."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments")
    layer = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "layer"], name="payment_once_per_layer"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="payment_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.amount}"
