"""Tokens, standing and notices: state, fact, refusal; the commands and the middleware."""

import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from midas.hub.accounts import notifiers, public
from midas.hub.accounts.access import TokenActor, actor_of_token
from midas.hub.accounts.models import ApiToken, Notice, Person, Standing
from midas.hub.accounts.scopes import declare_scope
from midas.hub.accounts.services.notices import mark_all_read
from midas.hub.accounts.tests import makers
from midas.hub.accounts.tests.notifier_suite import check_notifier
from midas.hub.kernel import clock
from midas.hub.kernel.actor import NOBODY, SYSTEM, Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact

pytestmark = pytest.mark.django_db


def make(owner: Actor, *scopes: str, days: int = 30) -> public.NewToken:
    return public.create_token(
        person_id=owner.person,
        organisation_id=owner.organisation,
        scopes=scopes or ("profile.read",),
        days=days,
        by=owner,
        now=clock.now(),
    )


def test_a_token_keeps_only_the_hash_of_its_secret() -> None:
    owner = makers.actor()
    made = make(owner, "shells.*", "profile.read")
    row = ApiToken.objects.get()
    assert made.secret.startswith("midas_")
    assert made.secret not in (row.secret_hash, row.hint, row.name)
    assert row.scopes == ["profile.read", "shells.*"]
    assert made.secret not in repr(made)
    fact = Fact.objects.get(kind="accounts.token_created")
    assert made.secret not in str(fact.data)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"scopes": []}, "scope"),
        ({"scopes": ["Everything"]}, "scope"),
        ({"days": 0}, "token-days"),
        ({"days": 367}, "token-days"),
        ({"organisation_id": new_id()}, "members-only"),
    ],
)
def test_a_wrong_token_is_refused(changes: dict[str, Any], rule: str) -> None:
    owner = makers.actor()
    values = {
        "person_id": owner.person,
        "organisation_id": owner.organisation,
        "scopes": ["profile.read"],
        "days": 30,
    }
    with pytest.raises(NotValid) as refusal:
        public.create_token(**values | changes, by=owner, now=makers.NOW)
    assert [p.rule for p in refusal.value.problems] == [rule]
    assert not ApiToken.objects.exists()


def test_nobody_makes_or_revokes_the_token_of_another() -> None:
    owner, stranger = makers.actor(), makers.actor()
    made = make(owner)
    with pytest.raises(NotAllowed):
        public.create_token(
            person_id=owner.person,
            organisation_id=owner.organisation,
            scopes=["profile.read"],
            by=stranger,
            now=makers.NOW,
        )
    with pytest.raises(NotAllowed):
        public.revoke_token(token_id=made.id, by=stranger, now=makers.NOW)
    public.revoke_token(token_id=made.id, by=owner, now=makers.NOW)
    with pytest.raises(NotPossible):
        public.revoke_token(token_id=made.id, by=owner, now=makers.NOW)
    assert Fact.objects.filter(kind="accounts.token_revoked").count() == 1


def test_a_token_acts_until_it_ends_is_revoked_or_its_person_left() -> None:
    owner = makers.actor()
    made, now = make(owner, days=1), clock.now()
    actor = actor_of_token(made.secret, now)
    assert isinstance(actor, TokenActor)
    assert (actor.person, actor.roles, actor.scopes) == (
        owner.person,
        frozenset({"owner"}),
        frozenset({"profile.read"}),
    )
    assert actor_of_token(made.secret, now + timedelta(days=1)) is None
    assert actor_of_token(made.secret + "x", now) is None
    assert ApiToken.objects.get().last_used_at == now
    Person.objects.filter(pk=owner.person).update(is_active=False)
    assert actor_of_token(made.secret, now) is None


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_the_middleware_lets_a_token_in_only_by_its_scope() -> None:
    client, owner = Client(enforce_csrf_checks=True), makers.actor()
    me = reverse("accounts:api-me")
    answer = client.get(me, headers=bearer(make(owner).secret))
    assert answer.json()["organisation"] == str(owner.organisation)
    assert answer.json()["scopes"] == ["profile.read"]
    lacking = client.get(me, headers=bearer(make(owner, "shells.read").secret))
    assert (lacking.status_code, lacking.json()["errors"][0]["rule"]) == (403, "token-scope")
    closed = client.get(reverse("accounts:profile"), headers=bearer(make(owner, "*").secret))
    assert closed.status_code == 403
    for wrong in ("midas_nonsense", "nonsense", ""):
        refused = client.get(me, headers=bearer(wrong))
        assert refused.status_code == 401
        assert "WWW-Authenticate" in refused.headers
    assert client.get(me, headers={"accept": "application/json"}).status_code == 403


