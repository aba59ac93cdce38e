"""Addresses of the room, under /accounts/."""

from django.urls import path

from midas.hub.accounts import api
from midas.hub.accounts.views import inbox, members, organisations, profile, tokens

app_name = "accounts"
urlpatterns = [
    path("start/", profile.start, name="start"),
    path("profile/", profile.profile, name="profile"),
    path("organisations/", organisations.mine, name="organisations"),
    path("organisations/new/", organisations.register, name="register-organisation"),
    path("organisations/switch/", organisations.switch, name="switch-organisation"),
    path("organisations/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<uuid:organisation_id>/change/",
        organisations.change,
        name="change-organisation",
    ),
    path(
        "organisations/<uuid:organisation_id>/workplaces/new/",
        organisations.add_workplace,
        name="add-workplace",
    ),
    path("organisations/<uuid:organisation_id>/invite/", members.invite, name="invite"),
    path("memberships/<uuid:membership_id>/end/", members.end, name="end-membership"),
    path("invitations/<uuid:invitation_id>/withdraw/", members.withdraw, name="withdraw"),
    path("invitations/<str:secret>/", members.invitation, name="invitation"),
    path("notices/", inbox.notices, name="notices"),
    path("notices/read/", inbox.read_all, name="read-all"),
    path("notices/<uuid:notice_id>/read/", inbox.read, name="read-notice"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("api/me/", api.me, name="api-me"),
]
