"""The program: its commands, each loaded when it is called, and what every failure means to a shell."""

from importlib import import_module
from typing import Any

import click

from onetake import __version__
from onetake.apps.cli import front

_HOMES = {name: module for name, module, _ in front.COMMANDS}


class Program(click.Group):
    """`onetake`. The help is `front.page`, so that it is the same whether click was loaded or not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        home = _HOMES.get(cmd_name)
        return getattr(import_module(f"onetake.apps.cli.{home}"), cmd_name) if home else None

    def get_help(self, ctx: click.Context) -> str:
        return front.page().rstrip("\n")

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            from onetake.apps.cli import exits

            ctx.exit(exits.told(error))


@click.group(cls=Program, help=front.ABOUT)
@click.version_option(__version__, prog_name="onetake", message="%(prog)s %(version)s")
def program() -> None:
    pass
