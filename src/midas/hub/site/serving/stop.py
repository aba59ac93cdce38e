"""The one way in which starting ends early: a sentence for the person and an exit code."""


class CannotStart(Exception):
    """The hub cannot start; the text is one sentence that says why and what to do."""

    exit_code = 2
