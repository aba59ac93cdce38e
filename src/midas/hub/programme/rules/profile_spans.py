"""Spans of days of one thing: in order, and never two at once."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from midas.hub.programme.rules.profile_error import ProfileError


class Span(Protocol):
    """Anything with a first day and perhaps a last day, both included."""

    @property
    def in_force_from(self) -> date:
        """The first day."""

    @property
    def in_force_until(self) -> date | None:
        """The last day, None while open."""


S = TypeVar("S", bound=Span)


def check_spans(file: str, path: str, spans: Sequence[Span]) -> None:
    """Refuse a span that ends before it begins, and two spans that share a day."""
    for number, span in enumerate(spans):
        if span.in_force_until is not None and span.in_force_until < span.in_force_from:
            raise ProfileError(file, f"{path}[{number}].in_force_until", "ends before it begins")
    order = sorted(range(len(spans)), key=lambda index: spans[index].in_force_from)
    for earlier, later in pairwise(order):
        end = spans[earlier].in_force_until
        if end is None or spans[later].in_force_from <= end:
            raise ProfileError(
                file,
                f"{path}[{later}].in_force_from",
                f"dates overlap with {path}[{earlier}]",
            )


def in_force_on(spans: Sequence[S], day: date) -> S | None:
    """Return the span that covers `day`, or None; the spans must not overlap."""
    for span in spans:
        if span.in_force_from <= day and (
            span.in_force_until is None or day <= span.in_force_until
        ):
            return span
    return None
