"""Probing untrusted media in a locked child process. Nothing here decodes in the caller's process."""
