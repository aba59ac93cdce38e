"""What filters and lists say, in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from midas.hub.kernel.pages import Page
from midas.hub.ui.forms import PlainForm
from midas.hub.ui.tags import charts, formats, lists, marks

NOON = datetime(2027, 3, 31, 3, 0, tzinfo=UTC)  # 12:00 in Seoul


@pytest.fixture
def korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("korean")
def test_amounts_and_days_in_korean() -> None:
    assert formats.won(250_000_000) == "250,000,000원"
    assert formats.won_reading(250_000_000) == "2억 5,000만 원"
    assert formats.day(date(2027, 3, 31)) == "2027. 3. 31."
    assert formats.moment(NOON) == "2027. 3. 31. 12:00"
    assert formats.in_language({"ko": "경남", "en": "Gyeongnam"}) == "경남"


@pytest.mark.usefixtures("english")
def test_amounts_and_days_in_english() -> None:
    assert formats.won(250_000_000) == "KRW 250,000,000"
    assert formats.day(date(2027, 3, 31)) == "31 March 2027"
    assert formats.moment(NOON) == "31 March 2027, 12:00"
    assert formats.in_language({"ko": "경남", "en": "Gyeongnam"}) == "Gyeongnam"


def test_a_day_is_the_day_at_the_programmes_place() -> None:
    evening = datetime(2027, 3, 31, 15, 30, tzinfo=UTC)  # already 1 April in Seoul
    with translation.override("ko"):
        assert formats.day(evening) == "2027. 4. 1."


@pytest.mark.parametrize("nothing", [None, "", "x"])
def test_nothing_is_a_dash(nothing: object) -> None:
    for written in (formats.won, formats.won_reading, formats.day, formats.moment, formats.percent):
        assert written(nothing) == "–"


def test_a_percentage_has_at_most_one_decimal() -> None:
    assert formats.percent(50) == "50%"
    assert formats.percent(Fraction(100, 3)) == "33.3%"
    assert formats.percent(0) == "0%"


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=400), "24 February 2026"),
        (timedelta(seconds=-60), "31 March 2027"),
    ],
)
@pytest.mark.usefixtures("english")
def test_how_long_ago(past: timedelta, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats.clock, "now", lambda: NOON)
    assert formats.ago(NOON - past) == words


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-1, "1 day late", "danger"),
        (0, "Due today", "danger"),
        (3, "3 days left", "warning"),
        (4, "4 days left", "neutral"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_deadline_says_how_much_time_is_left(left: int, words: str, tone: str) -> None:
    today = date(2027, 3, 31)
    out = marks.due(today + timedelta(days=left), today)
    assert words in out
    assert f"badge-{tone}" in out
    assert marks.due(None) == ""


def test_an_unknown_tone_is_neutral() -> None:
    assert 'class="badge badge-neutral"' in marks.badge("x", '" onclick="')


def drawn(source: str, path: str, **values: object) -> str:
    context = Context({"request": RequestFactory().get(path), **values})
    return Template("{% load ui %}" + source).render(context)


@pytest.mark.usefixtures("english")
def test_pages_keep_the_other_filters_and_stop_at_the_ends() -> None:
    out = drawn(
        "{% pager page total=25000 %}", "/x/?q=a%26b&page=old", page=Page([1], None, "next")
    )
    assert "?q=a%26b&amp;page=next" in out
    assert "?q=a%26b&amp;page=last" in out
    assert 'rel="prev"' not in out
    assert "25,000 rows" in out
    assert drawn("{% pager page %}", "/x/", page=Page([], None, None)).strip() == ""


class Filters(PlainForm):
    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(choices=[("open", "Under review")], required=False)
    tags = forms.MultipleChoiceField(choices=[("a", "Alpha"), ("b", "Beta")], required=False)


def test_each_filter_in_force_can_be_taken_away_alone() -> None:
    request = RequestFactory().get("/x/?q=press&state=open&tags=a&tags=b&page=3")
    chips = lists._chips(Filters(request.GET), request.GET)
    assert [chip["value"] for chip in chips] == ["press", "Under review", "Alpha", "Beta"]
    assert chips[0]["url"] == "?state=open&tags=a&tags=b"
    assert chips[3]["url"] == "?q=press&state=open&tags=a"


def test_steps_know_what_is_done() -> None:
    shown = lists.step_indicator(["Firm", ("Plan", "/plan/"), {"label": "Papers", "done": True}], 2)
    assert [step["done"] for step in shown["steps"]] == [True, False, True]
    assert [step["current"] for step in shown["steps"]] == [False, True, False]
    assert lists.step_indicator(["Firm", "Plan"], "Plan")["place"] == 2


def test_a_money_bar_fills_its_width_and_counts_every_won() -> None:
    shown = charts.money_bar([("State", 1), ("Own", 2), ("Nothing", 0)])
    assert shown["total"] == 3
    assert sum(float(part["width"]) for part in shown["parts"]) == pytest.approx(100, abs=0.01)
    assert charts.money_bar([("State", 0)])["parts"][0]["width"] == "0.000"


def test_bars_start_at_zero_and_end_at_the_largest_value_or_target() -> None:
    shown = charts.bars([("A", 50, 100), ("B", None, None), ("C", 25)])
    assert [row["width"] for row in shown["rows"]] == ["50.000", "0.000", "25.000"]
    assert shown["rows"][0]["mark"] == "100.000"
    assert charts.bars([])["rows"] == []


def test_a_radar_needs_three_axes_and_keeps_inside_its_rings() -> None:
    assert charts.radar([("A", 1), ("B", 2)])["drawn"] is False
    shown = charts.radar([("A", 99), ("B", -3), ("C", None)], 5)
    assert shown["shape"].split()[1:] == ["180.0,142.0", "180.0,142.0"]
    assert shown["shape"].split()[0] == "180.0,58.0"


@pytest.mark.parametrize("values", [[], [3], [2, 2, 2], [1, 5, 3]])
def test_a_sparkline_takes_any_number_of_values(values: list[int]) -> None:
    assert len(charts.sparkline(values)["points"].split()) == len(values)
