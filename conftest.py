"""Before the tests: compiled translations, so that every sentence is met in both languages."""

import pytest

from tools import messages


def pytest_configure(config: pytest.Config) -> None:
    """Compile changed translation files once, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        messages.main(["compile"])
