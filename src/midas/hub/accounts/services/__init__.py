"""Verbs, one file per noun."""
