"""The menu of every kind of actor, and the roof's pages in Korean."""

import re

import pytest
from django.urls import reverse

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser, words_of
from midas.hub.site.pages import TOPICS

pytestmark = pytest.mark.django_db
MENUS = {
    "": ["Calls", "How it works", "Help", "Proof"],
    "adopter": ["My work", "My cases", "Calls", "Help"],
    "supplier": ["My work", "My cases", "Calls", "Help"],
    "large_enterprise": ["My work", "My cases", "Calls", "Help"],
    "assessor_body": ["My work", "Assessments", "Calls", "Help"],
    "agency": ["My work", "Cases", "Lots", "Calls", "Operations"],
    "ministry": ["My work", "Cases", "Lots", "Calls", "Operations"],
    "local_government": ["My work", "Cases", "Nominations", "Calls", "Help"],
    "techno_park": ["My work", "Cases", "Calls", "Help"],
    "association": ["My work", "Cases", "Calls", "Help"],
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


def someone(kind: str) -> Actor | None:
    """An actor of the kind, or nobody."""
    return people.actor(kind) if kind else None


@pytest.mark.parametrize("kind", MENUS)
def test_every_kind_has_its_menu_and_every_entry_opens(kind: str) -> None:
    client = browser(someone(kind))
    nav = client.get(reverse("site:help")).context["nav"]
    assert [one.label for one in nav] == MENUS[kind]
    for one in nav:
        page = client.get(one.url)
        assert page.status_code == 200, one.url
        active = [entry.label for entry in page.context["nav"] if entry.active]
        assert active == [one.label]
        marked = re.findall(r'<a[^>]*aria-current="page"[^>]*>', page.content.decode())
        assert any(f'href="{one.url}"' in tag for tag in marked)


def test_a_page_below_keeps_its_entry_marked() -> None:
    lot = makers.lot()
    client = browser()
    for url, label in (
        (reverse("programme:lot", args=[lot.call.notice_number, lot.serial]), "Calls"),
        (reverse("site:glossary"), "Help"),
    ):
        nav = client.get(url).context["nav"]
        assert [one.label for one in nav if one.active] == [label]
    assert not any(one.active for one in client.get("/").context["nav"])


def test_unread_notices_are_counted_for_the_person() -> None:
    from midas.hub.accounts.models import Notice

    actor, other = people.actor("adopter"), people.actor("adopter")
    for number in range(3):
        Notice.objects.create(person_id=actor.person, text=f"{number}", created_at=makers.NOW)
    assert browser(actor).get("/help/").context["unread_notices"] == 3
    assert browser(other).get("/help/").context["unread_notices"] == 0
    assert browser().get("/help/").context["unread_notices"] == 0


# Words that stand in Korean pages as they are: names, commands, abbreviations and units.
LATIN = re.compile(
    r"https?://\S+|midas [a-z]+ [a-z]+( FILE)?|[0-9a-f]{64,}|SHA-256|Ed25519|MIDAS|English|"
    r"[A-Z][A-Z0-9&/·-]{1,9}|[a-z-]+@[\w.]+|T[012]\b|N:\S+"
)
SENTENCE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")
OPEN = ["home", "how", "help", "glossary", "search", "proof", "demo"]
PAGES = [(None, f"site:{name}", []) for name in OPEN]
PAGES += [(None, "site:help-topic", [topic]) for topic in TOPICS]
PAGES += [("agency", f"site:{name}", []) for name in ("work", "jobs", "operations")]
PAGES += [("adopter", "site:work", [])]


@pytest.mark.parametrize(("kind", "name", "args"), PAGES)
def test_no_english_is_left_over_in_korean(kind: str | None, name: str, args: list[str]) -> None:
    makers.rulebook_row()
    url, actor = reverse(name, args=args), someone(kind or "")
    korean = words_of(browser(actor, "ko").get(url))
    english = words_of(browser(actor, "en").get(url))
    assert re.search("[가-힣]{2}", korean)
    left = SENTENCE.findall(LATIN.sub(" ", korean))
    assert left == []
    own = {one for one in SENTENCE.findall(LATIN.sub(" ", english)) if len(one) > 20}
    assert len(own) >= 1  # the comparison has something to compare
    assert not [one for one in own if one in korean]


@pytest.mark.parametrize(("kind", "name", "args"), PAGES)
def test_no_korean_is_left_over_in_english(kind: str | None, name: str, args: list[str]) -> None:
    if name == "site:glossary":
        pytest.skip("the glossary shows the Korean legal terms on purpose")
    makers.rulebook_row()
    actor = (
        people.actor(kind, who=people.person("Kim Hana"), of=people.organisation(kind))
        if kind
        else None
    )
    said = words_of(browser(actor, "en").get(reverse(name, args=args))).replace("한국어", "")
    assert re.findall("[가-힣]+", said) == []
