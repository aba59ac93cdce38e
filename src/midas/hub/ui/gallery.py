"""What the gallery of components shows."""

from typing import Any

from django.http import HttpRequest


def samples(request: HttpRequest) -> dict[str, Any]:
    """The gallery's context."""
    return {}
