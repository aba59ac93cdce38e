"""Facts that this room records."""

from midas.hub.kernel.occurrences import declare
from midas.hub.kernel.problems import words

ORGANISATION_REGISTERED = declare(
    "accounts.organisation_registered", words("%(name)s was registered")
)
ORGANISATION_CHANGED = declare(
    "accounts.organisation_changed", words("The details of %(name)s were changed")
)
WORKPLACE_REGISTERED = declare(
    "accounts.workplace_registered", words("The workplace “%(name)s” was registered")
)
PERSON_REGISTERED = declare("accounts.person_registered", words("A person was registered"))
PERSON_CHANGED = declare("accounts.person_changed", words("A person changed their profile"))
MEMBERSHIP_GRANTED = declare(
    "accounts.membership_granted", words("The role “%(role)s” was given to %(name)s")
)
MEMBERSHIP_ENDED = declare(
    "accounts.membership_ended", words("The role “%(role)s” of %(name)s ended")
)
MEMBER_INVITED = declare(
    "accounts.member_invited", words("Somebody was invited for the role “%(role)s”")
)
INVITATION_ACCEPTED = declare(
    "accounts.invitation_accepted", words("%(name)s accepted the role “%(role)s”")
)
INVITATION_WITHDRAWN = declare(
    "accounts.invitation_withdrawn",
    words("An invitation for the role “%(role)s” was withdrawn"),
)
STANDING_SET = declare(
    "accounts.standing_set",
    words("Barred from “%(from_what)s” from %(from_day)s: %(reason)s"),
)
STANDING_LIFTED = declare("accounts.standing_lifted", words("A bar was lifted: %(reason)s"))
TOKEN_CREATED = declare("accounts.token_created", words("The API token “%(name)s” was created"))
TOKEN_REVOKED = declare("accounts.token_revoked", words("The API token “%(name)s” was revoked"))
REFERENCE_LOADED = declare(
    "accounts.reference_loaded",
    words("Reference data was loaded: %(changed)s rows changed"),
)
