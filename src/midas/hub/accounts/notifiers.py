"""Ways to reach people outside the inbox: a registry that other ways (SMS, messengers) join."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from midas.hub.accounts.models import Person
from midas.hub.kernel.texts import fill

log = logging.getLogger(__name__)


class Notifier(Protocol):
    """One way to reach people. `tell` gets a finished sentence in the reader's language.

    It must not raise for a reader it cannot reach; an error is logged and the others go on.
    """

    name: str

    def tell(self, address: str, phone: str, sentence: str, link: str) -> None:
        """Send one sentence and its absolute link to one reader."""


class EmailNotifier:
    """Sends each notice as a short plain e-mail."""

    name = "email"

    def tell(self, address: str, phone: str, sentence: str, link: str) -> None:
        """Send one e-mail; the first 70 characters of the sentence are its subject."""
        site = fill(settings.SITE_NAME, {})
        body = f"{sentence}\n\n{link}\n" if link else f"{sentence}\n"
        send_mail(f"[{site}] {sentence[:70]}", body, None, [address])


class NullNotifier:
    """Reaches nobody and says so once in the log; stands in while none is registered."""

    name = "null"

    def __init__(self) -> None:
        self.warned = False

    def tell(self, address: str, phone: str, sentence: str, link: str) -> None:
        """Reach nobody."""
        if not self.warned:
            log.warning("No notifier is configured: notices stay in the inbox only.")
            self.warned = True


_NULL = NullNotifier()
_notifiers: dict[str, Notifier] = {}


def register_notifier(notifier: Notifier) -> None:
    """Add a way to reach people; raises ValueError for a second one of the same name."""
    if notifier.name in _notifiers:
        msg = f"a notifier named {notifier.name} is registered already"
        raise ValueError(msg)
    _notifiers[notifier.name] = notifier


def register_configured_notifiers() -> None:
    """Register the ways that the settings name: e-mail, unless its backend is the dummy one."""
    if "email" not in _notifiers and not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        register_notifier(EmailNotifier())


def notifiers() -> list[Notifier]:
    """Every registered way, or the Null twin when there is none."""
    return list(_notifiers.values()) or [_NULL]


def tell_people(people: Iterable[Person], text: str, params: Mapping[str, Any], link: str) -> None:
    """Pass a notice on to everybody by every way, each in the language that the person prefers."""
    for person in people:
        if person.is_demo:
            continue  # people of the demonstration have no mailbox
        _tell(person.email, person.phone, person.preferred_language, text, params, link)


def tell_address(
    address: str, language: str, text: str, params: Mapping[str, Any], link: str
) -> None:
    """Reach somebody who may not be registered yet; "" means the site's language."""
    _tell(address, "", language or settings.LANGUAGE_CODE, text, params, link)


def _tell(
    address: str,
    phone: str,
    language: str,
    text: str,
    params: Mapping[str, Any],
    link: str,
) -> None:
    with translation.override(language):
        sentence = fill(text, params)
        for notifier in notifiers():
            try:
                notifier.tell(
                    address,
                    phone,
                    sentence,
                    f"{settings.SITE_URL}{link}" if link else "",
                )
            except Exception:  # one broken way must not stop the verb or the other ways
                log.exception("The notifier %s failed", notifier.name)
