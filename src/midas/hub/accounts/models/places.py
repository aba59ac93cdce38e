"""Regions and the territories of the Techno Parks, both with the days when they are in force."""

from django.db import models

from midas.hub.kernel.ids import new_id


class Region(models.Model):
    """One version of a province or municipality; when it ends, its successors take its place."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        MUNICIPALITY = "municipality"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=12, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name_ko = models.CharField(max_length=50)
    name_en = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day in force
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_once_per_start"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid_until=None),
                name="region_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="region_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(level="province", parent=None)
                | (~models.Q(level="province") & models.Q(parent__isnull=False)),
                name="region_parent_unless_province",
            ),
            models.CheckConstraint(
                condition=models.Q(lat=None, lon=None)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="region_point_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="region_by_parent")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_ko}"


class RegionSuccession(models.Model):
    """`successor` took over all or a part of `region` on the day after it ended."""

    id = models.UUIDField(primary_key=True, default=new_id)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(region=models.F("successor")),
                name="succession_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} → {self.successor_id}"


class TechnoParkTerritory(models.Model):
    """A region that a Techno Park serves; the most specific region wins (포항 inside 경북)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    techno_park = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"], name="territory_once_per_start"
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=models.Q(valid_until=None),
                name="territory_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="territory_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.techno_park_id} serves {self.region_id}"
