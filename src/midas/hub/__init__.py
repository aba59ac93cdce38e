"""The Django site: everything a person or a rule touches."""
