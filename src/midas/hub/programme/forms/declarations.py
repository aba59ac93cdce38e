"""What a firm declares about itself; only what the line's rules and papers ask is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.programme.models import Application
from midas.hub.programme.rules import profile_predicates as named
from midas.hub.programme.rules.profile_line import LineVersion

WORDS = {
    "restart": _("We are a recognised restart after closing or bankruptcy."),
    "new_firm": _("We are too young to have filed yearly accounts."),
    "duplicate": _("Other public money was given for something similar."),
    "invited": _("The host enterprise has chosen us."),
    "certificate": _("This site holds a valid level certificate."),
    "planning_body": _("A planning body writes the plan."),
    "planning_body_in_pool": _("The planning body is on the published list."),
    "collects_data": _("We already collect data from our machines."),
    "repair_running": _("A free repair period of an earlier project is still running."),
}
ASKED_BY_RULE: dict[type, tuple[str, ...]] = {
    named.InBusiness: ("restart",),
    named.TaxCleared: ("restart",),
    named.InvitedByHost: ("invited",),
    named.PriorProjectRecord: ("certificate",),
    named.CompletedProjectOrCertificate: ("certificate",),
    named.HoldsLevelCertificate: ("certificate",),
    named.PlanningBodyInPool: ("planning_body", "planning_body_in_pool"),
    named.CollectsData: ("collects_data",),
    named.NoFreeRepairRunning: ("repair_running",),
}
ASKED_BY_PAPER = {
    "if-restart": "restart",
    "if-new-firm": "new_firm",
    "if-duplicate": "duplicate",
    "if-planning-body": "planning_body",
}
PREFIX = "declared-"


def asked(terms: LineVersion) -> list[str]:
    """The yes-or-no declarations that the line's rules and papers depend on, in a fixed order."""
    wanted = {code for rule in terms.rules for code in ASKED_BY_RULE.get(type(rule), ())}
    wanted |= {ASKED_BY_PAPER[one.need] for one in terms.papers if one.need in ASKED_BY_PAPER}
    return [code for code in WORDS if code in wanted]


def lists_of(terms: LineVersion) -> list[str]:
    """The project lists that a rule asks for."""
    return [rule.list for rule in terms.rules if isinstance(rule, named.MemberOfProjectList)]


def standards_of(terms: LineVersion) -> list[str]:
    """The data standards that a rule asks for."""
    return [rule.standard for rule in terms.rules if isinstance(rule, named.StandardApplied)]


def declaration_fields(terms: LineVersion, case: Application) -> dict[str, forms.Field]:
    """Form fields by name; `case` says whether a consortium files."""
    fields: dict[str, forms.Field] = {
        f"{PREFIX}{code}": forms.BooleanField(label=WORDS[code], required=False)
        for code in asked(terms)
    }
    if lists_of(terms):
        label = _("We are a member of the project list that this call asks for.")
        fields[f"{PREFIX}lists"] = forms.BooleanField(label=label, required=False)
    if standards_of(terms):
        label = _("The plan applies the data standard that this line asks for.")
        fields[f"{PREFIX}standards"] = forms.BooleanField(label=label, required=False)
    if terms.members_min > 1 or case.lot.form == "consortium":
        fields[f"{PREFIX}members"] = forms.IntegerField(
            label=_("Factories that file together"), required=False, min_value=1, max_value=1000
        )
    return fields


def initial_of(said: dict[str, Any]) -> dict[str, Any]:
    """Saved declarations as initial values of the fields."""
    return {
        f"{PREFIX}{code}": bool(value) if isinstance(value, list) else value
        for code, value in said.items()
    }


def cleaned(form: forms.Form, terms: LineVersion, before: dict[str, Any]) -> dict[str, Any]:
    """The declarations in the shape that the verb takes; those not asked for stay."""
    found = dict(before)
    for name in form.fields:
        if not name.startswith(PREFIX):
            continue
        code, value = name.removeprefix(PREFIX), form.cleaned_data.get(name)
        if code == "lists":
            value = lists_of(terms) if value else []
        elif code == "standards":
            value = standards_of(terms) if value else []
        elif code == "members":
            value = value or 1
        found[code] = value
    return found
