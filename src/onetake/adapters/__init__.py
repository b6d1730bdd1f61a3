"""Third-party I/O: everything that touches a network, a disk or a database. Imports core, never services or
apps."""
