"""`python -m onetake.apps.cli`."""

from onetake.apps.cli import main

if __name__ == "__main__":
    main()
