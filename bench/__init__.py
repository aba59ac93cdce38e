"""Benchmarks, each beside a named peer; `python -m bench` runs them and prints their figures."""
