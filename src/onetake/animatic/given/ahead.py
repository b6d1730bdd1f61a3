"""Reading on a thread of its own, a little ahead of whoever asks: decoders leave the interpreter alone."""

import queue
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")
_MOST = 3
"""How many items may wait."""


class _End:
    """After the last item: what the source raised, or None when it simply ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Ahead(Generic[Item]):
    """The items of a source in their order; what it raises is raised in its place.

    The source runs from now on, until it ends or nobody holds this any more.
    """

    def __init__(self, source: Iterator[Item]) -> None:
        self._waiting: queue.Queue[Item | _End] = queue.Queue(_MOST)
        self._gone = threading.Event()
        given = source, self._waiting, self._gone
        threading.Thread(target=_run, args=given, name="ahead", daemon=True).start()

    def __iter__(self) -> "Ahead[Item]":
        return self

    def __next__(self) -> Item:
        item = self._waiting.get()
        if not isinstance(item, _End):
            return item
        self._waiting.put(_End(None))  # whoever asks again hears the end again
        raise item.error or StopIteration

    def __del__(self) -> None:
        self._gone.set()
        while not self._waiting.empty():  # a thread that waits for room then sees that nobody reads
            self._waiting.get_nowait()


def _run(source: Iterator[Item], waiting: "queue.Queue[Item | _End]", gone: threading.Event) -> None:
    end = _End(None)
    try:
        for item in source:
            waiting.put(item)
            if gone.is_set():
                return
    except BaseException as error:
        end.error = error
    waiting.put(end)
