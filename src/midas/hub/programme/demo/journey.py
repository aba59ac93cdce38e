"""One firm from the application to the second measurement, step by step, as a script to read.

Everything goes through the verbs that people use: the application comes from a spreadsheet, three
experts assess, a committee of seven decides, three people of the agency handle each claim.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.facts import kind_named
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import words
from midas.hub.kernel.texts import fill, in_language
from midas.hub.programme.demo import judging, lots, papers, workbook
from midas.hub.programme.demo.building import Build
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.demo.filing import Wish
from midas.hub.programme.models import Application, Call, Lot, Project, RuleProfile
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.timeline import readable
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.notices import announce_notices
from midas.hub.programme.services.spreadsheet import import_application

Say = Callable[[str], None]
LINE = "state-upgrade"


class Narrator:
    """Prints each verb with its person and the facts that it left behind."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.step = 0
        self.last = Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def title(self, text: str, rule: str = "", source: str = "") -> None:
        """Begin a step; the rule that governs it stands below with its source."""
        self.step += 1
        self.say(f"\n{self.step:2}. {text}")
        if rule:
            self.say(f"    {_('Rule')}: {rule}" + (f" [{source}]" if source else ""))

    def verb(self, name: str, by: Actor, now: datetime) -> None:
        """One verb: when, who, what, and each fact."""
        who = " · ".join(part for part in (by.name, by.organisation_name) if part)
        self.say(f"    {clock.today(now)}  {name}  ({who})")
        for fact in Fact.objects.filter(id__gt=self.last).order_by("id"):
            self.last = fact.id
            kind = kind_named(fact.kind)
            profile = rulebook.current_profile()
            sentence = fill(kind.sentence, readable(fact.data, profile)) if kind else fact.kind
            self.say(f"        #{fact.id} {fact.kind}: {sentence}")


