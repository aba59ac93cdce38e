"""The words and tones in which pages show the programme's codes; texts are catalogue keys."""

from dataclasses import dataclass

from midas.hub.kernel import texts
from midas.hub.kernel.problems import words


@dataclass(frozen=True)
class Label:
    """A code as a short word with the tone of its badge; `text` is in the reader's language."""

    key: str
    tone: str = "neutral"

    @property
    def text(self) -> str:
        """The word in the reader's language."""
        return texts.in_language(self.key)

    def __str__(self) -> str:
        return self.text


APPLICATION: dict[str, Label] = {
    "draft": Label(words("Draft")),
    "submitted": Label(words("Submitted"), "info"),
    "returned": Label(words("Correction asked for"), "warning"),
    "eligible": Label(words("Conditions met"), "info"),
    "ineligible": Label(words("Conditions not met"), "danger"),
    "nominated": Label(words("Nominated"), "info"),
    "not_nominated": Label(words("Not nominated"), "danger"),
    "assessing": Label(words("Being assessed"), "info"),
    "assessed": Label(words("Assessed"), "info"),
    "selected": Label(words("Selected"), "success"),
    "reserve": Label(words("On the reserve list"), "warning"),
    "rejected": Label(words("Not selected"), "danger"),
    "contracted": Label(words("Under agreement"), "success"),
    "finished": Label(words("Finished"), "success"),
    "withdrawn": Label(words("Withdrawn")),
}
PROJECT: dict[str, Label] = {
    "preparing": Label(words("Choosing the supplier"), "info"),
    "signing": Label(words("Agreement being signed"), "info"),
    "in_force": Label(words("Design under way"), "info"),
    "building": Label(words("Being built"), "info"),
    "checked": Label(words("Interim check passed"), "info"),
    "completing": Label(words("Completion inspection"), "info"),
    "completed": Label(words("Build complete"), "success"),
    "settled": Label(words("Account settled"), "success"),
    "closed": Label(words("Finished"), "success"),
    "terminated": Label(words("Agreement terminated"), "danger"),
}
LOT: dict[str, Label] = {
    "open": Label(words("Open now"), "success"),
    "soon": Label(words("Opening soon"), "info"),
    "closed": Label(words("Closed"), "neutral"),
    "selecting": Label(words("Selection under way"), "info"),
    "decided": Label(words("Decided"), "neutral"),
    "cancelled": Label(words("Cancelled"), "danger"),
}
SEAT: dict[str, Label] = {
    "offered": Label(words("Asked"), "info"),
    "accepted": Label(words("Accepted"), "info"),
    "submitted": Label(words("Handed in"), "success"),
    "declined": Label(words("Declined")),
    "released": Label(words("Released")),
}
CLAIM: dict[str, Label] = {
    "submitted": Label(words("Handed in"), "info"),
    "returned": Label(words("Correction asked for"), "warning"),
    "checked": Label(words("Evidence checked"), "info"),
    "approved": Label(words("Approved"), "info"),
    "refused": Label(words("Refused"), "danger"),
    "paid": Label(words("Paid"), "success"),
}
CHANGES: dict[str, Label] = {
    "better": Label(words("better"), "success"),
    "worse": Label(words("worse"), "danger"),
    "same": Label(words("unchanged")),
}
PATHS: dict[str, Label] = {
    "state": Label(words("State programme")),
    "region": Label(words("Regional programme")),
    "finance": Label(words("Policy finance")),
    "win-win": Label(words("With a large enterprise")),
    "ministry": Label(words("Ministries together")),
}
PARTIES: dict[str, Label] = {
    "adopter": Label(words("the applicant")),
    "supplier": Label(words("the supplier")),
    "agency": Label(words("the agency")),
    "local_government": Label(words("the city, county or province")),
    "techno_park": Label(words("the Techno Park")),
    "expert": Label(words("the experts")),
    "committee": Label(words("the selection committee")),
    "parties": Label(words("all parties of the agreement")),
}
MAKERS: dict[str, Label] = {
    "adopter": Label(words("Applicant")),
    "supplier": Label(words("Supplier")),
    "host": Label(words("Host enterprise")),
    "fund-keeper": Label(words("Fund keeper")),
    "planning-body": Label(words("Planning body")),
    "data-processor": Label(words("Data processor")),
    "operator": Label(words("Operator")),
    "techno-park": Label(words("Techno Park")),
    "local-government": Label(words("Local government")),
    "agency": Label(words("Agency")),
    "ministry": Label(words("Ministry")),
    "assessor": Label(words("Expert")),
    "mentor": Label(words("Mentor")),
    "auditor": Label(words("Auditor")),
    "tax-office": Label(words("Tax office")),
}
NEEDS: dict[str, Label] = {
    "always": Label(words("Always")),
    "optional": Label(words("If you have it")),
    "if-consortium": Label(words("For a consortium")),
    "if-planning-body": Label(words("With a planning body")),
    "if-software": Label(words("When software is developed")),
    "if-new-firm": Label(words("For a firm without filed accounts")),
    "if-refiled": Label(words("When a plan is filed again")),
    "if-duplicate": Label(words("When a similar project was funded")),
    "if-host": Label(words("With a host enterprise")),
    "if-restart": Label(words("For a recognised restart")),
}
SHARE_KINDS: dict[str, Label] = {
    "cash": Label(words("cash")),
    "in-kind": Label(words("in kind")),
}
PEOPLE_ROLES: dict[str, Label] = {
    "lead": Label(words("Lead"), "info"),
    "editor": Label(words("Writes")),
    "reader": Label(words("Reads only")),
}
FORMS: dict[str, Label] = {
    "solo": Label(words("One firm with its supplier")),
    "consortium": Label(words("Consortium")),
}
VERDICTS: dict[str, Label] = {
    "met": Label(words("No problem"), "success"),
    "unmet": Label(words("Problem"), "danger"),
    "open": Label(words("Decided later"), "neutral"),
}


def label_of(labels: dict[str, Label], code: str) -> Label:
    """The label of a code; a code without one reads as itself, so nothing ever breaks."""
    return labels.get(code) or Label(code.replace("_", " ").replace("-", " "))


def state_label(application_state: str, project_state: str = "") -> Label:
    """What a case's badge says: the build's state once there is an agreement under way."""
    if project_state and application_state in ("selected", "contracted"):
        return label_of(PROJECT, project_state)
    return label_of(APPLICATION, application_state)
