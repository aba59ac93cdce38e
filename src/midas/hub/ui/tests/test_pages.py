"""The choice of display, the gallery, and the error pages as a browser meets them."""

from pathlib import Path

import pytest
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.problems import Problem
from midas.hub.kernel.refusals import RefusalMiddleware
from midas.hub.ui import views
from midas.hub.ui.templatetags.ui import register

UI = Path(views.__file__).parent
FRAME_TAGS = {"frame"}  # used by ui/page.html itself, nothing to show


def test_the_gallery_shows_every_tag_and_filter() -> None:
    folder = UI / "templates" / "ui"
    files = [folder / "gallery.html", *(folder / "gallery").glob("*.html")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    missing = {tag for tag in register.tags if f"{{% {tag} " not in text} - FRAME_TAGS
    missing |= {name for name in register.filters if f"|{name}" not in text}
    assert missing == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "word"), [("ko", "화면 구성요소"), ("en", "Components")])
def test_the_gallery_opens_in_both_languages(client: Client, code: str, word: str) -> None:
    client.cookies["django_language"] = code
    answer = client.get("/ui/?region=48&q=%3Cscript%3E")
    assert answer.status_code == 200
    body = answer.content.decode()
    assert f"<h1>{word}</h1>" in body
    assert f'<html lang="{code}"' in body
    assert "<script>" not in body


@pytest.mark.django_db
def test_only_a_demonstration_has_the_gallery(client: Client) -> None:
    with override_settings(DEMO=False):
        assert client.get("/ui/").status_code == 404


@pytest.mark.django_db
def test_a_chosen_display_is_remembered(client: Client) -> None:
    answer = client.post("/ui/display/", {"text": "4", "contrast": "high", "next": "/ui/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/")
    body = client.get("/ui/").content.decode()
    assert 'data-text="4" data-contrast="high"' in body
    client.post("/ui/display/", {"contrast": "normal", "next": "/ui/"})
    assert 'data-text="4" data-contrast="normal"' in client.get("/ui/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_display_choice_leads_to_no_other_site(target: str) -> None:
    request = RequestFactory().post("/ui/display/", {"text": "9", "next": target})
    answer = views.display(request)
    assert answer["Location"] == "/"
    assert not answer.cookies


def test_the_display_choice_is_made_by_posting() -> None:
    assert views.display(RequestFactory().get("/ui/display/")).status_code == 405


@pytest.mark.parametrize("cookie", ["9", "", "2;x", "-1"])
def test_a_damaged_cookie_means_the_usual_size(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["midas_text"] = cookie
    page = Template("{% load ui %}{% frame as f %}{{ f.text }}{{ f.contrast }}")
    assert page.render(Context({"request": request})) == "2normal"


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
@pytest.mark.parametrize("code", ["ko", "en"])
def test_an_error_page_works_without_a_request(name: str, code: str) -> None:
    with translation.override(code):
        body = render_to_string(name)
    assert "<h1>" in body
    assert 'href="/"' in body


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "This page was not found" in answer.content.decode()


def test_a_refusal_page_names_each_rule_and_leads_back() -> None:
    request = RequestFactory().get("/case/", headers={"Referer": "http://testserver/calls/"})
    problem = Problem("The call closed <b>.", rule="call-open", source="N:2026-N-0100/3")
    middleware = RefusalMiddleware(views.gallery)
    with translation.override("en"):
        page = render_to_string(
            "ui/refusal.html",
            {
                "refusal": NotPossible(problem),
                "problems": [{"say": "The call closed <b>.", "problem": problem}],
            },
            request=None,
        )
        assert "This is not possible now" in page
        assert "The call closed &lt;b&gt;." in page
        assert "N:2026-N-0100/3" in page
        frame = Template("{% load ui %}{% frame as f %}{{ f.back }}")
        assert frame.render(RequestContext(request)) == "http://testserver/calls/"
    assert middleware.process_exception(request, ValueError()) is None


def test_the_way_back_leads_to_no_other_site() -> None:
    request = RequestFactory().get("/", headers={"Referer": "https://evil.example/x"})
    frame = Template("{% load ui %}{% frame as f %}{{ f.back }}")
    assert frame.render(Context({"request": request})) == "/"


@pytest.mark.parametrize("government", [True, False])
def test_the_official_banner_is_for_government_sites_only(government: bool) -> None:
    with translation.override("en"), override_settings(GOVERNMENT_SITE=government):
        body = render_to_string("404.html")
    assert ("official electronic government site" in body) is government
    assert "This is not a government site" in body  # the tests run as a demonstration


def test_no_demonstration_no_ribbon() -> None:
    with translation.override("en"), override_settings(DEMO=False):
        assert "demonstration" not in render_to_string("404.html").lower()


def test_pages_look_right_without_the_typeface() -> None:
    with override_settings(STATICFILES_DIRS=[]):
        assert "pretendard" not in render_to_string("404.html").lower().replace(
            "typeface pretendard", ""
        )
    tokens = (UI / "static" / "ui" / "css" / "tokens.css").read_text()
    assert "sans-serif" in tokens


def test_the_readme_names_every_tag_and_filter() -> None:
    text = (UI / "README.md").read_text(encoding="utf-8")
    missing = {tag for tag in register.tags if f"{{% {tag} " not in text} - FRAME_TAGS
    missing |= {name for name in register.filters if f"`{name}`" not in text}
    assert missing == set()


def test_the_readme_names_only_classes_that_exist() -> None:
    section = (UI / "README.md").read_text(encoding="utf-8").split("## Classes", 1)[1]
    section = section.split("## ", 1)[0]
    css = "".join(p.read_text() for p in (UI / "static" / "ui" / "css").glob("*.css"))
    named = {word for code in section.split("`")[1::2] for word in code.split()}
    plain = {word for word in named if word.replace("-", "").isalnum() and word[0] not in "-<"}
    assert {word for word in plain if f".{word}" not in css} <= {"data-label", "td"}


def test_a_form_that_posts_to_its_own_address_leads_back_to_itself() -> None:
    source = Template("{% load ui %}{% frame as f %}{{ f.back }} {{ f.here }}")
    referer = {"Referer": "http://testserver/apply/?a=1"}
    posted = RequestFactory().post("/apply/?a=1", headers=referer)
    assert source.render(Context({"request": posted})) == " ".join([referer["Referer"]] * 2)
    read = RequestFactory().get("/apply/?a=1", headers=referer)
    assert source.render(Context({"request": read})) == "/ /apply/?a=1"
