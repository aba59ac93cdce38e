"""A reader's choice of text size and contrast, kept in a cookie."""

from django.http import HttpRequest

TEXT_COOKIE = "midas_text"
CONTRAST_COOKIE = "midas_contrast"
TEXT_SIZES = (1, 2, 3, 4, 5)
USUAL_TEXT_SIZE = 2
CONTRASTS = ("normal", "high")


def text_size_of(request: HttpRequest | None) -> int:
    """The chosen step 1 to 5; 2 is the usual size."""
    chosen = request.COOKIES.get(TEXT_COOKIE, "") if request else ""
    return int(chosen) if chosen in {str(s) for s in TEXT_SIZES} else USUAL_TEXT_SIZE


def contrast_of(request: HttpRequest | None) -> str:
    """The word high when the reader asked for it, else normal."""
    chosen = request.COOKIES.get(CONTRAST_COOKIE, "") if request else ""
    return chosen if chosen in CONTRASTS else "normal"
