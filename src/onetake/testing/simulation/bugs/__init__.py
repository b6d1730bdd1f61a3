"""The bug gallery: design bugs that peers shipped or that a tired day would write, each a switch.

`planted(name)` changes the product in one place for as long as the block runs. A simulation whose checks do
not notice proves nothing: every bug here has to be caught (tests/services/test_gallery.py).
Sources: errors-and-faults §5.2 (the twelve of the prototype), §1.3 (peers), §3.1 (fault points).
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

from onetake.testing.simulation.bugs import books, entry, submits, verdicts
from onetake.testing.simulation.bugs._registry import BUGS, Bug

__all__ = ["BUGS", "Bug", "books", "entry", "planted", "submits", "verdicts"]


@contextlib.contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with one bug, while the block runs."""
    with contextlib.ExitStack() as switches:

        def put(where: Any, attribute: str, value: Any) -> None:
            if isinstance(where, Mapping):
                switches.enter_context(patch.dict(where, {attribute: value}))
            else:
                switches.enter_context(patch.object(where, attribute, value))

        BUGS[name].plant(put)
        yield
