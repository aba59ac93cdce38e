"""`midas token create`: a token with which a machine acts for a person."""

import contextlib
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.accounts.models import Organisation, Person
from midas.hub.accounts.rules.business_numbers import digits_of
from midas.hub.accounts.services.tokens import create_token
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say


class Command(BaseCommand):
    """Prints the secret, once."""

    help = "Create an API token; its secret is printed once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom it acts for, what it may do, how long."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--organisation", help="business registration number, code or id")
        parser.add_argument("--scope", action="append", required=True, dest="scopes")
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the token."""
        person = Person.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            msg = f"nobody signs in as {options['email']}"
            raise CommandError(msg)
        wanted = options["organisation"]
        try:
            made = create_token(
                person_id=person.id,
                organisation_id=organisation_named(wanted).id if wanted else None,
                scopes=options["scopes"],
                days=options["days"],
                name=options["name"],
                by=SYSTEM,
                now=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError("\n".join(map(say, refusal.problems))) from refusal
        self.stdout.write(made.secret)


def organisation_named(text: str) -> Organisation:
    """The organisation behind a business number, a reference code or an id."""
    found = Organisation.objects.filter(business_number=digits_of(text) or None)
    found = found or Organisation.objects.filter(code=text)
    if not found:
        with contextlib.suppress(ValueError):
            found = Organisation.objects.filter(pk=UUID(text))
    if len(found) != 1:
        msg = f"there is no single organisation {text}"
        raise CommandError(msg)
    return found[0]
