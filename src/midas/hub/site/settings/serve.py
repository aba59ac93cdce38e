"""Settings of a running hub: the database and the secret come from `midas serve` or the outside."""

import os

from midas.hub.site.settings.base import *  # noqa: F403  # settings modules extend one another
from midas.hub.site.settings.database import database_from

DATABASES = {"default": database_from(os.environ["DATABASE_URL"])}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
