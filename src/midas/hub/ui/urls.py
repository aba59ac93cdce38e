"""Addresses of the room `ui`."""

from django.urls import path

from midas.hub.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("display/", views.display, name="display"),
]
