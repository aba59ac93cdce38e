"""Reads of the programme: what an actor may see, in SQL with constant query counts."""
