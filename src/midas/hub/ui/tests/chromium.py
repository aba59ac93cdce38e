"""A real browser for tests of pages: where it is, how it starts, and what axe-core finds."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Any]:
    """The installed browser, headless; skips the test when there is none."""
    place = next(filter(None, map(shutil.which, NAMES)), None)
    if place is None:
        pytest.skip(f"no browser here: install one of {', '.join(NAMES)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=place, args=FLAGS)
        yield browser
        browser.close()


def violations(page: Any, *tags: str) -> list[str]:
    """What axe-core finds on the page, by rule and element; `tags` narrow the rules."""
    session = page.context.new_cdp_session(page)  # past the page's security policy
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    session.detach()
    only = {"runOnly": {"type": "tag", "values": list(tags)}} if tags else {}
    found = page.evaluate("only => axe.run(document, only)", only)["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
