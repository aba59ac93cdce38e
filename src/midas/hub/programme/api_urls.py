"""Addresses under `/api/`, included by the roof."""

from django.urls import path

from midas.hub.programme import api

app_name = "programme-api"

urlpatterns = [
    path("applications/", api.applications, name="applications"),
    path("applications/<uuid:application_id>/", api.application, name="application"),
]
