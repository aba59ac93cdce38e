"""The hub as a WSGI callable."""

import os

from django.core.wsgi import get_wsgi_application

from midas.hub.site.serving.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midas.hub.site.settings.serve")
if os.environ.get("MIDAS_WEB_PARENT") == "1":
    die_with_parent()

application = get_wsgi_application()
