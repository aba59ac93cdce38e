"""Somebody at a real browser who reads every page with care: continues as personas, fills in forms.

On each kind of page met for the first time axe-core is asked, the width of a phone is tried, and
Korean pages are searched for words that nobody translated and for codes of the program.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from midas.hub.programme.demo import papers
from midas.hub.ui.tests.chromium import violations
from tests.durability.harness import Hub
from tests.journeys import pictures

HEIGHTS, HIGHEST = {1280: 900, 390: 844}, {1280: 1300, 390: 1500}
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
CASE = re.compile(r"/(?:cases|applications)/([0-9a-f-]{36})/")
FOREIGN = re.compile(r"(?<![\w@./+:-])[A-Za-z]*[a-z']+(?: [a-z']{2,})+")  # two words in a row
CODE = re.compile(r"(?<![\w@./:-])[a-z]{3,}(?:[-_][a-z0-9]+)+(?![\w@./:-])")
# Text a reader sees, without parts in another language, names of files, what was typed, and the
# code of a rule that a refusal names as its basis.
READ = """() => {
  const copy = document.querySelector('main').cloneNode(true);
  const skip = '[lang],code,kbd,script,template,.files,.digest,.basis,textarea,select,datalist';
  copy.querySelectorAll(skip).forEach(one => one.remove());
  return copy.textContent.replace(/\\s+/g, ' ');
}"""
WIDTH = "document.documentElement.scrollWidth"
PDF = papers._pdf("Made-up paper")
FILES = {
    "pdf": ("application/pdf", PDF),
    "png": ("image/png", papers._picture()),
    "xlsx": ("application/octet-stream", papers._workbook()),
}


def file(accepts: str = ".pdf", name: str = "paper", content: bytes | None = None) -> Any:
    """A small true file that a field with this `accept` welcomes."""
    kind = next(one for one in ("pdf", "xlsx", "png") if f".{one}" in (accepts or ".pdf"))
    mime, made = FILES[kind]
    return {"name": f"{name}.{kind}", "mimeType": mime, "buffer": content or made}


class Visitor:
    """One window of a browser on a served hub."""

    def __init__(
        self, browser: Any, hub: Hub, *, script: bool = True, language: str = "ko"
    ) -> None:
        self.hub, self.address = hub, f"http://127.0.0.1:{hub.port}"
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            java_script_enabled=script,
            locale=language,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(20_000)
        self.language, self.script = language, script
        self.page = self.context.new_page()
        self.known: set[str] = set()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        if language != "ko":
            self.context.add_cookies(
                [{"name": "django_language", "value": language, "url": self.address}]
            )

    def _fault(self, text: str) -> None:
        place = UUID.sub("…", self.page.url.removeprefix(self.address))
        self.faults.append(f"{place}: {text}")

    # where

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address of the hub."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, (path, answer.status, self.words()[:300])
        self.look()

    def look(self) -> None:
        """Read the page that is there, once for each kind of page."""
        path = self.page.url.removeprefix(self.address).partition("?")[0]
        kind = re.sub(r"/\d+(?=/)", "/#", UUID.sub("#", path))
        errors = self.page.locator("main .field-error").count() > 0
        key = f"{self.language} {kind} {'refused' if errors else ''}"
        if key in self.known or not self.script:
            return
        self.known.add(key)
        for one in violations(self.page, *WCAG):
            self._fault(one)
        self._try_phone()
        if self.language == "ko":
            self._proof_read()

    def _try_phone(self) -> None:
        self.page.set_viewport_size({"width": 390, "height": 844})
        for _ in range(10):  # until things that move have come to rest
            width = self.page.evaluate(WIDTH)
            if width <= 390:
                break
            self.page.wait_for_timeout(100)
        else:
            self._fault(f"{width} pixels wide on a phone of 390")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def _proof_read(self) -> None:
        text = self.page.evaluate(READ)
        for what, pattern in (("not translated", FOREIGN), ("a code", CODE)):
            for one in sorted(set(pattern.findall(text)))[:6]:
                self._fault(f"{what}: {one}")

    def picture(self, name: str, *widths: int) -> None:
        """Keep pictures of the window for docs/screens, when they are wanted."""
        for width in widths if pictures.WANTED else ():
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            full = min(self.page.evaluate("document.documentElement.scrollHeight"), HIGHEST[width])
            self.page.set_viewport_size({"width": width, "height": full})
            png = self.page.screenshot(animations="disabled")
            pictures.keep(f"{name}-{self.language}-{width}", png)
        self.page.set_viewport_size({"width": 1280, "height": HEIGHTS[1280]})

    def words(self) -> str:
        """The text of the page's content with single blanks."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def case(self) -> str:
        """The case in the address."""
        found = CASE.search(self.page.url)
        assert found, self.page.url
        return found[1]

    # who

    def person(self, mailbox: str) -> str:
        """The id of a made-up person, by the first part of the e-mail address."""
        return self.ask("select id from accounts_person where email like %s", f"{mailbox}@%")

    def supplier(self, mailbox: str) -> str:
        """The id of the organisation that somebody works for."""
        person = self.person(mailbox)
        return self.ask(
            "select organisation_id from accounts_membership where person_id = %s", person
        )

    def ask(self, query: str, *values: str) -> str:
        """The first value of a query on the hub's database."""
        url = f"postgresql://postgres:@/midas?host={self.hub.data / 'postgres'}"
        with psycopg.connect(url) as connection:
            row = connection.execute(query, values).fetchone()
        assert row is not None, (query, values)
        return str(row[0])

    def become(self, somebody: str) -> None:
        """Continue as a persona through the page of the demonstration.

        The page shows one person of each duty; for a colleague (another expert, another member of
        the committee) its first button is pointed at them. `somebody` is a mailbox or an id.
        """
        person = somebody if UUID.fullmatch(somebody) else self.person(somebody)
        self.go("/demo/")
        form = self.page.locator(f'form[action$="/{person}/"]')
        if not form.count():
            form = self.page.locator("form.persona").first
            form.evaluate("(form, to) => { form.action = to }", f"/demo/continue/{person}/")
        self.press(form.locator("button"))
        assert self.page.url.endswith("/work/"), self.words()[:300]
        self.look()

    def speak(self, language: str) -> None:
        """Change the language through the control of the page."""
        buttons = f'form[action*="setlang"] button[value="{language}"]:visible'
        if not self.page.locator(buttons).count():
            self.page.locator("summary:has(~ * form[action*='setlang'])").first.click()
        self.press(self.page.locator(buttons).first)
        self.language = language
        assert self.page.locator("html").get_attribute("lang") == language
        self.look()

    def wait(self, days: int) -> None:
        """Move the clock of the demonstration on by at least so many days."""
        self.go("/demo/")
        while days > 0:
            leap = max((one for one in (180, 90, 30, 7, 1) if one <= days), default=1)
            self.press(self.page.locator(f'button[name="days"][value="{leap}"]'))
            days -= leap

    def today(self) -> date:
        """The day at the demonstration's place."""
        ahead = self.hub.data / "demo-clock"
        days = int(ahead.read_text()) if ahead.is_file() else 0
        return (datetime.now(ZoneInfo("Asia/Seoul")) + timedelta(days=days)).date()

    # what

    def type(self, **typed: Any) -> None:
        """Fill in fields of the page by their names."""
        for name, value in typed.items():
            field = self.page.locator(f'main [name="{name}"]')
            assert field.count(), f"no field {name} on {self.page.url}: {self.words()[:400]}"
            kind = field.first.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    some = self.page.locator(f'main [name="{name}"][value="{one}"]')
                    self.tick((some if some.count() else field).first)
            elif kind == "file":
                accepts = field.first.get_attribute("accept") or ""
                field.first.set_input_files(file(accepts) if value is True else value)
            elif kind.startswith("select"):
                field.first.select_option(value)
            else:
                field.first.fill(str(value))

    def tick(self, box: Any) -> None:
        """Press the words beside a box or a round button, as people do."""
        self.page.locator(f'main label[for="{box.get_attribute("id")}"]').first.click()
        assert box.is_checked()

    def press(self, what: Any) -> None:
        """Press something that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            what.click()

    def follow(self, links: Any) -> None:
        """Follow the first of some links and read the page behind it."""
        self.press(links.first)
        self.look()

    def send(
        self, button: str = "form button.button[type=submit]", *, status: int | None = 302
    ) -> None:
        """Press a button of the page's content; a refusal is 422 or 409, None takes anything."""
        with self.page.expect_response(lambda one: one.request.method == "POST") as sent:
            self.press(self.page.locator(f"main {button}").last)
        assert status in (None, sent.value.status), (
            self.page.url,
            sent.value.status,
            self.complaints(),
        )
        self.look()

    def complaints(self) -> str:
        """What the page says is wrong."""
        some = self.page.locator(
            "main .field-error, main .form-summary, main .error-summary, main .notice"
        )
        return " | ".join(some.all_inner_texts()) or self.words()[:400]

    def act(self, case: str, verb: str, **typed: Any) -> None:
        """Open a case, follow its button for a verb, fill in the form behind it and send it."""
        found = self.page.locator(f'main a[href*="/do/{verb}/"]')
        for tab in ("", "money/", "project/", "panel/"):
            self.go(f"/cases/{case}/{tab}")
            if found.count():
                break
        assert found.count(), f"{verb} is not offered: {self.words()[:600]}"
        self.follow(found)
        self.type(**typed)
        self.send("form[method=post] .button-row button.button[type=submit]")
