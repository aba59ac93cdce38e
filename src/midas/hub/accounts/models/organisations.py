"""Organisations of every kind and their sites."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.ids import new_id


class Organisation(models.Model):
    """A firm, a public body or an association; numbers are stored as bare digits."""

    class Kind(models.TextChoices):
        ADOPTER = "adopter", _("adopter")
        SUPPLIER = "supplier", _("technology supplier")
        LARGE_ENTERPRISE = "large_enterprise", _("large enterprise")
        TECHNO_PARK = "techno_park", _("Techno Park")
        LOCAL_GOVERNMENT = "local_government", _("local government")
        AGENCY = "agency", _("agency")
        MINISTRY = "ministry", _("ministry")
        ASSESSOR_BODY = "assessor_body", _("assessor body")
        ASSOCIATION = "association", _("association")

    class SizeClass(models.TextChoices):
        MICRO = "micro", _("micro enterprise")
        SMALL = "small", _("small enterprise")
        MEDIUM = "medium", _("medium enterprise")
        MID_CAP = "mid_cap", _("mid-cap enterprise")
        LARGE = "large", _("large enterprise")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=40, null=True)  # of reference data: "GNTP", "4812000000"
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    business_number = models.CharField(max_length=10, null=True, unique=True)
    corporate_number = models.CharField(max_length=13, null=True, unique=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    industry_code = models.CharField(max_length=10, blank=True)
    size_class = models.CharField(max_length=10, choices=SizeClass, blank=True)
    employees = models.PositiveIntegerField(null=True)
    founded_on = models.DateField(null=True)
    representative = models.CharField(max_length=100, blank=True)
    closed_on = models.DateField(null=True)
    tax_cleared_until = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(business_number=None) | Q(business_number__regex=r"^[0-9]{10}$"),
                name="organisation_business_number_digits",
            ),
            models.CheckConstraint(
                condition=Q(corporate_number=None) | Q(corporate_number__regex=r"^[0-9]{13}$"),
                name="organisation_corporate_number_digits",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(founded_on=None)
                | Q(closed_on__gte=models.F("founded_on")),
                name="organisation_closes_after_founding",
            ),
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_code_per_kind"),
        ]
        indexes = [
            models.Index(fields=["kind", "name", "id"], name="organisation_by_kind"),
            models.Index(fields=["region", "kind"], name="organisation_by_region"),
        ]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """One site of an organisation (사업장), the unit that support and levels are given to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workplaces")
    name = models.CharField(max_length=200)
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    industry_code = models.CharField(max_length=10, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    closed_on = models.DateField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="workplace_name_once_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="workplace_point_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name
