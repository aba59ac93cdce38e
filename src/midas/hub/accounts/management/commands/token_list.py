"""`midas token list`: every API token, newest first."""

from typing import Any

from django.core.management.base import BaseCommand

from midas.hub.accounts.models import ApiToken
from midas.hub.kernel import clock


class Command(BaseCommand):
    """Prints id, state, person, organisation and scopes; never a secret."""

    help = "List API tokens: id, state, hint, last day, person, organisation, scopes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per token."""
        now = clock.now()
        rows = ApiToken.objects.select_related("person", "organisation").order_by("-created_at")
        for row in rows.iterator():
            state = "revoked" if row.revoked_at else "expired" if row.expires_at <= now else "valid"
            cells = (
                *(str(row.id), state, f"{row.hint}…", f"{clock.today(row.expires_at)}"),
                *(row.person.email, row.organisation.name if row.organisation else "-"),
                " ".join(row.scopes),
            )
            self.stdout.write("\t".join(cells))
