"""Verbs of the programme, one module per noun."""
