"""Buttons of an application: screening, nomination, assessment, selection, appeals."""

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import Decision
from midas.hub.kernel.problems import words
from midas.hub.programme.forms.actions import (
    AnswerForm,
    MinutesForm,
    ReasonForm,
    RemarkForm,
    SeatsForm,
    WithdrawForm,
)
from midas.hub.programme.forms.building import AppealForm
from midas.hub.programme.models import Appeal, Application
from midas.hub.programme.policies import appeal as appeal_policies
from midas.hub.programme.policies import application as policies
from midas.hub.programme.policies import assessment as assessment_policies
from midas.hub.programme.policies import nomination as nomination_policies
from midas.hub.programme.policies import selection as selection_policies
from midas.hub.programme.rules.lifecycles import APPEAL, APPLICATION, ASSESSMENT, SEAT
from midas.hub.programme.services import (
    appeal,
    application,
    assessment,
    decision,
    eligibility,
    nomination,
)
from midas.hub.programme.views import action_pages as pages
from midas.hub.programme.views import things
from midas.hub.programme.views.actions import Action


def _may_nominate(actor: Actor, case: Application) -> Decision:
    return nomination_policies.may_nominate_application(actor, case, clock.today())


def _may_withdraw_appeal(actor: Actor, row: Appeal) -> Decision:
    return appeal_policies.may_withdraw_appeal(actor, row.application)


def _may_decide_again(actor: Actor, case: Application) -> Decision:
    return selection_policies.may_promote_reserve(actor, case)


SCREENING = (
    Action(
        verb="confirm_eligibility",
        label=words("Confirm that the conditions are met"),
        effect=words(
            "The application goes on to the next step. The firm is told; where the call asks "
            "for a nomination, its city or county is asked."
        ),
        done=words("The conditions are confirmed; the firm was told."),
        service=eligibility.confirm_eligibility,
        call=lambda case, _typed: {"application": case.id},
        may=policies.may_confirm_eligibility,
        lifecycle=APPLICATION,
        tone="primary",
        template="programme/actions/eligibility.html",
        more=pages.verdicts,
    ),
    Action(
        verb="return_application",
        label=words("Ask for corrections"),
        effect=words(
            "The firm can change the application again and has the days of the rules to hand "
            "it in anew. It reads your reason word by word."
        ),
        done=words("The firm was asked for corrections."),
        service=application.return_application,
        call=lambda case, typed: {"application": case.id, "reason": typed["reason"]},
        may=policies.may_return_application,
        lifecycle=APPLICATION,
        form=ReasonForm,
    ),
    Action(
        verb="refuse_eligibility",
        label=words("Refuse: conditions not met"),
        effect=words(
            "The application ends here. The firm reads your reason and the verdict of each "
            "rule, and may appeal within the time limit."
        ),
        done=words("The application was refused; the firm was told."),
        service=eligibility.refuse_eligibility,
        call=lambda case, typed: {"application": case.id, "reason": typed["reason"]},
        may=policies.may_refuse_eligibility,
        lifecycle=APPLICATION,
        form=ReasonForm,
        tone="danger",
        template="programme/actions/eligibility.html",
        more=pages.verdicts,
    ),
    Action(
        verb="nominate_application",
        label=words("Nominate this factory"),
        effect=words(
            "The factory takes one place of your quota and goes on to the assessment. The "
            "firm and the agency are told."
        ),
        done=words("The factory was nominated; the firm was told."),
        service=nomination.nominate_application,
        call=lambda case, typed: {"application": case.id, "reason": typed["reason"]},
        may=_may_nominate,
        lifecycle=APPLICATION,
        form=RemarkForm,
        tone="primary",
        template="programme/actions/nomination.html",
        more=pages.quota,
        ready=things.needs_nomination,
    ),
    Action(
        verb="decline_nomination",
        label=words("Do not nominate"),
        effect=words(
            "The application ends here. The firm reads your reason and may appeal within the "
            "time limit."
        ),
        done=words("The nomination was declined; the firm was told."),
        service=nomination.decline_nomination,
        call=lambda case, typed: {"application": case.id, "reason": typed["reason"]},
        may=_may_nominate,
        lifecycle=APPLICATION,
        form=ReasonForm,
        tone="danger",
        template="programme/actions/nomination.html",
        more=pages.quota,
        ready=things.needs_nomination,
    ),
)