def test_a_token_needs_no_csrf_token_and_a_session_does() -> None:
    client, owner = Client(enforce_csrf_checks=True), makers.actor()
    me = reverse("accounts:api-me")
    assert client.post(me, headers=bearer(make(owner).secret)).status_code == 405
    client.force_login(Person.objects.get(pk=owner.person))
    assert client.post(me).status_code == 403


def test_a_token_is_not_mixed_with_a_session() -> None:
    client, owner, other = Client(), makers.actor(), makers.actor()
    client.force_login(Person.objects.get(pk=other.person))
    answer = client.get(reverse("accounts:api-me"), headers=bearer(make(owner).secret))
    assert answer.json()["person"] == str(owner.person)


def test_a_scope_is_declared_once_and_looks_like_one() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare_scope("profile.read", "again")
    with pytest.raises(ValueError, match="none"):
        declare_scope("Profile", "no scope")


def test_tokens_on_the_command_line() -> None:
    owner = makers.actor()
    person = Person.objects.get(pk=owner.person)
    number = public.organisation(owner.organisation).business_number
    out = StringIO()
    values = {"email": person.email.upper(), "organisation": number, "scopes": ["profile.read"]}
    call_command("token_create", **values, stdout=out)
    secret = out.getvalue().strip()
    assert actor_of_token(secret, clock.now()).organisation == owner.organisation
    listing = StringIO()
    call_command("token_list", stdout=listing)
    row = ApiToken.objects.get()
    assert str(row.id) in listing.getvalue()
    assert "valid" in listing.getvalue()
    assert secret not in listing.getvalue()
    call_command("token_revoke", str(row.id), stdout=StringIO())
    assert actor_of_token(secret, clock.now()) is None
    for wrong in (
        {"email": "nobody@example.kr"},
        {"organisation": "123"},
        {"organisation": str(new_id())},
        {"scopes": ["X"]},
        {"days": 0},
    ):
        with pytest.raises(CommandError):
            call_command("token_create", **values | wrong, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("token_revoke", str(row.id))


def bar(subject: Any, by: Actor = SYSTEM, **changes: Any) -> Any:
    values = {
        "subject_id": subject,
        "from_what": "apply",
        "from_day": makers.TODAY,
        "until_day": makers.TODAY + timedelta(days=10),
        "reason": "거짓 신청",
        "source": "스마트제조혁신법",
    }
    return public.set_standing(**values | changes, by=by, now=makers.NOW)


def test_a_bar_holds_on_its_days_for_its_matter() -> None:
    firm, person = makers.organisation(), makers.person()
    bar(firm.id)
    bar(person.id, from_what="all", until_day=None)
    ids, day = [firm.id, person.id], makers.TODAY
    assert [b.subject_id for b in public.bars_on(ids, "apply", day)] == [firm.id, person.id]
    assert [b.subject_id for b in public.bars_on(ids, "supply", day)] == [person.id]
    assert [b.subject_id for b in public.bars_on([firm.id], "apply", day)] == [firm.id]
    for offset, count in ((-1, 0), (10, 1), (11, 0)):
        assert len(public.bars_on([firm.id], "apply", day + timedelta(days=offset))) == count
    assert Fact.objects.filter(kind="accounts.standing_set", subject=firm.id).count() == 1


def test_a_bar_is_set_by_the_authority_with_reason_and_source() -> None:
    firm = makers.organisation()
    for by in (
        makers.actor(),
        makers.actor("techno_park"),
        makers.actor("agency", "staff"),
        NOBODY,
    ):
        with pytest.raises(NotAllowed):
            bar(firm.id, by)
    for changes in (
        {"reason": " "},
        {"source": ""},
        {"from_what": "breathe"},
        {"until_day": makers.TODAY - timedelta(days=1)},
    ):
        with pytest.raises(NotValid):
            bar(firm.id, **changes)
    with pytest.raises(NotFound):
        bar(new_id())
    assert not Standing.objects.exists()
    bar(firm.id, makers.actor("ministry", "approver"))
    assert Standing.objects.get().recorded_by_id


def test_a_bar_is_lifted_earlier_but_not_later() -> None:
    firm = makers.organisation()
    one = bar(firm.id)
    last = makers.TODAY + timedelta(days=2)
    public.lift_standing(standing_id=one, last_day=last, reason="x", by=SYSTEM, now=makers.NOW)
    assert public.bars_on([firm.id], "apply", last + timedelta(days=1)) == []
    with pytest.raises(NotPossible):
        public.lift_standing(standing_id=one, last_day=last, reason="x", by=SYSTEM, now=makers.NOW)
    with pytest.raises(NotValid):
        public.lift_standing(
            standing_id=one,
            last_day=makers.TODAY - timedelta(days=1),
            reason="x",
            by=SYSTEM,
            now=makers.NOW,
        )


def test_a_notice_reaches_each_person_once_in_their_language(
    django_capture_on_commit_callbacks: Any,
) -> None:
    korean, english = makers.person(), makers.person(preferred_language="en")
    gone, demo = makers.person(is_active=False), makers.person(is_demo=True)
    text = "There is no such region."
    with django_capture_on_commit_callbacks(execute=True):
        made = public.send_notice(
            to=[korean.id, english.id, korean.id, gone.id, demo.id, new_id()],
            text=text,
            link="/work/",
            now=makers.NOW,
        )
    assert len(made) == 3
    assert public.unread_count(korean.id) == 1
    assert public.unread_count(gone.id) == 0
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert set(bodies) == {korean.email, english.email}  # nobody reads a made-up mailbox
    assert bodies[korean.email].startswith("그런 지역이 없습니다.")
    assert bodies[english.email].startswith(text)
    assert "/work/" in bodies[english.email]


def test_a_notice_without_a_value_of_its_sentence_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        public.send_notice(to=[], text="%(name)s", params={}, now=makers.NOW)


def test_a_notice_is_read_by_its_reader_only() -> None:
    reader = makers.person()
    public.send_notice(to=[reader.id], text="Sentence", now=makers.NOW)
    row = Notice.objects.get()
    with pytest.raises(NotAllowed):
        public.mark_notice_read(notice_id=row.id, by=makers.actor(), now=makers.NOW)
    by = Actor(person=reader.id)
    public.mark_notice_read(notice_id=row.id, by=by, now=makers.NOW)
    later = makers.NOW + timedelta(days=1)
    public.mark_notice_read(notice_id=row.id, by=by, now=later)
    row.refresh_from_db()
    assert row.read_at == makers.NOW
    with pytest.raises(NotFound):
        public.mark_notice_read(notice_id=new_id(), by=by, now=makers.NOW)
    assert mark_all_read(by=NOBODY, now=makers.NOW) == 0


class Broken:
    name = "broken"

    def tell(self, address: str, phone: str, sentence: str, link: str) -> None:
        raise RuntimeError


def test_one_broken_notifier_stops_neither_the_verb_nor_the_others(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ways = {"broken": Broken(), "email": notifiers.EmailNotifier()}
    monkeypatch.setattr(notifiers, "_notifiers", ways)
    with django_capture_on_commit_callbacks(execute=True):
        public.send_notice(to=[makers.person().id], text="Sentence", now=makers.NOW)
    assert len(mail.outbox) == 1
    with pytest.raises(ValueError, match="email"):
        public.register_notifier(notifiers.EmailNotifier())


def test_without_a_notifier_the_null_twin_warns_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(notifiers, "_notifiers", {})
    monkeypatch.setattr(notifiers, "_NULL", notifiers.NullNotifier())
    people = [makers.person(), makers.person()]
    with caplog.at_level(logging.WARNING):
        notifiers.tell_people(people, "Sentence", {}, "")
    assert len([r for r in caplog.records if "No notifier" in r.message]) == 1
    assert not mail.outbox


@pytest.mark.parametrize("notifier", [notifiers.EmailNotifier(), notifiers.NullNotifier()])
def test_our_notifiers_keep_their_own_rules(notifier: notifiers.Notifier) -> None:
    check_notifier(notifier)


def request_with_session() -> Any:
    from django.contrib.sessions.backends.db import SessionStore

    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def test_a_visitor_continues_as_a_made_up_person_in_the_demonstration_only(settings: Any) -> None:
    demo = makers.person("시연", is_demo=True)
    firm = makers.membership(demo).organisation
    settings.DEMO = True
    request = request_with_session()
    assert public.sign_in_as(request, demo.id).organisation == firm.id
    assert request.user == demo
    with pytest.raises(NotFound):
        public.sign_in_as(request_with_session(), makers.person().id)
    settings.DEMO = False
    with pytest.raises(NotAllowed):
        public.sign_in_as(request_with_session(), demo.id)
