"""`midas application import FILE.xlsx`: an application from a workbook, faults told by cell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.problems import Problem
from midas.hub.kernel.texts import say
from midas.hub.programme.services.filing import Paper
from midas.hub.programme.services.spreadsheet import import_application


class Command(BaseCommand):
    """Files the workbook for a person of a firm, as a draft unless told to submit."""

    help = "File an application from a filled workbook; every fault is told with sheet and cell."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, who files it, its papers, and what to do."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--email", required=True, help="sign-in address of who files it")
        parser.add_argument("--organisation", required=True, help="business number of the firm")
        parser.add_argument(
            "--documents", type=Path, help="folder with papers named by code: project-plan.pdf"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        parser.add_argument("--submit", action="store_true", help="submit, not only save")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import, then say the number and the state."""
        try:
            by = self._actor(options["email"], options["organisation"])
            case = import_application(
                content=file.read_bytes(),
                documents=papers_in(options["documents"]),
                is_submitted=options["submit"],
                is_dry_run=options["dry_run"],
                by=by,
                now=clock.now(),
            )
        except OSError as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError("\n".join(map(line_of, refusal.problems))) from refusal
        self.stdout.write(f"{case.number or case.id} {case.state}" if case else "ok")

    def _actor(self, email: str, number: str) -> Actor:
        person, firm = accounts.person_by_email(email), accounts.organisation_by_number(number)
        if person is None or firm is None:
            msg = f"{email} / {number}: nobody, or no firm, is registered like this"
            raise CommandError(msg)
        return accounts.actor_for(person.id, firm.id, clock.today())


def line_of(problem: Problem) -> str:
    """A problem as one line: place, sentence, rule and source."""
    origin = ", ".join(filter(None, (problem.rule, problem.source)))
    return f"{problem.field or '-'}: {say(problem)}" + (f" [{origin}]" if origin else "")


def papers_in(folder: Path | None) -> list[Paper]:
    """The files of a folder; a file's name up to the first dot or "_" is the paper's code."""
    if folder is None:
        return []
    return [
        Paper(code=path.name.split(".")[0].split("_")[0], name=path.name, content=path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    ]
