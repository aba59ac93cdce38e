"""`{% load ui %}`: every component of the design, gathered from `midas.hub.ui.tags`."""

from django.template import Library

from midas.hub.ui.tags import blocks, charts, controls, formats, frame, lists, marks

register = Library()
for _part in (blocks, charts, controls, formats, frame, lists, marks):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