ASSESSING = (
    Action(
        verb="start_assessment",
        label=words("Open the assessment"),
        effect=words(
            "You can then ask experts for this factory. The firm is told that its assessment "
            "begins; it does not learn who was asked."
        ),
        done=words("The assessment is open; ask the experts now."),
        service=assessment.start_assessment,
        call=lambda case, typed: {"application": case.id, "seats": typed["seats"]},
        may=assessment_policies.may_start_assessment,
        lifecycle=APPLICATION,
        form=SeatsForm,
        tone="primary",
        ready=things.is_ready_to_assess,
        lands="panel",
    ),
    Action(
        verb="open_consensus",
        label=words("Let the experts agree"),
        effect=words(
            "The experts see each other's bands and agree on one for each dimension. Requests "
            "that nobody answered are taken back."
        ),
        done=words("The experts were asked to agree."),
        service=assessment.open_consensus,
        call=lambda row, _typed: {"assessment": row.id},
        may=assessment_policies.may_open_consensus,
        lifecycle=ASSESSMENT,
        things=things.the_assessment,
        tone="primary",
        ready=things.every_expert_is_done,
    ),
    Action(
        verb="conclude_assessment",
        label=words("Conclude the assessment"),
        effect=words(
            "The agreed bands become the level of the factory, its track and its tier by the "
            "rules of the questionnaire. The firm reads the result after the selection."
        ),
        done=words("The assessment is concluded."),
        service=assessment.conclude_assessment,
        call=lambda row, _typed: {"assessment": row.id},
        may=assessment_policies.may_conclude_assessment,
        lifecycle=ASSESSMENT,
        things=things.the_assessment,
        tone="primary",
        template="programme/actions/conclude.html",
        more=pages.agreed,
        ready=things.has_consensus,
        lands="case-assessment",
    ),
    Action(
        verb="release_seat",
        label=words("Release this expert"),
        effect=words("The expert is told with your reason and no longer sees the case."),
        done=words("The expert was released."),
        service=assessment.release_seat,
        call=lambda seat, typed: {"seat": seat.id, "reason": typed["reason"]},
        may=assessment_policies.may_release_seat,
        lifecycle=SEAT,
        things=things.the_seats,
        about=things.name_of_seat,
        form=ReasonForm,
        place="panel",
        lands="panel",
    ),
)

SELECTING = (
    Action(
        verb="decide_reopened",
        label=words("Decide the re-opened case"),
        effect=words(
            "The committee's new votes decide: with the points of the last one selected the "
            "factory gets a place of its own, and nobody loses theirs. The firm is told with "
            "the reason."
        ),
        done=words("The case is decided; the firm was told."),
        service=decision.decide_reopened,
        call=lambda case, typed: {"application": case.id, "minutes": typed["minutes"]},
        may=_may_decide_again,
        lifecycle=APPLICATION,
        steps=("select_application",),
        form=MinutesForm,
        tone="primary",
        template="programme/actions/reopened.html",
        more=pages.ballots,
        ready=things.is_reopened,
    ),
    Action(
        verb="promote_reserve",
        label=words("Move up from the reserve list"),
        effect=words(
            "The factory takes the place that became free and its project is opened. The firm "
            "is told and chooses its supplier."
        ),
        done=words("The factory moved up; the firm was told."),
        service=decision.promote_reserve,
        call=lambda case, _typed: {"application": case.id},
        may=selection_policies.may_promote_reserve,
        lifecycle=APPLICATION,
        tone="primary",
        ready=things.has_free_place,
    ),
)

APPEALS = (
    Action(
        verb="uphold_appeal",
        label=words("Uphold the appeal"),
        effect=words(
            "The decision falls and the case goes back to where it was before it. The firm "
            "reads your grounds word by word."
        ),
        done=words("The appeal was upheld; the firm was told."),
        service=appeal.uphold_appeal,
        call=lambda row, typed: {"appeal": row.id, "answer": typed["answer"]},
        may=appeal_policies.may_decide_appeal,
        lifecycle=APPEAL,
        things=things.the_appeals,
        form=AnswerForm,
        tone="primary",
        template="programme/actions/appeal.html",
        more=pages.appeal,
        ready=things.decided_by_another,
    ),
    Action(
        verb="dismiss_appeal",
        label=words("Dismiss the appeal"),
        effect=words("The decision stands. The firm reads your grounds word by word."),
        done=words("The appeal was dismissed; the firm was told."),
        service=appeal.dismiss_appeal,
        call=lambda row, typed: {"appeal": row.id, "answer": typed["answer"]},
        may=appeal_policies.may_decide_appeal,
        lifecycle=APPEAL,
        things=things.the_appeals,
        form=AnswerForm,
        tone="danger",
        template="programme/actions/appeal.html",
        more=pages.appeal,
        ready=things.decided_by_another,
    ),
    Action(
        verb="withdraw_appeal",
        label=words("Take the appeal back"),
        effect=words("The decision stands, and no second appeal against it can be filed."),
        done=words("The appeal was taken back."),
        service=appeal.withdraw_appeal,
        call=lambda row, _typed: {"appeal": row.id},
        may=_may_withdraw_appeal,
        lifecycle=APPEAL,
        things=things.the_appeals,
        template="programme/actions/appeal.html",
        more=pages.appeal,
    ),
    Action(
        verb="file_appeal",
        label=words("Appeal against a decision"),
        effect=words(
            "Somebody who did not take the decision looks at it again. You get an answer with "
            "its grounds within the time of the rules."
        ),
        done=words("The appeal was filed."),
        service=appeal.file_appeal,
        call=lambda case, typed: {
            "application": case.id,
            "fact_id": typed["decision"],
            "grounds": typed["grounds"],
        },
        may=appeal_policies.may_file_appeal,
        form=AppealForm,
        template="programme/actions/file_appeal.html",
        more=pages.open_decisions,
        ready=things.has_open_decision,
    ),
)

WITHDRAWING = (
    Action(
        verb="withdraw_application",
        label=words("Withdraw the application"),
        effect=words(
            "The application ends here. Everybody who works on it is told. You can apply "
            "again while the call is open."
        ),
        done=words("The application was withdrawn."),
        service=application.withdraw_application,
        call=lambda case, typed: {"application": case.id, "reason": typed["reason"]},
        may=policies.may_withdraw_application,
        lifecycle=APPLICATION,
        form=WithdrawForm,
        tone="danger",
        ready=things.may_still_withdraw,
    ),
)
