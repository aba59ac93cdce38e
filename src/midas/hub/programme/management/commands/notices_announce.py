"""`midas notices announce`: the real notices of the profile become calls."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say
from midas.hub.programme.services.notices import announce_notices


class Command(BaseCommand):
    """Announces what is not announced yet."""

    help = "Announce the notices of the loaded profile as calls; a second run adds only new ones."

    def handle(self, *args: Any, **options: Any) -> None:
        """Announce, then name the calls."""
        try:
            calls = announce_notices(by=SYSTEM, now=clock.now())
        except Refusal as refusal:
            raise CommandError("\n".join(say(one) for one in refusal.problems)) from refusal
        for call in calls:
            self.stdout.write(f"{call.notice_number}: {call.lots.count()}")
