"""The data of a case that its agreement is made of, and who has to sign it."""

from datetime import date

from midas.hub.accounts import public as accounts
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Project
from midas.hub.programme.policies.project import PARTIES, party_organisation
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.aftercare import visit_days
from midas.hub.programme.rules.agreement import AgreementData, Money, Party
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_terms import Phrase


def term_of(project: Project) -> tuple[date, date]:
    """First and last day of the agreement; raises NotPossible before it was drawn up."""
    if project.starts_on is None or project.ends_on is None:
        text = words("The agreement has not been drawn up yet.")
        raise NotPossible(Problem(text, rule="agreement-drafted"))
    return project.starts_on, project.ends_on


def signing_parties(project: Project) -> list[str]:
    """The parties that have to sign: all that the project has."""
    return [party for party in PARTIES if party_organisation(project, party) is not None]


def agreement_data(project: Project) -> AgreementData:
    """Everything the text is made of; call it once the dates and layers are written."""
    case = project.application
    terms, profile = rulebook.terms_of(case), rulebook.profile_of(case)
    site = accounts.workplace(case.workplace_id)
    starts_on, ends_on = term_of(project)
    days = visit_days(terms.visits, agreed_on=starts_on, completed_on=ends_on)
    return AgreementData(
        number=project.number,
        notice=f"{case.lot.call.notice_number}/{case.lot.serial}",
        line=terms.line_name,
        title=case.title,
        workplace=site.name,
        workplace_address=site.address,
        target_level=_level_name(profile, case.target_level),
        parties=_parties(project),
        money=_money(project, profile),
        instalments=[(one.name, one.percent) for one in terms.instalments],
        starts_on=starts_on,
        ends_on=ends_on,
        design_due_on=project.design_due_on,
        repair_months=terms.repair_months,
        standards=terms.standards,
        visits=[(visit.name, days[visit.code]) for visit in terms.visits],
        rules=f"{profile.head.key} {profile.head.version} / {terms.line} {terms.version}",
    )


def _level_name(profile: Profile, code: str) -> Phrase | None:
    return next((one.name for one in profile.levels.system_levels if one.code == code), None)


def _parties(project: Project) -> list[Party]:
    ids = {party: party_organisation(project, party) for party in signing_parties(project)}
    cards = accounts.organisations(one for one in ids.values() if one is not None)
    return [
        Party(
            role=party,
            name=cards[key].name,
            name_en=cards[key].name_en,
            business_number=cards[key].business_number or "",
            representative=cards[key].representative,
            address=cards[key].address,
        )
        for party, key in ids.items()
        if key is not None
    ]


def _money(project: Project, profile: Profile) -> list[Money]:
    """The layers in the order of the profile, cash before kind."""
    order = {one.code: place for place, one in enumerate(profile.layers)}
    names = {one.code: one.name for one in profile.layers}
    rows = sorted(project.layers.all(), key=lambda row: (order.get(row.layer, 99), row.kind))
    return [
        Money(names.get(row.layer, Phrase(ko=row.layer, en=row.layer)), row.kind, row.agreed)
        for row in rows
    ]
