"""`make bench-rhythm`: expanding rules, following a moved term, and what a calendar program waits for."""

import json
import sys

from bench import expansion, feed, replanning
from bench.run import circumstances, database, keep


def main() -> None:
    """Measure, keep as JSON under bench/results/, and print."""
    with database():
        run = {
            **circumstances(),
            "expansion": expansion.measure(),
            "feed": feed.measure(),
            "replanning": replanning.measure(),
        }
    keep("rhythm", run)
    sys.stdout.write(json.dumps(run, indent=2) + "\n")
