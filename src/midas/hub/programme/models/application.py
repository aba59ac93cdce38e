"""Applications with people, papers, budget and nomination; `Application.id` is the case id."""

from django.db import models

from midas.hub.kernel.ids import new_id
from midas.hub.programme.rules.lifecycles import APPLICATION


class Application(models.Model):
    """One factory's request for support in one lot; the case that all later steps belong to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=30, unique=True, null=True)  # given at first submission
    lot = models.ForeignKey("programme.Lot", on_delete=models.PROTECT, related_name="applications")
    line_version = models.ForeignKey(
        "programme.LineVersion", on_delete=models.PROTECT, related_name="+"
    )
    applicant = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    applicant_name = models.CharField(max_length=200)  # as filed
    business_number = models.CharField(max_length=10, blank=True)  # as filed
    workplace = models.ForeignKey("accounts.Workplace", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="+", null=True
    )
    province = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    techno_park = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    supplier = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    host = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    title = models.CharField(max_length=200, blank=True)
    plan = models.JSONField(default=dict)  # section code → text
    goals = models.JSONField(default=dict)  # outcome code → {"now": …, "goal": …} as texts
    declarations = models.JSONField(default=dict)  # what the firm declares about itself
    current_level = models.CharField(max_length=20, blank=True)
    target_level = models.CharField(max_length=20, blank=True)
    bonus = models.JSONField(default=list)  # codes of bonus points asked for
    total_cost = models.BigIntegerField(default=0)
    eligibility = models.JSONField(default=list)  # verdicts of the rules, with reasons
    track = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    rank = models.PositiveIntegerField(null=True)
    state = models.CharField(
        max_length=20,
        choices=[(s, s) for s in sorted(APPLICATION.states())],
        default=APPLICATION.first,
    )
    state_since = models.DateTimeField()
    due_on = models.DateField(null=True)  # by when the next step is asked for
    version = models.PositiveIntegerField(default=1)  # goes up with every change: stale forms
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "workplace"],
                condition=~models.Q(state="withdrawn"),
                name="one_application_per_workplace_and_lot",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "id"], name="application_newest"),
            models.Index(fields=["state", "-created_at", "id"], name="application_by_state"),
            models.Index(fields=["lot", "-created_at", "id"], name="application_by_lot"),
            models.Index(fields=["province", "-created_at", "id"], name="application_by_province"),
            models.Index(fields=["applicant", "-created_at"], name="application_by_applicant"),
            models.Index(fields=["workplace"], name="application_by_workplace"),
            models.Index(fields=["municipality", "state"], name="application_by_municipality"),
            models.Index(fields=["techno_park", "-created_at", "id"], name="application_by_park"),
            models.Index(fields=["state", "due_on"], name="application_by_due"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)


class Participation(models.Model):
    """A person who works on an application: writes, or only reads."""

    class Role(models.TextChoices):
        LEAD = "lead"
        EDITOR = "editor"
        READER = "reader"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="participations"
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class BudgetLine(models.Model):
    """One item of cost: what, how many, at what price."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="budget_lines"
    )
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=30)  # code of the profile's cost categories
    item = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_price = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="budget_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount=models.F("quantity") * models.F("unit_price")),
                name="budget_line_multiplies",
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.item}: {self.amount}"


class FundingShare(models.Model):
    """Who pays how much of an application's cost: state, local, host, own, loan."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="funding_shares"
    )
    layer = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, default="cash")  # cash or in-kind
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "layer", "kind"], name="funding_share_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="funding_share_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.amount}"


class CaseDocument(models.Model):
    """A paper of a case: which document it is, its file, and whether a newer one replaced it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    code = models.CharField(max_length=50)
    stage = models.CharField(max_length=20)  # filing, agreement, design, claim, completion, care
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Diagnosis(models.Model):
    """A firm's own answers to a questionnaire at one moment (T0, T1, T2)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="diagnoses")
    questionnaire = models.ForeignKey(
        "programme.Questionnaire", on_delete=models.PROTECT, related_name="+"
    )
    moment = models.CharField(max_length=2, default="T0")
    answers = models.JSONField(default=dict)  # dimension → {"band": 0-5, "note": text}
    result = models.JSONField(default=dict)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "moment"], name="diagnosis_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.moment}"


class Nomination(models.Model):
    """A local government's word on an application from its area."""

    class State(models.TextChoices):
        NOMINATED = "nominated"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="nomination"
    )
    government = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True)
    person = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class FiledRequest(models.Model):
    """A filing that arrived with an idempotency key; the same key never files twice."""

    organisation = models.UUIDField()
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # sha256 of the canonical body
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="+", null=True
    )
    answer = models.JSONField(default=dict)  # what was answered then, and is answered again
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="filed_request_once")
        ]

    def __str__(self) -> str:
        return self.key
