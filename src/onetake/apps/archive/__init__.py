"""One file that holds a data directory: made beside a running server, put back where none runs."""
