"""Shipped suites: what every dialect, database, wake engine and object store must pass."""
