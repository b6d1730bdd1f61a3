"""Run a program with every sleep cut to a fraction of it; the program itself stays as it is.

    python -I hurry.py FRACTION PROGRAM [ARGUMENT…]

1 lets it sleep as long as it asks. Intervals, budgets and back-offs shrink together, because the programs
count what they slept and look at no clock.
"""

import runpy
import sys
import time

_sleep = time.sleep
_fraction = float(sys.argv[1])


def _hurried(seconds: float) -> None:
    _sleep(seconds * _fraction)


time.sleep = _hurried
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
