"""`midas token revoke ID`: make an API token useless at once."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.accounts.services.tokens import revoke_token
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say


class Command(BaseCommand):
    """Revokes one token by its id (see `token list`)."""

    help = "Revoke an API token by its id."

    def add_arguments(self, parser: CommandParser) -> None:
        """The token's id."""
        parser.add_argument("token", type=UUID)

    def handle(self, *args: Any, token: UUID, **options: Any) -> None:
        """Revoke it."""
        try:
            revoke_token(token_id=token, by=SYSTEM, now=clock.now())
        except Refusal as refusal:
            raise CommandError("\n".join(map(say, refusal.problems))) from refusal
        self.stdout.write(f"revoked {token}")
