"""Use cases. They speak only to the ports of `core.ports`; the wiring hands them their adapters."""
