"""`midas relay parked`: lists the deliveries that were given up; `--retry` starts them again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from midas.hub.kernel import clock, relay
from midas.hub.kernel.actor import SYSTEM


class Command(BaseCommand):
    help = "List deliveries that were given up after eight failures, or start them again"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--retry", action="store_true", help="start every one of them again")

    def handle(self, *args: Any, retry: bool, **options: Any) -> None:
        found = list(relay.parked())
        for one in found:
            reason = one.error.strip().rsplit("\n", 1)[-1]
            self.stdout.write(f"{one.pk}  {one.fact.kind}  {one.handler}  {reason}")
            if retry:
                relay.retry_parked(delivery_id=one.pk, by=SYSTEM, now=clock.now())
        self.stdout.write(_("%(count)s parked deliveries.") % {"count": len(found)})
