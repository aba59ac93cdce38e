"""The states of every noun as tables; buttons, API verbs and tests are made from them."""

from midas.hub.kernel.lifecycle import Lifecycle, Step

LOT = Lifecycle(
    noun="lot",
    first="announced",
    ends=frozenset({"decided", "cancelled"}),
    steps=(
        Step("close_lot", ("announced",), "closed"),
        Step("extend_lot", ("announced",)),
        Step("open_selection", ("closed",), "selecting"),
        Step("decide_selection", ("selecting",), "decided"),
        Step("cancel_lot", ("announced", "closed"), "cancelled"),
    ),
)

APPLICATION = Lifecycle(
    noun="application",
    first="draft",
    ends=frozenset({"finished", "withdrawn"}),
    steps=(
        Step("edit_application", ("draft", "returned")),
        Step("submit_application", ("draft", "returned"), "submitted"),
        Step("return_application", ("submitted",), "returned"),
        Step("confirm_eligibility", ("submitted",), "eligible"),
        Step("refuse_eligibility", ("submitted", "returned"), "ineligible"),
        Step("nominate_application", ("eligible",), "nominated"),
        Step("decline_nomination", ("eligible",), "not_nominated"),
        Step("start_assessment", ("eligible", "nominated"), "assessing"),
        Step("conclude_assessment", ("assessing",), "assessed"),
        Step("select_application", ("assessed",), "selected"),
        Step("reserve_application", ("assessed",), "reserve"),
        Step("reject_application", ("assessed",), "rejected"),
        Step("promote_reserve", ("reserve",), "selected"),
        Step("conclude_agreement", ("selected",), "contracted"),
        Step("finish_case", ("contracted",), "finished"),
        Step(
            "withdraw_application",
            (
                "draft",
                "submitted",
                "returned",
                "eligible",
                "nominated",
                "assessing",
                "assessed",
                "reserve",
                "selected",
            ),
            "withdrawn",
        ),
        Step("reopen_eligibility", ("ineligible",), "submitted"),
        Step("reopen_nomination", ("not_nominated",), "eligible"),
        Step("reopen_selection", ("rejected",), "assessed"),
    ),
)

SEAT = Lifecycle(
    noun="assessor seat",
    first="offered",
    ends=frozenset({"declined", "released", "submitted"}),
    steps=(
        Step("accept_seat", ("offered",), "accepted"),
        Step("decline_seat", ("offered", "accepted"), "declined"),
        Step("score_dimension", ("accepted",)),
        Step("submit_scores", ("accepted",), "submitted"),
        Step("release_seat", ("offered", "accepted"), "released"),
    ),
)

ASSESSMENT = Lifecycle(
    noun="assessment",
    first="scoring",
    ends=frozenset({"concluded"}),
    steps=(
        Step("offer_seat", ("scoring",)),
        Step("open_consensus", ("scoring",), "consensus"),
        Step("record_consensus", ("consensus",)),
        Step("conclude_assessment", ("consensus",), "concluded"),
    ),
)

PROJECT = Lifecycle(
    noun="project",
    first="preparing",
    ends=frozenset({"closed", "terminated"}),
    steps=(
        Step("choose_supplier", ("preparing",)),
        Step("answer_supplier", ("preparing",)),
        Step("draft_agreement", ("preparing",), "signing"),
        Step("sign_agreement", ("signing",)),
        Step("conclude_agreement", ("signing",), "in_force"),
        Step("skip_design", ("in_force",), "building"),
        Step("submit_design", ("in_force",)),
        Step("return_design", ("in_force",)),
        Step("accept_design", ("in_force",), "building"),
        Step("return_interim", ("building",)),
        Step("pass_interim", ("building",), "checked"),
        Step("request_completion", ("checked",), "completing"),
        Step("return_completion", ("completing",), "checked"),
        Step("pass_completion", ("completing",), "completed"),
        Step("submit_claim", ("in_force", "building", "checked", "completing", "completed")),
        Step("settle_project", ("completed",), "settled"),
        Step("record_return", ("settled",)),
        Step("record_visit", ("in_force", "building", "checked", "completed", "settled")),
        Step("close_project", ("settled",), "closed"),
        Step(
            "terminate_project",
            ("preparing", "signing", "in_force", "building", "checked", "completing"),
            "terminated",
        ),
    ),
)

CLAIM = Lifecycle(
    noun="claim",
    first="submitted",
    ends=frozenset({"paid"}),
    steps=(
        Step("return_claim", ("submitted", "checked"), "returned"),
        Step("resubmit_claim", ("returned",), "submitted"),
        Step("check_claim", ("submitted",), "checked"),
        Step("approve_claim", ("checked",), "approved"),
        Step("refuse_claim", ("submitted", "checked"), "refused"),
        Step("drop_claim", ("submitted", "returned", "checked", "approved"), "refused"),
        Step("pay_claim", ("approved",), "paid"),
        Step("reopen_claim", ("refused",), "submitted"),
    ),
)

APPEAL = Lifecycle(
    noun="appeal",
    first="filed",
    ends=frozenset({"upheld", "dismissed", "withdrawn"}),
    steps=(
        Step("uphold_appeal", ("filed",), "upheld"),
        Step("dismiss_appeal", ("filed",), "dismissed"),
        Step("withdraw_appeal", ("filed",), "withdrawn"),
    ),
)

ALL = (LOT, APPLICATION, SEAT, ASSESSMENT, PROJECT, CLAIM, APPEAL)
