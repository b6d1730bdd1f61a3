"""Random bytes of the system, drawn in pages."""

import os


class Pool:
    """Random bytes of the system, fetched a page at a time: a create needs a few, and each fetch gives the
    interpreter lock up. Used from the event loop only."""

    def __init__(self, page: int = 4096) -> None:
        self._page, self._left = page, b""

    def __call__(self, count: int) -> bytes:
        if len(self._left) < count:
            self._left = os.urandom(max(self._page, count))
        taken, self._left = self._left[:count], self._left[count:]
        return taken
