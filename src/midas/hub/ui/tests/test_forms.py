"""Fields read what people write; a verb's refusal lands on the field it names."""

from datetime import date
from typing import Any, ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.kernel import money
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.ui.forms import (
    BusinessNumberField,
    DayField,
    PlainForm,
    WonField,
    attempt,
    read_won,
)


class BudgetForm(PlainForm):
    firm = forms.CharField(label="Firm")
    share = WonField(label="Share", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    problem_fields: ClassVar[dict[str, str]] = {"rate": "share"}


def budget() -> BudgetForm:
    form = BudgetForm({"firm": "대한프레스", "share": "5,000,000"})
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250,000,000", 250_000_000),
        ("250000000원", 250_000_000),
        ("2억 5,000만 원", 250_000_000),
        ("2억5천만", 250_000_000),
        ("1.5억", 150_000_000),
        ("KRW 1,000", 1000),
        ("₩3,000", 3000),
        ("0", 0),
        ("5만 억", None),
        ("1만 1만", None),
        ("-5", None),
        ("many", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: int | None) -> None:
    assert read_won(typed) == amount


@given(st.integers(min_value=0, max_value=10**15))
def test_what_the_reading_aid_says_is_read_back_as_the_same_amount(amount: int) -> None:
    assert read_won(money.reading(amount, "ko")) == amount
    assert read_won(f"{amount:,}") == amount
    assert WonField().clean(WonField().widget.format_value(amount)) == amount


def test_an_amount_out_of_bounds_names_the_bound() -> None:
    field = WonField(min_value=10_000, max_value=200_000_000)
    with translation.override("ko"), pytest.raises(ValidationError, match="2억 원"):
        field.clean("3억")
    with pytest.raises(ValidationError):
        field.clean("1")
    with pytest.raises(ValidationError):
        field.clean("")
    assert WonField(required=False).clean("") is None


def test_an_amount_typed_with_other_separators_has_not_changed() -> None:
    field = WonField()
    assert not field.has_changed(5000, "5,000")
    assert field.has_changed(5000, "6,000")
    assert field.has_changed(None, "0")


@pytest.mark.parametrize(
    "typed",
    ["2027-03-31", "2027.3.31.", "2027. 3. 31.", "20270331", "2027/3/31", "2027년 3월 31일"],
)
def test_a_day_is_read_in_every_usual_form(typed: str) -> None:
    assert DayField().clean(typed) == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["2027-02-30", "31.3.2027", "soon", "2027-13-01", "0000-01-01"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["124-81-00998", "1248100998", " 124 81 00998 "])
def test_a_business_number_is_cleaned_to_ten_digits(typed: str) -> None:
    field = BusinessNumberField()
    assert field.clean(typed) == "1248100998"
    assert field.widget.format_value("1248100998") == "124-81-00998"


@pytest.mark.parametrize("typed", ["123", "12481009981", "abc-de-fghij", "１２４８１００９９８"])
def test_a_business_number_of_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        BusinessNumberField().clean(typed)


def refusing(*problems: Problem, kind: type[Exception] = NotValid) -> Any:
    def verb(**_kwargs: object) -> None:
        raise kind(*problems)

    return verb


def test_a_verb_that_succeeds_hands_back_its_result_and_gets_its_arguments() -> None:
    form = budget()
    assert attempt(form, lambda *, amount: amount + 1, amount=1) == 2
    assert form.is_valid()


def test_problems_land_on_their_fields_with_rule_and_source() -> None:
    form = budget()
    problem = Problem(
        words("The share is above %(cap)s."),
        {"cap": "50%"},
        field="share",
        rule="share-within-cap",
        source="N:2026-N-0100/1",
    )
    assert attempt(form, refusing(problem)) is None
    (error,) = form.errors["share"].as_data()
    assert error.messages == ["The share is above 50%."]
    assert (error.rule, error.source) == ("share-within-cap", "N:2026-N-0100/1")
    with translation.override("ko"):
        out = Template("{% load ui %}{% field form.share %}").render(Context({"form": form}))
    assert "근거: N:2026-N-0100/1" in out
    assert 'aria-invalid="true"' in out
    assert "5,000,000" in out  # what was typed stays


def test_problems_of_no_field_or_a_hidden_one_go_to_the_summary() -> None:
    form = budget()
    verb = refusing(
        Problem("On a sheet.", field="Budget!C7"),
        Problem("Hidden.", field="secret"),
        Problem("Renamed.", field="rate"),
        kind=NotPossible,
    )
    attempt(form, verb)
    assert form.non_field_errors() == ["On a sheet.", "Hidden."]
    assert form.errors["share"] == ["Renamed."]
    out = Template("{% load ui %}{% form_summary form %}").render(Context({"form": form}))
    assert 'href="#id_share"' in out
    assert "On a sheet." in out


def test_a_refusal_by_policy_is_shown_and_a_missing_thing_goes_on() -> None:
    form = budget()
    attempt(form, refusing(Problem("Barred until 2028."), kind=NotAllowed))
    assert form.non_field_errors() == ["Barred until 2028."]
    with pytest.raises(NotFound):
        attempt(form, refusing(Problem("No such call."), kind=NotFound))


def test_a_refusal_without_words_still_says_something() -> None:
    form = budget()
    assert attempt(form, refusing(kind=NotPossible)) is None
    assert form.non_field_errors()


class ChoiceForm(PlainForm):
    region = forms.ChoiceField(
        label="Region",
        help_text="Where the factory stands.",
        choices=[("", "All"), ("<b>", "A & B"), ("Group", [("41", "경기도"), ("48", "경상남도")])],
    )
    many = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], required=False)


def test_a_list_of_choices_is_written_as_django_writes_it() -> None:
    form = ChoiceForm({"f-region": "48", "f-many": ["1", "2"]}, prefix="f")
    out = Template("{% load ui %}{% form_fields form %}").render(Context({"form": form}))
    assert '<option value="&lt;b&gt;">A &amp; B</option>' in out
    assert '<optgroup label="Group"><option value="41">경기도</option>' in out
    assert '<option value="48" selected>경상남도</option>' in out
    assert out.count(" selected>") == 3
    assert 'name="f-many"' in out
    assert " multiple" in out


def test_a_list_of_choices_names_its_help_and_its_error() -> None:
    form = ChoiceForm({"region": "99"})
    out = Template("{% load ui %}{% field form.region %}").render(Context({"form": form}))
    assert 'aria-describedby="id_region-help id_region-error"' in out
    assert 'aria-invalid="true"' in out
    assert 'id="id_region-help"' in out
    assert 'id="id_region-error"' in out
