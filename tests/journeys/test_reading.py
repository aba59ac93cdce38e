"""Pages that people read, in both languages: the public ones, and the lists of each duty."""

from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
Open = Callable[..., Visitor]
LOT = "/calls/2027-D-0001/2/"
PUBLIC = {
    "/": "home",
    "/calls/": "call-list",
    LOT: "call",
    "/how-it-works/": "how",
    "/demo/": "personas",
    "/help/": "",
    "/help/glossary/": "",
    "/help/apply/": "",
    "/help/money/": "",
    "/proof/": "",
    "/accounts/login/": "",
}
LISTS = {
    "officer1": {"/work/": "work", "/cases/": "case-list", "/lots/": "", "/search/?q=경남": ""},
    "gov-48120": {"/work/": "", "/nominations/": "nominations"},
    "auditor": {"/cases/": "", "/operations/": "", "/jobs/": ""},
    "owner001": {"/work/": "", "/cases/": ""},
}
KEPT = {  # which pictures of which width are worth keeping, by language
    "ko": {"home": (1280,), "call-list": (1280, 390), "call": (1280,), "personas": (1280,)}
    | {"work": (1280, 390), "case-list": (1280,), "nominations": (390,)},
    "en": {"home": (1280, 390), "call-list": (390,), "case-list": (1280,)},
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages_are_read_in_both_languages(visitor: Open, language: str) -> None:
    one = visitor(language=language)
    one.go("/")
    assert one.page.locator("html").get_attribute("lang") == language
    read(one, PUBLIC)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_duty_reads_its_lists_in_both_languages(visitor: Open, language: str) -> None:
    one = visitor()
    for somebody, pages in LISTS.items():
        one.become(somebody)
        if one.language != language:
            one.speak(language)
        read(one, pages)


def read(one: Visitor, pages: dict[str, str]) -> None:
    """Open each page, and keep the pictures that are worth it."""
    for path, name in pages.items():
        one.go(path)
        one.picture(name, *KEPT[one.language].get(name, ()))
