"""Facts are written with the change and remember refusals."""

from datetime import UTC, datetime

import pytest

from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import Problem
from midas.hub.kernel.verbs import verb

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = Actor(person=new_id(), name="김하나")


@verb
def refuse_always(*, by: Actor, now: datetime) -> None:
    """A verb that writes and then refuses."""
    facts.record(facts.VERB_REFUSED, subject=None, by=by, now=now, verb="x", reason="y")
    raise NotPossible(Problem("never", rule="test-rule"))


@pytest.mark.django_db
def test_a_refused_verb_changes_nothing_but_is_remembered() -> None:
    with pytest.raises(NotPossible):
        refuse_always(by=BY, now=NOW)
    (fact,) = Fact.objects.all()
    assert (fact.data["verb"], fact.data["rules"]) == ("refuse_always", ["test-rule"])


@pytest.mark.django_db
def test_a_fact_without_a_value_of_its_sentence_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        facts.record(facts.VERB_REFUSED, subject=None, by=BY, now=NOW, verb="x")
