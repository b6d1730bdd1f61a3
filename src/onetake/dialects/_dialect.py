"""A dialect: one table, two roles."""

from onetake.dialects._client import Client
from onetake.dialects._server import Server


class Dialect(Server, Client):
    """One wire contract, read in both directions. See `_table.Table` for what it is made of."""
