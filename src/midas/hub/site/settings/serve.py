"""Settings of a running hub: the database and the secret come from `midas` or from outside."""

import os

from midas.hub.site.settings.base import *  # settings modules extend one another
from midas.hub.site.settings.base import KEYS_ROOT, SECRET_KEY
from midas.hub.site.settings.database import database_from
from midas.hub.site.settings.secret import secret_key

SECRET_KEY = SECRET_KEY or secret_key(KEYS_ROOT)
DATABASES = {
    "default": database_from(os.environ["DATABASE_URL"], pool=os.environ.get("MIDAS_POOL") == "1")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["error"], "level": os.environ.get("MIDAS_LOG", "WARNING")},
}
