import subprocess
import sys

import pytest

_PROGRAM = """
import numpy as np
from onetake.animatic import memory

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 2**20

memory.keep()
before = resident()
held = [np.ones(2**20, np.uint8) for _ in range(64)]
last = np.ones(2**10, np.uint8)
full = resident()
del held
kept = resident()
memory.give_back()
print(full - before, kept - before, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc")
def test_what_is_let_go_stays_until_it_is_given_back():
    told = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True).stdout
    full, kept, left = map(float, told.split())
    assert full > 60 and kept > 60 and left < 20
