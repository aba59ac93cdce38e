"""Assessment by private experts: seats, scores, consensus, result."""

from django.db import models

from midas.hub.kernel.ids import new_id
from midas.hub.programme.rules.lifecycles import ASSESSMENT, SEAT


class Assessment(models.Model):
    """The assessment of one application on one version of the questionnaire."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.OneToOneField(
        "programme.Application", on_delete=models.PROTECT, related_name="assessment"
    )
    questionnaire = models.ForeignKey(
        "programme.Questionnaire", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=20,
        choices=[(s, s) for s in sorted(ASSESSMENT.states())],
        default=ASSESSMENT.first,
    )
    seats_wanted = models.PositiveSmallIntegerField(default=1)  # experts who must hand in
    result = models.JSONField(default=dict)  # levels by domain, overall level, tier, track, gates
    started_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class AssessorSeat(models.Model):
    """One expert's place in an assessment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    is_lead = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in sorted(SEAT.states())], default=SEAT.first
    )
    reason = models.TextField(blank=True)  # why declined: the conflict of interest
    summary = models.TextField(blank=True)
    offered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "expert"], name="seat_once_per_expert")
        ]
        indexes = [models.Index(fields=["expert", "state"], name="seat_by_expert")]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.state}"


class Score(models.Model):
    """The band 0-5 that one expert gives one dimension, with the evidence seen."""

    seat = models.ForeignKey(AssessorSeat, on_delete=models.PROTECT, related_name="scores")
    dimension = models.CharField(max_length=50)
    band = models.PositiveSmallIntegerField()
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "dimension"], name="score_once"),
            models.CheckConstraint(condition=models.Q(band__lte=5), name="score_band_0_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.band}"


class ConsensusBand(models.Model):
    """The band that the experts agreed on for a dimension, and why where they had differed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="bands")
    dimension = models.CharField(max_length=50)
    band = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "dimension"], name="consensus_once"),
            models.CheckConstraint(condition=models.Q(band__lte=5), name="consensus_band_0_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.band}"
