"""Engines behind the `Wake` port: they know when to look at a subject, and nothing of what it is."""

from onetake.adapters.wake.embedded import EmbeddedWake

__all__ = ["EmbeddedWake"]
