"""The tamper-evident log: one leaf per fact in sealing order, and signed daily roots."""

from django.db import models


class LogEntry(models.Model):
    """Leaf number `index` of the Merkle tree over the facts."""

    index = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField("kernel.Fact", on_delete=models.PROTECT, related_name="log_entry")
    leaf = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"leaf {self.index}"


class LogRoot(models.Model):
    """The signed root over the first `size` leaves, as published at the end of a day."""

    day = models.DateField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()  # the tree's right edge, from which the next root goes on
    signature = models.BinaryField(max_length=64)
    public_key = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "size"], name="root_once_per_size")]
        ordering = ["size"]

    def __str__(self) -> str:
        return f"root of {self.size} leaves, {self.day}"
