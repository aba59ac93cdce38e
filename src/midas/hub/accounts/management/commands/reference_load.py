"""`midas reference load`: regions, Techno Parks, industries and technologies from the profile."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.accounts.services.reference import load_reference
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say

SHOWN = 20


class Command(BaseCommand):
    """Loads the reference data; a second run changes nothing."""

    help = "Load regions, Techno Parks, industries and technologies from the profile's CSV files."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, and whether local governments are wanted."""
        parser.add_argument("--folder", type=Path, default=settings.PROFILE / "reference")
        parser.add_argument("--governments", action="store_true")

    def handle(self, *args: Any, folder: Path, governments: bool, **options: Any) -> None:
        """Load, then say what changed per table."""
        try:
            loaded = load_reference(
                folder=folder, governments=governments, by=SYSTEM, now=clock.now()
            )
        except Refusal as refusal:
            lines = [f"{problem.field} {say(problem)}" for problem in refusal.problems[:SHOWN]]
            if len(refusal.problems) > SHOWN:
                lines.append(f"… {len(refusal.problems) - SHOWN}")
            raise CommandError("\n".join(lines)) from refusal
        for table, count in loaded.changed.items():
            self.stdout.write(f"{table}: {count}")
