"""What only a real browser can tell: accessibility, widths, and the page's script at work."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler

from midas.hub.ui.tests.chromium import chromium, violations

pytestmark = pytest.mark.journey


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The hub without a database: a visitor's gallery asks it nothing."""
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Any]:
    contexts = []

    def open_gallery(*, width: int = 1280, script: bool = True, **cookies: str) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        contexts.append(context)
        context.add_cookies([{"name": k, "value": v, "url": address} for k, v in cookies.items()])
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console",
            lambda said: page.faults.append(said.text) if said.type == "error" else None,
        )
        page.address = address + "/ui/"
        return page

    yield open_gallery
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "language", "text", "contrast"),
    [
        (1280, "ko", "2", "normal"),
        (1280, "en", "2", "high"),
        (1280, "en", "5", "normal"),
        (390, "en", "2", "normal"),
        (390, "ko", "2", "high"),
        (390, "en", "5", "normal"),
    ],
)
def test_the_gallery_is_accessible_and_fits_its_window(
    opened: Any, width: int, language: str, text: str, contrast: str
) -> None:
    page = opened(width=width, django_language=language, midas_text=text, midas_contrast=contrast)
    page.goto(page.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert page.faults == []


def test_everything_to_press_is_large_enough_for_a_finger(opened: Any) -> None:
    page = opened(width=390)
    page.goto(page.address)
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, .button, .chip, .input, .select')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_without_a_script_the_page_still_changes_language_and_opens_the_dialog(opened: Any) -> None:
    page = opened(script=False, django_language="en")
    page.goto(page.address + "#sample-dialog")
    assert page.locator("#sample-dialog").is_visible()
    assert page.locator(".needs-js:visible").count() == 0
    page.locator("form.language button").click()
    assert page.locator("h1").inner_text() == "화면 구성요소"
    page.locator("details.display summary").click()
    page.locator(".size-4").click()
    assert page.locator("html").get_attribute("data-text") == "4"


def test_an_amount_gets_its_separators_and_reading_while_it_is_typed(opened: Any) -> None:
    page = opened(django_language="ko")
    page.goto(page.address)
    page.fill("#id_amount", "")
    page.type("#id_amount", "123456789")
    assert page.input_value("#id_amount") == "123,456,789"
    assert page.inner_text("#id_amount-reading") == "1억 2,345만 6,789원"
    page.fill("#id_amount", "250000000")
    assert page.inner_text("#id_amount-reading") == "2억 5,000만 원"


def test_keys_and_buttons_open_and_close_dialogs(opened: Any) -> None:
    page = opened(django_language="en")
    page.goto(page.address)
    page.locator(".page-actions [data-dialog]").click()
    assert page.locator("#sample-dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#sample-dialog").is_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()


def test_a_file_of_a_wrong_kind_is_named_before_it_is_sent(opened: Any) -> None:
    page = opened(django_language="en")
    page.goto(page.address)
    wrong = {"name": "plan.exe", "mimeType": "application/octet-stream", "buffer": b"x" * 3000}
    page.set_input_files("#id_paper", [wrong])
    assert "not accepted" in page.inner_text("[data-files]")
    page.get_by_role("button", name="Remove").click()
    assert page.input_value("#id_paper") == ""


def with_form(page: Any, form_tag: str) -> None:
    """The gallery with its first form posting to /sent/."""

    def change(route: Any) -> None:
        answer = route.fetch()
        body = answer.text().replace('<form class="form" method="get" data-watch>', form_tag)
        route.fulfill(response=answer, body=body)

    page.route(page.address, change)
    page.goto(page.address)


@pytest.mark.parametrize(
    ("status", "words"),
    [(200, "Saved at"), (409, "Somebody else"), (422, "needs correcting"), (500, "Could not save")],
)
def test_what_is_typed_is_saved_and_the_page_says_how_it_went(
    opened: Any, status: int, words: str
) -> None:
    page = opened(django_language="en")
    sent = []

    def answer(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=status, content_type="application/json", body='{"version": 8}')

    page.route("**/sent/", answer)
    with_form(page, '<form class="form" method="post" data-autosave="/sent/">')
    page.type("#id_firm", "대한프레스")
    page.get_by_text(words).wait_for(timeout=8000)
    assert "대한프레스" in sent[0]


def test_an_upload_shows_the_answer_it_got(opened: Any) -> None:
    page = opened(django_language="en")
    page.route(
        "**/sent/",
        lambda route: route.fulfill(content_type="text/html", body="<p id=done>Arrived</p>"),
    )
    with_form(
        page, '<form class="form" method="post" enctype="multipart/form-data" action="/sent/">'
    )
    page.set_input_files("#id_paper", [{"name": "a.pdf", "mimeType": "x/y", "buffer": b"x" * 9000}])
    page.locator("form:has(#id_paper) button[type=submit]").first.click()
    page.locator("#done").wait_for(timeout=5000)
    assert page.url.endswith("/sent/")


def test_leaving_with_unsaved_words_asks_first(opened: Any) -> None:
    page = opened(django_language="en")
    asked = []
    page.on("dialog", lambda box: (asked.append(box.type), box.accept()))
    page.goto(page.address)
    page.type("#id_firm", "x")
    page.goto(page.address + "?again=1")
    assert asked == ["beforeunload"]
