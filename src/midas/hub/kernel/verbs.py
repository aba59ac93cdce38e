"""The recipe around every verb: one transaction, and a refusal is remembered after the rollback."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

from midas.hub.kernel import facts
from midas.hub.kernel.errors import NotFound, Refusal

Act = TypeVar("Act", bound=Callable[..., Any])
_inside: ContextVar[bool] = ContextVar("inside_a_verb", default=False)


def verb(act: Act) -> Act:
    """Run `act(*, by, now, …)` atomically; only the outermost verb records a refusal.

    Raises whatever the verb raises. NotFound is not recorded: it may be a mere typing error.
    """

    @functools.wraps(act)
    def run(**kwargs: Any) -> Any:
        if _inside.get():  # a savepoint: whoever catches the inner refusal finds nothing changed
            with transaction.atomic():
                return act(**kwargs)
        token = _inside.set(True)
        try:
            with transaction.atomic():
                return act(**kwargs)
        except NotFound:
            raise
        except Refusal as refusal:
            facts.record_refusal(act.__name__, refusal, by=kwargs["by"], now=kwargs["now"])
            raise
        finally:
            _inside.reset(token)

    return run  # type: ignore[return-value]  # same signature, keyword-only
