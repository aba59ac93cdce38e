"""Files that people hand in, kept outside the database under unguessable names."""

from django.db import models

from midas.hub.kernel.ids import new_id


class StoredFile(models.Model):
    """One uploaded file; `subject` is the case it belongs to, which decides who may read it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    place = models.CharField(max_length=80, unique=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
