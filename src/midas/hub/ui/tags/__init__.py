"""The template tags behind `{% load ui %}`, by noun."""