class Journey:
    """The firm, its lot and the narrator."""

    def __init__(self, say: Say, seed: int = 7) -> None:
        self.tell = Narrator(say)
        self.dice = Random(seed)  # noqa: S311  # made-up scores, no secrets
        self.start = clock.now().replace(hour=1, minute=0, second=0, microsecond=0)
        country = accounts.find_country() or self._country(seed)
        self.cast = Cast(country, self.tell.verb)
        self.tell.last = Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def _country(self, seed: int) -> accounts.Country:
        early = self.start - timedelta(days=900)
        return accounts.build_country(seed=seed, now=early, firms=2, suppliers=4, experts=10)

    def run(self) -> Application:
        """Every step to the end of the case; returns the closed case."""
        if not RuleProfile.objects.exists():
            msg = "load a rule profile first: midas profile load"
            raise RuntimeError(msg)
        announce_notices(by=SYSTEM, now=self.start)
        lot = self._announce()
        case = self._file(lot)
        self._judge(lot, case)
        self._build(case)
        case.refresh_from_db()
        return case

    def _announce(self) -> Lot:
        number = f"{self.start.year}-D-9{Call.objects.count() + 1:03d}"
        self.tell.title(_("The agency announces a lot"), LINE, "profiles/kr-2027")
        draft = lots.lot_draft(1, "정부형 고도화", "State upgrade", self.start, 21, 3)
        (lot,) = lots.announce(self.cast, number, [draft], self.start, lots.NAME)
        return lot

    def _terms(self, lot: Lot) -> tuple[str, str]:
        terms: LineVersion = rulebook.terms_of(lot)
        state = next(one for one in terms.layers if one.layer == "state")
        level = next(
            one
            for one in rulebook.profile_of(lot).levels.system_levels
            if one.code == terms.target_level_min
        )
        text = words(
            "at most %(percent)s %% and %(cap)s won, %(months)s months, target %(level)s or higher"
        )
        values = {"percent": state.max_percent, "cap": f"{terms.cap:,}", "months": terms.months}
        return fill(text, values | {"level": as_text(level.name)}), terms.source

    def _file(self, lot: Lot) -> Application:
        now = self.start + timedelta(days=6)
        used = set(Application.objects.filter(lot=lot).values_list("workplace_id", flat=True))
        busy = set(
            Application.objects.exclude(state="withdrawn").values_list("applicant_id", flat=True)
        )
        firm = next(
            one
            for one in self.cast.country.firms
            if one.workplace not in used and one.organisation not in busy
        )
        owner = self.cast.actor(firm.owner, firm.organisation, now)
        wish = Wish(
            lot=lot.id,
            owner=owner,
            workplace=firm.workplace,
            supplier=self.cast.country.suppliers[0][0],
            product=firm.product_ko,
            band=2,
            current="basic",
            target="mid1",
            cost=400_000_000,
        )
        self.tell.title(_("The owner files a spreadsheet filled in by hand"), *self._terms(lot))
        content = workbook.filled(lot, wish, accounts.workplace(firm.workplace).name)
        profile = rulebook.profile_of(lot)
        terms = rulebook.terms_of(lot)
        documents = [
            papers.paper(profile.document(code), str(lot.id))
            for code in _filing_papers(terms, profile)
        ]
        case: Application = self.cast.act(
            import_application, owner, now, content=content, documents=documents, is_submitted=True
        )
        return case

    def _judge(self, lot: Lot, case: Application) -> None:
        after = lot.closes_at + timedelta(days=1)
        head = rulebook.profile_of(lot).head
        self.tell.title(
            _("The agency checks the conditions"), _("every rule of the line, with reasons")
        )
        judging.screen(self.cast, case, after)
        judging.close(self.cast, lot, after)
        panel = head.panels[0]
        rule = _("%(n)s experts of different bodies, blind to each other") % {"n": panel.assessors}
        self.tell.title(_("Private experts assess the factory"), rule, panel.source)
        judging.assess(self.cast, case, 2, self.dice, after + timedelta(days=3))
        committee = next(one for one in head.committees if "decide-selection" in one.decides)
        rule = _("quorum of %(n)s, nobody who assessed or screened may decide") % {
            "n": committee.quorum
        }
        self.tell.title(_("The committee decides"), rule, committee.source)
        row = judging.open_selection(self.cast, lot, 1, after + timedelta(days=20))
        judging.vote(self.cast, row, self.dice, after + timedelta(days=24))
        judging.decide(self.cast, row, after + timedelta(days=26))

    def _build(self, case: Application) -> None:
        project = Project.objects.select_related("application__lot__call").get(application=case)
        build = Build(self.cast, project, self.dice)
        decided = case.lot.closes_at + timedelta(days=28)
        for (title, code), _now in zip(_build_titles(), build.steps(decided), strict=True):
            self.tell.title(title, *self._deadline(case, code))

    def _deadline(self, case: Application, code: str) -> tuple[str, str]:
        for one in rulebook.profile_of(case).head.deadlines:
            if one.code == code:
                return in_language(as_text(one.name)), one.source
        return "", ""


def _filing_papers(terms: LineVersion, profile: object) -> Iterator[str]:
    """Codes of the papers that are always asked for, and those that the kinds of cost call for."""
    items = {one.code: one for one in profile.cost_items}  # type: ignore[attr-defined]  # a Profile
    found = [p.document for p in terms.papers if p.stage == "filing" and p.need == "always"]
    found += [need for code, *_rest in workbook.LINES for need in items[code].needs]
    yield from dict.fromkeys(found)


def _build_titles() -> list[tuple[str, str]]:
    """One title for each step of a build, with the period of the profile that governs it."""
    return [
        (_("The firm chooses its supplier"), "choose-supplier"),
        (_("The agency draws the agreement up"), "sign-agreement"),
        (_("Firm, supplier, Techno Park and agency sign"), "sign-agreement"),
        (_("The outcome is measured before the build (T0)"), "after-care-visit"),
        (_("The design is handed in and accepted"), "hand-in-design"),
        (_("First claim: checked, approved and paid by three people"), "decide-claim"),
        (_("The Techno Park makes the interim check"), "interim-check"),
        (_("Second claim"), "decide-claim"),
        (_("The Techno Park inspects the finished build"), "completion-inspection"),
        (_("Last claim"), "decide-claim"),
        (_("The agency settles the account"), "settle"),
        (_("The outcome is measured (T1)"), "after-care-visit"),
        (_("The outcome is measured again (T2)"), "after-care-visit"),
        (_("The agency closes the case"), "after-care-visit"),
    ]
