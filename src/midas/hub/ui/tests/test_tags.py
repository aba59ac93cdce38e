"""Every tag renders, escapes what it is given, and does not fall over on nothing."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from midas.hub.kernel.pages import Page
from midas.hub.ui.forms import DayField, PlainForm, WonField

XSS = '<script>alert("x")</script>\'"'


class SampleForm(PlainForm):
    amount = WonField(label=XSS, help_text="help")
    on = DayField(label="On", required=False)


def drawn(source: str, **values: object) -> str:
    request = RequestFactory().get("/list/?q=%3Cb%3E&page=abc")
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


CASES = [
    "{% badge x x %}",
    "{% notice x x x %}",
    "{% noticebox x x %}{{ x }}{% endnoticebox %}",
    "{% empty x x url=x label=x %}",
    "{% dialog 'a' x %}{{ x }}{% enddialog %}",
    "{% dialog_button x x x %}",
    "{% helpbox x %}{{ x }}{% endhelpbox %}",
    "{% crumbs pairs %}",
    "{% tabs pairs x %}",
    "{% side_nav pairs x %}",
    "{% step_indicator pairs 1 %}",
    "{% timeline entries %}",
    "{% pager page %}",
    "{% filters form %}",
    "{% file_list files %}",
    "{% field form.amount %}",
    "{% form_fields form %}",
    "{% form_summary form %}",
    "{% upload form.amount kinds=x %}",
    "{% money_bar amounts x %}",
    "{% bars amounts x x %}",
    "{% radar axes title=x %}",
    "{% progress 1 2 x x %}",
    "{% sparkline values x x %}",
    "{% stat x x x x %}",
    "{% copy x x %}",
    "{% autosave_status %}",
    "{{ x|business_number }}{{ x|won }}{{ x|day }}{{ x|in_language }}",
]


@pytest.mark.parametrize("source", CASES)
def test_a_tag_never_lets_markup_through(source: str) -> None:
    form = SampleForm({"amount": XSS})
    entry = SimpleNamespace(at=None, sentence=XSS, who=XSS, organisation=XSS, detail=XSS, tone=XSS)
    out = drawn(
        source,
        x=XSS,
        pairs=[(XSS, XSS), (XSS, XSS, True, XSS)],
        entries=[entry],
        page=Page([1], '"><script>', "c"),
        form=form,
        files=[{"name": XSS, "url": XSS, "size": 3, "note": XSS}],
        amounts=[(XSS, 3), (XSS, 4)],
        axes=[(XSS, 1), (XSS, 2), (XSS, 3, 1)],
        values=[1, 2, 3],
    )
    assert "<script" not in out
    assert "style=" not in out
