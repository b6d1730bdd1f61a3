"""The client's side of a handshake with the server of this machine."""

import ssl

from onetake._sdk import place


def context(file: str) -> ssl.SSLContext:
    """Trusts what `place.trust_of` found and nothing else. Raises OSError, ssl.SSLError."""
    made = ssl.create_default_context(cafile=file)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if file.endswith(place.PINNED):
        # The operator's certificate names the public host, while this machine comes by its address: the one
        # certificate is known by itself, and only its key can show it.
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        made.check_hostname = False
    return made
