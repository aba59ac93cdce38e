"""The hub as a WSGI callable."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midas.hub.site.settings.serve")

application = get_wsgi_application()
