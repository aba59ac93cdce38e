"""Filing an application from a workbook filled in by hand: all of it, or nothing at all."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotValid, Refusal
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.services.filing import Filing, Paper, file_application
from midas.hub.programme.services.workbook import layout
from midas.hub.programme.services.workbook.reading import Reading, read_workbook
from midas.hub.programme.services.workbook.template import write_template

__all__ = ["import_application", "write_template"]

FALLBACK = {
    "lines": "사업비",
    "shares": "재원",
    "goals": "사업계획",
    "diagnosis": "자가진단",
    "answer": "자가진단",
}


@verb
def import_application(
    *,
    content: bytes,
    documents: Sequence[Paper] = (),
    is_submitted: bool = False,
    is_dry_run: bool = False,
    by: Actor,
    now: datetime,
) -> models.Application | None:
    """File the workbook as a draft or submit it; a dry run checks everything and keeps nothing.

    Raises NotValid with one problem per fault, `field` being sheet and cell ("사업비!C7"), and
    what the verbs behind it raise. Returns None for a dry run that would succeed.
    """
    if by.organisation is None:
        raise NotAllowed(Problem(words("Only members of a firm may apply."), rule="own-factory"))
    found = read_workbook(content, rulebook.current_profile())
    filing = _filing(found, by.organisation, documents, is_submitted=is_submitted)
    with transaction.atomic():
        try:
            case = file_application(filing=filing, by=by, now=now)
        except Refusal as refusal:
            raise type(refusal)(*_placed(refusal.problems, found)) from refusal
        if is_dry_run:
            transaction.set_rollback(True)
            return None
    return case


def _placed(problems: Iterable[Problem], found: Reading) -> list[Problem]:
    """The problems with the cell in place of the verb's field, where the cell is known."""
    return [
        dataclasses.replace(
            one,
            field=found.cells.get(one.field) or FALLBACK.get(one.field.split("-")[0], one.field),
        )
        for one in problems
    ]


def _filing(
    found: Reading, organisation: UUID, documents: Sequence[Paper], *, is_submitted: bool
) -> Filing:
    """The reading with names turned into ids; raises NotValid with every fault at once."""
    lot = _lot(found)
    site = _workplace(found, organisation)
    supplier, host = (_partner(found, row) for row in ("supplier", "host"))
    bonus = _bonus(found, lot) if lot else ()
    if found.problems or lot is None or site is None:
        raise NotValid(*found.problems)
    basics = found.basics
    return Filing(
        lot=lot.id,
        workplace=site,
        title=basics.get("title", ""),
        current_level=basics.get("current_level", ""),
        target_level=basics.get("target_level", ""),
        supplier=supplier,
        host=host,
        bonus=bonus,
        declarations=found.declarations,
        plan=found.plan,
        goals=found.goals,
        lines=tuple(found.lines),
        shares=tuple(found.shares),
        answers=found.answers,
        documents=tuple(documents),
        is_submitted=is_submitted,
    )


def _cell(found: Reading, row: str) -> str:
    return found.cells.get(row, layout.BASICS.ko)


def _lot(found: Reading) -> models.Lot | None:
    text = found.basics.get("lot", "")
    number, _, serial = text.partition("/")
    rows = models.Lot.objects.filter(call__notice_number=number.strip())
    serial = serial.strip() or "1"
    lot = rows.filter(serial=int(serial[:4])).first() if serial.isdecimal() else None
    if lot is None:
        sentence = words("There is no call with the number “%(read)s”.")
        found.wrong(_cell(found, "lot"), sentence, "lot-known", read=text)
    return lot


def _workplace(found: Reading, organisation: UUID) -> UUID | None:
    sites = accounts.workplaces_of(organisation)
    name = layout.squeezed(found.basics.get("workplace", ""))
    if not name and len(sites) == 1:
        return sites[0].id
    for site in sites:
        if layout.squeezed(site.name) == name:
            return site.id
    sentence = words("The firm has no workplace named “%(read)s”.")
    read = found.basics.get("workplace", "")
    found.wrong(_cell(found, "workplace"), sentence, "workplace-known", read=read)
    return None


def _partner(found: Reading, row: str) -> UUID | None:
    number = found.basics.get(row, "")
    if not number:
        return None
    if not accounts.is_business_number(number):
        sentence = words("“%(read)s” is not a business registration number.")
        found.wrong(_cell(found, row), sentence, "business-number", read=number)
        return None
    card = accounts.organisation_by_number(number)
    if card is None:
        sentence = words("No organisation with the number “%(read)s” is registered here.")
        found.wrong(_cell(found, row), sentence, "organisation-known", read=number)
        return None
    return card.id


def _bonus(found: Reading, lot: models.Lot) -> tuple[str, ...]:
    known = layout.bonus_labels(rulebook.terms_of(lot))
    codes = []
    for part in filter(None, (one.strip() for one in found.basics.get("bonus", "").split(","))):
        label = layout.find(known, part)
        if label is None:
            sentence = words("“%(read)s” is not a bonus of this line.")
            found.wrong(_cell(found, "bonus"), sentence, "bonus-of-line", read=part)
        else:
            codes.append(label.code)
    return tuple(codes)
