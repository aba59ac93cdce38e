"""`midas demo journey`: one firm from application to T2 through the public verbs, printed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import translation

from midas.hub.programme.demo.journey import Journey


class Command(BaseCommand):
    """Prints each step with its rule, person and facts; keeps nothing unless told to."""

    help = "Drive one firm from application to T2 and print each step, person, rule and fact."

    def add_arguments(self, parser: CommandParser) -> None:
        """Language and whether the case stays in the database."""
        parser.add_argument("--language", choices=("ko", "en"), default="ko")
        parser.add_argument("--keep", action="store_true", help="keep the case in this database")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the journey in one transaction."""
        with translation.override(options["language"]), transaction.atomic():
            journey = Journey(self.stdout.write)
            case = journey.run()
            self.stdout.write(f"\n{case.number} {case.state}")
            if options["keep"]:
                self.stdout.write(f"/cases/{case.id}/")
            else:
                transaction.set_rollback(True)
