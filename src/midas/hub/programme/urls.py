"""Addresses of the programme."""

from django.urls import path

from midas.hub.programme.views import calls

app_name = "programme"

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:notice>/", calls.call, name="call"),
    path("calls/<slug:notice>/<int:serial>/", calls.lot, name="lot"),
    path("calls/<slug:notice>/<int:serial>/apply/", calls.start, name="start"),
]
