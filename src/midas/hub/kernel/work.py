"""One entry of a work list: what waits for whom, by when, and where to do it."""

from dataclasses import dataclass
from datetime import date

from midas.hub.kernel.problems import Text


@dataclass(frozen=True)
class WorkItem:
    """`title` says the task ("Check the evidence"), `about` the thing ("2026-… 대성정밀")."""

    title: Text
    about: str
    url: str
    due_on: date | None
    group: Text  # heading under which alike tasks stand together
    detail: str = ""
