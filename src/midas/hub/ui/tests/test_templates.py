"""House rules of all templates: no inline script or style, every page has a translated title."""

import re
from pathlib import Path

import lucide
import pytest

HUB = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(HUB.glob("*/templates/**/*.html"))
NAMES = [str(path.relative_to(HUB)) for path in TEMPLATES]
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
INLINE = re.compile(
    r"""(<[a-z][^>]*\s(style|on[a-z]+)\s*=)|(<style\b)|(javascript:)""", re.IGNORECASE
)
EXTENDS = re.compile(r"""{%\s*extends\s+["']([^"']+)["']""")
TITLE = re.compile(r"{%\s*block (?:title|head_title)\s*%}(.*?){%\s*endblock", re.DOTALL)
TRANSLATED = re.compile(r"{%\s*(?:block)?trans(?:late)?\b|{{|{%\s*block ")
FRAMES = {
    "ui/page.html",
    "allauth/layouts/base.html",
    "allauth/layouts/entrance.html",
    "allauth/layouts/manage.html",
}


def inline_code(text: str) -> list[str]:
    """What a content security policy would block."""
    found = [match.group(0)[:80] for match in INLINE.finditer(text)]
    scripts = [match.group(1) for match in SCRIPT.finditer(text)]
    data = re.compile(r"""type=["']application/json""")
    return found + [one for one in scripts if "src=" not in one and not data.search(one)]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_no_inline_code(path: Path) -> None:
    assert inline_code(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<a href='#' onclick='x()'>",
        "<script>x()</script>",
        "<style>p{}</style>",
        '<a href="javascript:x()">',
    ],
)
def test_the_check_for_inline_code_finds_it(text: str) -> None:
    assert inline_code(text)


TEXTS = {
    str(path).split("/templates/", 1)[1]: path.read_text(encoding="utf-8") for path in TEMPLATES
}


def parent(name: str) -> str:
    match = EXTENDS.search(TEXTS.get(name, ""))
    return match.group(1) if match else ""


def line_of(name: str) -> list[str]:
    """A template and those it stands on, nearest first, down to the frame."""
    line = [name]
    while (above := parent(line[-1])) and above not in line:
        line.append(above)
    return line


ICON = re.compile(r"""{%\s*icon\s+["']([^"']+)["']""")
ICONS = sorted({name for text in TEXTS.values() for name in ICON.findall(text)})


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_on_a_page_exists(name: str) -> None:
    assert lucide._load_icon(name) is not None


PARENTS = {parent(name) for name in TEXTS}
PAGES = sorted(n for n in TEXTS if "ui/page.html" in line_of(n)[1:] and n not in PARENTS | FRAMES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_translated_title(name: str) -> None:
    own = [TITLE.search(TEXTS.get(one, "")) for one in line_of(name) if one not in FRAMES]
    titles = [match.group(1) for match in own if match]
    assert titles, "no {% block title %}"
    assert TRANSLATED.search(titles[0]), f"not translated: {titles[0]}"


def test_there_are_pages_to_check() -> None:
    assert {"404.html", "ui/refusal.html", "ui/gallery.html"} <= set(PAGES)
