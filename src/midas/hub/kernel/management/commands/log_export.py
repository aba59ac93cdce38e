"""`midas log export FILE`: writes the whole log as JSON lines, to be verified anywhere."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from midas.hub.kernel import clock
from midas.hub.kernel.log.export import exported


class Command(BaseCommand):
    help = "Write the whole tamper-evident log into a file (- for the screen)"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", metavar="FILE")

    @transaction.atomic
    def handle(self, *args: Any, file: str, **options: Any) -> None:
        if file == "-":
            sys.stdout.writelines(exported(clock.now()))
            return
        with Path(file).open("w", encoding="utf-8") as target:
            target.writelines(exported(clock.now()))
