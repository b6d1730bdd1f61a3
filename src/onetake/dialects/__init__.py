"""Wire contracts, each a table read in both directions.

`dialect(name)` gives one; a dialect's module is imported when it is first asked for, so that a client of one
contract does not pay for the others. Senders drive client flows with `run` and `arun`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from onetake.core.query import Query
from onetake.dialects._codec import WireError
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._errors import as_told, as_upstream
from onetake.dialects._flow import Flow, arun, run

NAMES = ("ark", "evolink", "movie", "native", "openai", "segmind")


@cache
def dialect(name: str) -> Dialect:
    """The dialect of that name. Raises KeyError for one that does not exist."""
    if name not in NAMES:
        raise KeyError(name)
    return getattr(import_module(f"onetake.dialects.{name}"), name)


class _Dialects(Mapping[str, Dialect]):
    def __getitem__(self, name: str) -> Dialect:
        return dialect(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


DIALECTS: Mapping[str, Dialect] = _Dialects()
"""All of them by name, imported when first looked up."""


__all__ = [
    "DIALECTS",
    "NAMES",
    "Dialect",
    "Endpoint",
    "Flow",
    "Query",
    "WireError",
    "arun",
    "as_told",
    "as_upstream",
    "dialect",
    "run",
]
