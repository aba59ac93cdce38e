"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from midas.hub.kernel.ids import new_id


class Person(AbstractUser):
    """A person; signs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
