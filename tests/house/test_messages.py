"""The translation tool: what it finds, what it keeps, what it complains about."""

from pathlib import Path

import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext
from midas.hub.kernel.problems import words
A = _("A label")
B = words("At most %(limit)s.")
def c(n): return ngettext("%(n)s row", "%(n)s rows", n) % {"n": n}
"""
PAGE = """{% extends "x.html" %}{% block a %}
   <p class="it's">{% translate "A page" %} {{ _("A filter") }}
 {% blocktranslate trimmed with x=y %}
   Two
   lines {{ x }}
 {% endblocktranslate %}</p>{% endblock %}
"""
FOUND = ["%(n)s row", "A filter", "A label", "A page", "At most %(limit)s.", "Two lines %(x)s"]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with one module and one page."""
    made = tmp_path / "cellar"
    (made / "templates" / "cellar").mkdir(parents=True)
    (made / "tests").mkdir()
    (made / "__init__.py").write_text('"""Cellar."""\n')
    (made / "labels.py").write_text(CODE)
    (made / "tests" / "test_x.py").write_text('_("Not for readers")\n')
    (made / "templates" / "cellar" / "x.html").write_text(PAGE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "HUB", tmp_path)
    return made


def translate(room: Path, text: str, translation: str, flag: str = "") -> None:
    """Fill one translation into the file."""
    path = messages.po_file(room, "ko")
    old = f'msgid "{text}"\nmsgstr ""'
    new = f'{flag}msgid "{text}"\nmsgstr "{translation}"'
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_texts_of_code_and_pages_are_found_and_those_of_tests_are_not(room: Path) -> None:
    found = sorted(messages.texts_of(one)[0] for one in messages.collected(room) if one.id)
    assert found == FOUND


def test_an_update_keeps_translations_drops_old_texts_and_makes_no_noise(room: Path) -> None:
    messages.update(room, "ko")
    translate(room, "A label", "이름표")
    messages.update(room, "ko")
    path = messages.po_file(room, "ko")
    before = path.read_text(encoding="utf-8")
    assert 'msgstr "이름표"' in before
    assert "Date" not in before
    messages.update(room, "ko")
    assert path.read_text(encoding="utf-8") == before
    (room / "labels.py").write_text('\n\n\n_("Another label")\n')
    messages.update(room, "ko")
    after = path.read_text(encoding="utf-8")
    assert "이름표" not in after
    assert "Another label" in after


def test_the_check_names_what_is_missing_guessed_or_other(room: Path) -> None:
    messages.update(room, "ko")
    assert len(messages.check(room, "ko")) == len(FOUND)
    translate(room, "A label", "이름표")
    translate(room, "A page", "쪽", flag="#, fuzzy\n")
    translate(room, "At most %(limit)s.", "%(limits)s 이하.")
    said = "\n".join(messages.check(room, "ko"))
    assert "A label" not in said
    assert "“A page” is only guessed" in said
    assert "names the values ['limits'] instead of ['limit']" in said
    (room / "labels.py").write_text('_("가나다")\n')
    assert "is not English" in "\n".join(messages.check(room, "ko"))


def test_compiling_makes_what_django_reads_once(room: Path) -> None:
    messages.update(room, "ko")
    translate(room, "A label", "이름표")
    messages.compile_one(room, "ko")
    made = messages.po_file(room, "ko").with_suffix(".mo")
    assert "이름표".encode() in made.read_bytes()
    first = made.stat().st_mtime_ns
    messages.compile_one(room, "ko")
    assert made.stat().st_mtime_ns == first
