"""What the peers have in common: the case on the command line, and steps on request."""

import json
import sys
import time


def case():
    """The case to train, as `benchmark-steps cases` describes it."""
    return json.loads(sys.argv[1])


def serve(steps):
    """Answers every line "steps N" of standard input with the seconds that steps(N) takes."""
    for line in sys.stdin:
        word, count = line.split()
        if word != "steps":
            sys.exit(f"cannot understand {line.strip()!r} on standard input: say \"steps N\"")
        start = time.perf_counter()
        steps(int(count))
        print(time.perf_counter() - start, flush=True)
