"""Runs all benchmarks, or those named: `python -m bench cases`."""

import sys

from bench import cases

BENCHMARKS = {"cases": cases.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}", flush=True)
        BENCHMARKS[name]()
