"""Guarded outgoing HTTP: the one way out for media, provider calls and callbacks."""
