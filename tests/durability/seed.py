"""`python -m tests.durability.seed COUNT`: firms with API tokens in the database of DATABASE_URL.

Prints one JSON line per firm: a complete body of `POST /api/applications/` and the token for it.
"""

import json
import os
import sys
from dataclasses import replace
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midas.hub.site.settings.serve")

import django

django.setup()

from midas.hub.accounts.tests import makers as people  # noqa: E402  # Django first
from midas.hub.kernel import clock  # noqa: E402
from midas.hub.kernel.actor import SYSTEM  # noqa: E402
from midas.hub.programme.demo import lots  # noqa: E402
from midas.hub.programme.models import Call  # noqa: E402
from midas.hub.programme.services.call import announce_call  # noqa: E402
from midas.hub.programme.tests import makers  # noqa: E402


def main(count: int) -> None:
    """One open lot, one supplier, and `count` firms that have not applied yet."""
    now = clock.now()
    draft = lots.lot_draft(1, "정부형 고도화", "State upgrade", now - timedelta(days=1), 20, 500)
    call: Call = announce_call(
        notice_number="2026-D-7001",
        title=lots.NAME,
        business_year=2026,
        organiser=makers.agency().id,
        announced_on=clock.today(),
        source="",
        lots=[replace(draft)],
        by=SYSTEM,
        now=now,
    )
    lot, supplier = call.lots.get(), people.organisation("supplier")
    until = clock.today() + timedelta(days=100)
    for number in range(count):
        firm = makers.factory(name=f"시험정밀 {number:03d}", tax_cleared_until=until)
        site = people.workplace(firm)
        token = makers.token_of(makers.owner_of(firm))
        body = makers.filing_body(site, lot, supplier)
        print(json.dumps({"token": token, "body": body}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
