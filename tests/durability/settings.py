"""The settings of a running hub, with one more room and one more address for the test."""

from midas.hub.site.settings.serve import *  # noqa: F403
from midas.hub.site.settings.serve import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.durability"]
ROOT_URLCONF = "tests.durability.urls"
