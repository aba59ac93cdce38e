"""Where a case stands on its way, what comes next, and whose turn it is."""

from dataclasses import dataclass

from midas.hub.kernel.problems import words


@dataclass(frozen=True)
class NextStep:
    """`party` is who must act: a kind of organisation, "expert", "committee" or "" for nobody."""

    party: str
    text: str


# What a step indicator shows, in order.
STAGES: tuple[tuple[str, str], ...] = (
    ("filing", words("Application")),
    ("screening", words("Screening")),
    ("assessment", words("Assessment")),
    ("selection", words("Selection")),
    ("agreement", words("Agreement")),
    ("build", words("Build")),
    ("completion", words("Completion")),
    ("care", words("After-care")),
)

_APPLICATION_STAGE = {
    "draft": 0,
    "returned": 0,
    "submitted": 1,
    "eligible": 1,
    "ineligible": 1,
    "nominated": 1,
    "not_nominated": 1,
    "assessing": 2,
    "assessed": 3,
    "reserve": 3,
    "rejected": 3,
    "selected": 4,
}
_PROJECT_STAGE = {
    "preparing": 4,
    "signing": 4,
    "in_force": 5,
    "building": 5,
    "checked": 5,
    "completing": 6,
    "completed": 6,
    "settled": 7,
    "closed": 8,
    "terminated": 8,
}

_APPLICATION_NEXT = {
    "draft": NextStep("adopter", words("Fill in the application and submit it.")),
    "returned": NextStep("adopter", words("Correct what was asked for and submit again.")),
    "submitted": NextStep("agency", words("The agency checks whether the conditions are met.")),
    "ineligible": NextStep("adopter", words("You may appeal within the time limit.")),
    "not_nominated": NextStep("adopter", words("You may appeal within the time limit.")),
    "nominated": NextStep("agency", words("The agency appoints the experts.")),
    "assessing": NextStep("expert", words("The experts assess the factory and agree on a result.")),
    "assessed": NextStep("committee", words("The selection committee decides.")),
    "reserve": NextStep("agency", words("You move up when a selected factory drops out.")),
    "rejected": NextStep("adopter", words("You may appeal within the time limit.")),
    "withdrawn": NextStep("", words("The application was withdrawn.")),
    "finished": NextStep("", words("The case is closed.")),
}
_PROJECT_NEXT = {
    "preparing": NextStep("adopter", words("Choose the supplier who will build.")),
    "signing": NextStep("parties", words("All parties read and sign the agreement.")),
    "in_force": NextStep("adopter", words("Hand in the design with your supplier.")),
    "building": NextStep("techno_park", words("The Techno Park makes the interim check.")),
    "checked": NextStep(
        "adopter", words("Finish the build and request the completion inspection.")
    ),
    "completing": NextStep("techno_park", words("The Techno Park inspects the finished build.")),
    "completed": NextStep("agency", words("The agency settles the account.")),
    "settled": NextStep(
        "techno_park", words("After-care: the outcome is measured on the due days.")
    ),
    "closed": NextStep("", words("The case is closed.")),
    "terminated": NextStep("", words("The agreement was terminated.")),
}


def stage_of(application_state: str, project_state: str = "") -> int:
    """The index into STAGES where the case stands; len(STAGES) once it is over."""
    if project_state:
        return _PROJECT_STAGE[project_state]
    return _APPLICATION_STAGE.get(application_state, len(STAGES))


def next_step(
    application_state: str, project_state: str = "", *, needs_nomination: bool = False
) -> NextStep:
    """What comes next and whose turn it is; every state has an answer."""
    if project_state and application_state in ("selected", "contracted"):
        return _PROJECT_NEXT[project_state]
    if application_state == "eligible":
        if needs_nomination:
            return NextStep("local_government", words("Your city or county decides on nominating."))
        return NextStep("agency", words("The agency appoints the experts."))
    if application_state in ("selected", "contracted"):
        return NextStep("agency", words("The agency opens the project."))
    return _APPLICATION_NEXT[application_state]
