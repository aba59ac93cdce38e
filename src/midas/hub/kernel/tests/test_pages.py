"""Pages by key: every row once, both ways, and the same cost at both ends."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.models import Fact, JobRun
from midas.hub.kernel.pages import page_by_key

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PERSON = UUID(int=7)


def runs(moments: list[int]) -> "QuerySet[JobRun]":
    """Job runs of one person at the given minutes."""
    JobRun.objects.bulk_create(
        JobRun(task="x", title=str(i), created_at=NOW + timedelta(minutes=at))
        for i, at in enumerate(moments)
    )
    return JobRun.objects.all()


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.lists(st.integers(0, 5), max_size=12), st.integers(1, 5))
def test_walking_forth_and_back_meets_every_row_once(moments: list[int], size: int) -> None:
    JobRun.objects.all().delete()
    rows, keys = runs(moments), ("-created_at", "id")
    wanted = list(rows.order_by(*keys))
    seen, page = [], page_by_key(rows, keys, size=size)
    assert page.before is None
    while True:
        seen += page.rows
        last = page
        if page.after is None:
            break
        page = page_by_key(rows, keys, page.after, size)
    assert seen == wanted
    back, page = list(last.rows), last
    while page.before:
        page = page_by_key(rows, keys, page.before, size)
        back = page.rows + back
    assert back == wanted
    assert page_by_key(rows, keys, "last", size).rows == wanted[-size:]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!",
        "bnVsbA",
        base64.urlsafe_b64encode(json.dumps(["after", "a", "b"]).encode()).decode(),
    ],
)
def test_an_address_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(NotValid):
        page_by_key(JobRun.objects.all(), ("-created_at", "id"), cursor)


@pytest.mark.django_db
def test_a_page_in_the_middle_of_50000_rows_starts_inside_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_fact (at, kind, person, actor_name, actor_organisation, data)"
            " select now(), 'k' || lpad((i / 10)::text, 6, '0'), %s, '', '', '{}'"
            " from generate_series(1, 50000) i",
            [PERSON],
        )
        cursor.execute("analyze kernel_fact")
    middle = Fact.objects.get(kind="k002500", id__in=Fact.objects.filter(kind="k002500")[:1])
    text = json.dumps(["after", middle.kind, middle.pk])
    address = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    plans = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.cursor.execute(f"explain (analyze, format json) {sql}", params)
            plans.append(cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        page = page_by_key(Fact.objects.all(), ("kind", "id"), address)
    assert len(page.rows) == 25
    plan = json.loads(plans[0]) if isinstance(plans[0], str) else plans[0]
    scan = plan[0]["Plan"]
    while "Plans" in scan:
        scan = scan["Plans"][0]
    assert scan["Node Type"] in ("Index Scan", "Index Only Scan"), plan
    assert "k002500" in scan["Index Cond"]
    assert scan.get("Rows Removed by Filter", 0) <= 10
