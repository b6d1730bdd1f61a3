"""Deterministic simulation: the real app and engine, in virtual time, against seeded faults."""
