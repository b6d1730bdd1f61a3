"""`onetake serve` and `onetake worker`."""

from pathlib import Path

import click

from onetake.apps.cli import exits

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one. Default: 8787.")
@click.option("--data-dir", type=FOLDER, help="Where everything is kept. Default: ONETAKE_DATA_DIR.")
@click.option("--public-url", metavar="URL", help="Our origin as customers see it.")
@click.option(
    "--tls", is_flag=True, help="Serve https; without server.tls_cert, with a certificate of our own."
)
@click.option(
    "--chaos", metavar="PROFILE", help="Play a sandbox profile or scenario; nothing goes to a provider."
)
@click.option("--worker/--no-worker", default=True, help="Whether tasks are worked on here. Default: yes.")
def serve(
    host: str | None,
    port: int | None,
    data_dir: Path | None,
    public_url: str | None,
    tls: bool,
    chaos: str | None,
    worker: bool,
) -> None:
    """Run the server with its worker, until Ctrl-C. Prints its URL in one line when it is ready."""
    try:
        from onetake.apps import run
    except ImportError as error:
        told = f"{error.name} is missing: pip install 'onetake[serve]'"
        raise click.ClickException(told) from None
    flags = {"server.host": host, "server.port": port, "server.public_url": public_url}
    flags.update({"server.tls": tls or None, "sandbox.chaos": chaos})
    run.serve(
        data_dir,
        flags=flags,
        worker=worker,
        ready=lambda url: click.echo(url),
        hint=lambda text: click.echo(text, err=True),
    )


@click.command()
def worker() -> None:
    """Run a worker of its own. With SQLite the worker lives in the server, so this needs the scale extra."""
    click.echo(
        "With SQLite the worker runs inside `onetake serve`; a worker of its own needs the scale", err=True
    )
    click.echo("extra (PostgreSQL and NATS), which this version does not have yet.", err=True)
    raise click.exceptions.Exit(exits.OTHER)
