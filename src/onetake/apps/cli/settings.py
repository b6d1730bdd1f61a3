"""`onetake config …`."""

from pathlib import Path

import click

from onetake.apps.cli.finish import as_text


@click.group()
def config() -> None:
    """Show the settings and where each came from."""


@config.command()
@click.option("--origin", is_flag=True, help="Also say where each value came from.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data directory.")
def show(origin: bool, as_json: bool, data_dir: Path | None) -> None:
    """Every setting with its value; no secret is among them."""
    from onetake.apps.settings import load

    settings = load(data_dir)
    if as_json:
        told = {n: {"value": v, "origin": settings.origins[n]} for n, v in settings.values.items()}
        click.echo(as_text({"data_dir": str(settings.data_dir), "settings": told}))
        return
    click.echo(f"data_dir = {settings.data_dir}")
    for name, value in settings.values.items():
        tail = f"    # {settings.origins[name]}" if origin else ""
        click.echo(f"{name} = {as_text(value)}{tail}")
    for row in settings.upstreams:
        click.echo(f"upstream {row.name}: route {row.route}, origin {row.origin or 'of the route'}")
