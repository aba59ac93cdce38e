"""Notices: what a person is told, kept in the person's inbox."""

from django.db import models
from django.db.models import Q

from midas.hub.kernel.ids import new_id


class Notice(models.Model):
    """One sentence for one person; `text` is put into the reader's language when shown."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    fact = models.ForeignKey("kernel.Fact", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notice_inbox"),
            models.Index(
                fields=["person", "-created_at", "-id"],
                condition=Q(read_at=None),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.text
