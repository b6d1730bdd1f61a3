"""The command line. `main` is the program's entry; the commands themselves are in `program`.

Imports nothing here: what `front` can answer alone starts in a few milliseconds.
"""


def main() -> None:
    """Run the command in sys.argv; leaves by SystemExit with the exit code (docs/reference/cli.md)."""
    import sys

    from onetake.apps.cli import front

    if not front.answered(sys.argv[1:]):
        from onetake.apps.cli.program import program

        program.main(prog_name="onetake")
