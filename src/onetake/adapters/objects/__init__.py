"""Stores behind the `Objects` port: files by content, inside a project."""

from onetake.adapters.objects.local import LocalObjects

__all__ = ["LocalObjects"]
