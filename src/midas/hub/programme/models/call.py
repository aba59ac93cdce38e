"""Calls and their lots (a notice with its serial numbers: form, region, round)."""

from django.db import models

from midas.hub.kernel.ids import new_id


class Call(models.Model):
    """One public notice; `notice_number` is e.g. "2026-N-0100"."""

    id = models.UUIDField(primary_key=True, default=new_id)
    notice_number = models.CharField(max_length=30, unique=True)
    title = models.JSONField()  # {"ko", "en"}
    business_year = models.PositiveSmallIntegerField()
    organiser = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    profile = models.ForeignKey(
        "programme.RuleProfile", on_delete=models.PROTECT, related_name="calls"
    )
    announced_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.notice_number


class Lot(models.Model):
    """A part of a call with its own period, region, form, round and money (OCDS: lot)."""

    class State(models.TextChoices):
        ANNOUNCED = "announced"
        CLOSED = "closed"
        SELECTING = "selecting"
        DECIDED = "decided"
        CANCELLED = "cancelled"

    class Form(models.TextChoices):
        SOLO = "solo"
        CONSORTIUM = "consortium"

    id = models.UUIDField(primary_key=True, default=new_id)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="lots")
    serial = models.PositiveSmallIntegerField()
    title = models.JSONField()
    line_version = models.ForeignKey(
        "programme.LineVersion", on_delete=models.PROTECT, related_name="lots"
    )
    round = models.PositiveSmallIntegerField(default=1)
    form = models.CharField(max_length=20, choices=Form, default=Form.SOLO)
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="+", null=True
    )
    area = models.JSONField(default=list)  # ids of regions, where the lot is for more than one
    branch = models.CharField(max_length=30, blank=True)  # track inside the line, if any
    tracks = models.JSONField(default=list)  # codes of the tracks taken, all of the line's if none
    needs_nomination = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    places = models.PositiveIntegerField(null=True)
    budget = models.BigIntegerField(null=True)  # whole won, all layers of public money
    is_rolling = models.BooleanField(default=False)  # open until the money runs out
    last_number = models.PositiveIntegerField(default=0)  # of the applications filed
    state = models.CharField(max_length=20, choices=State, default=State.ANNOUNCED)
    source = models.CharField(max_length=200, blank=True)
    unconfirmed = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "serial"], name="lot_serial_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="lot_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="lot_by_closing")]

    def __str__(self) -> str:
        return f"{self.call_id}/{self.serial}"


class LotQuota(models.Model):
    """How many firms of one city or county may be nominated in a lot."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="quotas")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "region"], name="quota_once")]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.places}"
