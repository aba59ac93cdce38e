"""`midas demo load`: the made-up country with its cases, once per database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from midas.hub.kernel import clock
from midas.hub.programme.demo.load import load
from midas.hub.programme.models import Call


class Command(BaseCommand):
    """Loads people, notices and cases through the verbs that people use."""

    help = "Load the demonstration country (300 firms, 60 suppliers, 40 experts, five calls)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--seed` picks another country."""
        parser.add_argument("--seed", type=int, default=2027)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuses a database that has calls of a demonstration already."""
        if Call.objects.filter(notice_number__contains="-D-").exists():
            msg = "This database already holds a demonstration."
            raise CommandError(msg, returncode=2)
        with transaction.atomic():  # all of it or nothing
            load(options["seed"], clock.now(), lambda text: self.stdout.write(f"demo: {text}"))
