"""One application from draft to nomination, through the verbs."""

import pytest

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.models import Fact
from midas.hub.programme.services.eligibility import confirm_eligibility
from midas.hub.programme.services.nomination import nominate_application
from midas.hub.programme.tests import makers

NOW = makers.NOW


@pytest.mark.django_db
def test_a_factory_files_is_checked_and_is_nominated() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    case = makers.filed(lot=lot)
    assert (case.state, case.number) == (
        "submitted",
        f"{lot.call.notice_number.replace('-N-', '-')}-01-000001",
    )
    case = confirm_eligibility(application=case.id, by=makers.agency_officer(), now=NOW)
    assert case.state == "eligible"
    case = nominate_application(application=case.id, by=makers.city_officer(), now=NOW)
    assert (case.state, case.nomination.state) == ("nominated", "nominated")
    kinds = list(Fact.objects.filter(subject=case.id).values_list("kind", flat=True))
    assert kinds[0] == "programme.application_started"
    assert kinds[-3:] == [
        "programme.application_submitted",
        "programme.eligibility_confirmed",
        "programme.application_nominated",
    ]
