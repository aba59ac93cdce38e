"""`midas log verify FILE`: the offline check, listed here so that the help names it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from midas.hub.kernel.log import verify


class Command(BaseCommand):
    help = "Verify an exported log offline: exit code 0 whole, 1 tampered with, 2 no log"

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand everything to the verifier, which needs neither settings nor database."""
        sys.exit(verify.main(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        """Never reached; `run_from_argv` ends the process."""
