"""What every notifier must do; a room that adds one calls `check_notifier` in its tests."""

from midas.hub.accounts.notifiers import Notifier


def check_notifier(notifier: Notifier) -> None:
    """A name, and silence about readers that cannot be reached this way."""
    assert notifier.name
    assert notifier.name == notifier.name.strip().lower()
    notifier.tell("reader@example.kr", "010-0000-0000", "문장입니다.", "http://127.0.0.1/work/")
    notifier.tell("reader@example.kr", "", "A sentence.", "")
