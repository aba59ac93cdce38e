"""`midas application template`: the workbook of a lot, to be filled in by hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say
from midas.hub.programme.api import lot_id
from midas.hub.programme.models import Lot
from midas.hub.programme.services.spreadsheet import write_template


class Command(BaseCommand):
    """Writes an xlsx file."""

    help = "Write the empty application workbook of a lot, e.g. --lot 2026-N-0100/1 FILE.xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        """The lot and the file."""
        parser.add_argument("--lot", required=True, help="id, or notice and serial: 2026-N-0100/1")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, lot: str, file: Path, **options: Any) -> None:
        """Write the file."""
        try:
            row = Lot.objects.select_related("call").get(id=lot_id(lot))
        except Refusal as refusal:
            raise CommandError("\n".join(say(one) for one in refusal.problems)) from refusal
        file.write_bytes(write_template(row))
        self.stdout.write(str(file))
