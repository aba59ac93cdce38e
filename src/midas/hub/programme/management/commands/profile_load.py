"""`midas profile load`: the rule profile from a folder into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say
from midas.hub.programme.services.rulebook import load_profile


class Command(BaseCommand):
    """Loads a profile; equal data is kept once."""

    help = "Load a rule profile (a folder of TOML files); a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.PROFILE)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load, then say which version is in the database."""
        texts = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.toml"))
        }
        if not texts:
            msg = f"{folder}: no TOML files"
            raise CommandError(msg)
        try:
            row = load_profile(texts=texts, by=SYSTEM, now=clock.now())
        except Refusal as refusal:
            raise CommandError("\n".join(say(one) for one in refusal.problems)) from refusal
        self.stdout.write(f"{row.key} {row.version} {row.digest[:12]}")
