"""A made-up country of people and firms, the same on every run."""
