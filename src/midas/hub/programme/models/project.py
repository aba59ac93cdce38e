"""What follows a selection: supplier, agreement, design, inspections, settlement, after-care."""

from django.db import models

from midas.hub.kernel.ids import new_id
from midas.hub.programme.rules.lifecycles import PROJECT


class Project(models.Model):
    """The build of one selected application under one agreement."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=30, unique=True)
    application = models.OneToOneField(
        "programme.Application", on_delete=models.PROTECT, related_name="project"
    )
    techno_park = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    supplier_state = models.CharField(max_length=10, blank=True)  # asked, accepted, declined
    supplier_reason = models.TextField(blank=True)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in sorted(PROJECT.states())], default=PROJECT.first
    )
    state_since = models.DateTimeField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    design_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="project_by_due"),
            models.Index(fields=["techno_park", "state"], name="project_by_techno_park"),
        ]

    def __str__(self) -> str:
        return self.number


class Agreement(models.Model):
    """The text that the parties sign, kept word by word; `digest` is sha256 over both languages."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="agreement")
    text_ko = models.TextField()
    text_en = models.TextField()
    digest = models.CharField(max_length=64)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project_id} {self.digest[:12]}"


class Signature(models.Model):
    """One party's signature under the agreement; `digest` is sha256 of the signed text."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=20)  # adopter, supplier, techno_park, agency
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "party"], name="signature_once")]

    def __str__(self) -> str:
        return self.party


class FundingLayer(models.Model):
    """The agreed money of one layer; payments may never exceed it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="layers")
    layer = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, default="cash")
    agreed = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "layer", "kind"], name="layer_once"),
            models.CheckConstraint(condition=models.Q(agreed__gte=0), name="layer_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.agreed}"


class Design(models.Model):
    """A design that the supplier or the adopter handed in, by the agreement's day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="designs")
    document = models.ForeignKey(
        "programme.CaseDocument", on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="submitted")  # submitted, accepted, returned
    reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.project_id} {self.state}"


class Inspection(models.Model):
    """A visit: the interim check by the Techno Park, or the completion inspection."""

    id = models.UUIDField(primary_key=True, default=new_id)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=12)  # interim, completion
    visited_on = models.DateField()
    inspector = models.UUIDField()
    checklist = models.JSONField(default=list)  # [{"code", "met": bool, "note"}]
    passed = models.BooleanField()
    report = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.visited_on}"


class Settlement(models.Model):
    """The final account: what was agreed, spent, paid and must be returned, layer by layer."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="settlement")
    by_layer = models.JSONField()  # layer → {"agreed", "paid", "accepted", "return_due"}
    return_due = models.BigIntegerField()
    note = models.TextField(blank=True)
    person = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project_id}: {self.return_due}"


class Repayment(models.Model):
    """Money that came back into one layer after the settlement; append-only."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="repayments")
    layer = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=60)
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "layer", "reference"], name="repayment_once_per_reference"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="repayment_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.amount}"


class CareVisit(models.Model):
    """An after-care visit: T0 before, T1 and T2 after; outcome figures by measure."""

    id = models.UUIDField(primary_key=True, default=new_id)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="visits")
    moment = models.CharField(max_length=2)
    due_on = models.DateField()
    visited_on = models.DateField(null=True)
    visitor = models.UUIDField(null=True)
    figures = models.JSONField(default=dict)  # measure code → number as text
    in_use = models.BooleanField(null=True)
    report = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "moment"], name="visit_once")]
        indexes = [models.Index(fields=["due_on"], name="visit_by_due")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.moment}"
