"""The people whom a visitor of the demonstration can be, in the order of a case's way."""

from dataclasses import dataclass
from uuid import UUID

from midas.hub.accounts.demo.country import DOMAIN
from midas.hub.accounts.models import Membership
from midas.hub.kernel.problems import words

# mailbox, what the visitor becomes, what there is to do, icon
CAST = (
    (
        "owner001",
        words("the owner of a press shop in Changwon"),
        words("Read the calls, apply, choose a supplier, sign, claim money, appeal."),
        "factory",
    ),
    (
        "gov-48120",
        words("an officer of the city of Changwon"),
        words("Nominate factories of the city within its quota."),
        "landmark",
    ),
    (
        "officer1",
        words("a programme officer of the agency"),
        words("Screen applications, appoint experts, check evidence, settle accounts."),
        "clipboard-check",
    ),
    (
        "expert01",
        words("a private expert"),
        words("Assess factories, hand in scores, agree on a result."),
        "search-check",
    ),
    (
        "committee1",
        words("a member of the selection committee"),
        words("Give points to assessed applications, stand aside where conflicted."),
        "gavel",
    ),
    (
        "approver1",
        words("an approver of the agency"),
        words("Decide selections and appeals, approve claims."),
        "stamp",
    ),
    (
        "approver2",
        words("the paymaster of the agency"),
        words("Pay approved claims out of their layers."),
        "banknote",
    ),
    (
        "supplier01",
        words("the owner of a technology supplier"),
        words("Answer requests to build, sign agreements."),
        "wrench",
    ),
    (
        "tp-gyeongnam-1",
        words("an officer of the Gyeongnam Techno Park"),
        words("Accept designs, inspect builds, visit factories afterwards."),
        "map-pin",
    ),
    (
        "auditor",
        words("an auditor of the ministry"),
        words("Read every case, its timeline and the proof."),
        "scale",
    ),
)


@dataclass(frozen=True)
class Persona:
    """One made-up person: who they are, where, and what a visitor can do as them."""

    person: UUID
    name: str
    organisation: str
    who: str
    does: str
    icon: str


def personas() -> list[Persona]:
    """Everybody of the cast who is in this database; one query."""
    mails = {f"{mailbox}@{DOMAIN}": mailbox for mailbox, *_ in CAST}
    rows = Membership.objects.filter(person__email__in=mails, person__is_demo=True)
    found = {mails[m.person.email]: m for m in rows.select_related("person", "organisation")}
    return [
        Persona(one.person_id, one.person.name, one.organisation.name, who, does, icon)
        for mailbox, who, does, icon in CAST
        if (one := found.get(mailbox))
    ]
