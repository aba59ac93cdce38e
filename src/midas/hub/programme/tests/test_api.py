"""The programme's JSON API: filing once and for all, refusals as problem details, paging."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.programme import models
from midas.hub.programme.tests import makers

URL = "/api/applications/"


def post(secret: str, body: Any, key: str = "a-key") -> Any:
    """POST a body as JSON with a token."""
    return Client().post(
        URL,
        data=body if isinstance(body, (bytes, str)) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
    )


class Case:
    """A firm with a site, a token, and a body that can be filed today."""

    def __init__(self, lot: models.Lot | None = None) -> None:
        now = clock.now()
        self.lot = lot or makers.lot(
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
        )
        self.firm = makers.factory(tax_cleared_until=clock.today() + timedelta(days=90))
        self.owner = makers.owner_of(self.firm)
        self.site = people.workplace(self.firm)
        self.supplier = people.organisation("supplier")
        self.secret = makers.token_of(self.owner)
        self.body = makers.filing_body(self.site, self.lot, self.supplier)


@pytest.mark.django_db
def test_a_filing_is_submitted_in_one_go_and_can_be_read_back() -> None:
    case = Case()
    response = post(case.secret, case.body)
    assert response.status_code == 201, response.content.decode()
    answer = response.json()
    assert (answer["state"], answer["total_cost"]) == ("submitted", 400_000_000)
    read = Client().get(response["Location"], headers={"Authorization": f"Bearer {case.secret}"})
    assert read.json()["layers"] == {"state": 200_000_000, "own": 200_000_000}
    listed = Client().get(URL, headers={"Authorization": f"Bearer {case.secret}"}).json()
    assert [row["number"] for row in listed["rows"]] == [answer["number"]]


@pytest.mark.django_db
def test_the_same_key_and_body_get_the_same_answer() -> None:
    case = Case()
    first, second = post(case.secret, case.body), post(case.secret, case.body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert models.Application.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    case = Case()
    post(case.secret, case.body)
    response = post(case.secret, {**case.body, "title": "다른 제목"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["rule"] == "idempotency-key"


@pytest.mark.django_db
def test_a_refused_filing_leaves_nothing_and_its_key_can_be_used_again() -> None:
    case = Case()
    wrong = {**case.body, "funding": [{"layer": "own", "amount": 1}]}
    response = post(case.secret, wrong)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert "budget-adds-up" in {one["rule"] for one in response.json()["errors"]}
    assert not models.Application.objects.exists()
    assert post(case.secret, case.body).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"{", "schema"),
        (b"[]", "schema"),
        ('{"lot": "x", "surprise": 1}', "schema"),
        ("", "schema"),
    ],
)
def test_a_body_that_does_not_fit_is_told_so(body: bytes | str, rule: str) -> None:
    response = post(Case().secret, body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["rule"] == rule


@pytest.mark.django_db
def test_a_key_is_needed() -> None:
    case = Case()
    response = post(case.secret, case.body, key="")
    assert (response.status_code, response.json()["errors"][0]["rule"]) == (422, "idempotency-key")


@pytest.mark.django_db
def test_visitors_readers_and_strangers_are_kept_out() -> None:
    case = Case()
    assert Client().get(URL).status_code == 401
    reader = makers.token_of(case.owner, "applications.read")
    assert post(reader, case.body).json()["errors"][0]["rule"] == "token-scope"
    stranger = makers.token_of(makers.owner_of(makers.factory()))
    assert post(stranger, case.body).json()["errors"][0]["rule"] == "own-factory"
    made = post(case.secret, case.body)
    found = Client().get(made["Location"], headers={"Authorization": f"Bearer {stranger}"})
    assert found.status_code == 404


@pytest.mark.django_db
def test_a_closed_call_names_its_source() -> None:
    now = clock.now()
    lot = makers.lot(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    case = Case(lot)
    error = post(case.secret, case.body).json()
    assert (error["status"], error["errors"][0]["rule"]) == (409, "lot-open")
    assert error["errors"][0]["source"] == lot.source


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "rule"), [("%%%", "base64"), ("", "file-empty"), ("aGVsbG8=", "file-content")]
)
def test_a_broken_empty_or_disguised_document_is_refused(content: str, rule: str) -> None:
    case = Case()
    case.body["documents"][0]["content"] = content
    response = post(case.secret, case.body)
    assert (response.status_code, response.json()["errors"][0]["rule"]) == (422, rule)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_file_one_application() -> None:
    case = Case()
    answers = at_once([(case.secret, case.body, "the-key")] * 8)
    assert {status for status, _ in answers} == {201}
    assert len({answer["number"] for _, answer in answers}) == 1
    assert models.Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_firms_at_once_get_numbers_without_gap_or_double() -> None:
    first = Case()
    cases = [first, *(Case(first.lot) for _ in range(11))]
    answers = at_once([(one.secret, one.body, "k") for one in cases])
    assert {status for status, _ in answers} == {201}
    numbers = sorted(int(answer["number"].rsplit("-", 1)[1]) for _, answer in answers)
    assert numbers == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_one_site_filed_at_once_under_many_keys_is_filed_once() -> None:
    case = Case()
    answers = at_once([(case.secret, case.body, f"key-{at}") for at in range(6)])
    assert sorted(status for status, _ in answers) == [201, 409, 409, 409, 409, 409]
    assert models.Application.objects.count() == 1


def at_once(calls: list[tuple[str, Any, str]]) -> list[tuple[int, Any]]:
    """POST from as many threads; status and JSON of each."""

    def one(call: tuple[str, Any, str]) -> tuple[int, Any]:
        try:
            response = post(*call)
            return response.status_code, response.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
