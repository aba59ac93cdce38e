"""Pure rules of the support programme: numbers, dates and states in, verdicts out."""
