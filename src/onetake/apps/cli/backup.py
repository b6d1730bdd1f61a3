"""`onetake backup` and `onetake restore`."""

from pathlib import Path

import click

from onetake._sdk import place
from onetake.apps.cli import exits

FOLDER = click.Path(path_type=Path, file_okay=False)
DATA_DIR = click.option("--data-dir", type=FOLDER, help="Data directory. Default: ONETAKE_DATA_DIR.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--secrets/--no-secrets",
    default=True,
    show_default=True,
    help="Whether secret, cli-key, onetake.toml and catalogue.toml come along.",
)
@DATA_DIR
def backup(file: Path, secrets: bool, data_dir: Path | None) -> None:
    """Save the database and its files to one file, also while a server runs.

    FILE is a tar, gzipped when its name ends in .gz or .tgz; one of that name is replaced once the new one is
    whole. With its secrets it can act as your server: keep it like a key. Credential files of providers are
    never in it; what was left out is told.
    """
    from onetake.apps.archive.manifest import ArchiveError
    from onetake.apps.archive.pack import pack

    try:
        made = pack(_directory(data_dir), file, secrets=secrets)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from None
    for name in made.missing:
        click.echo(f"gone before it was read, left out: {name}", err=True)
    for name in made.damaged:
        click.echo(f"damaged on disk, will not be restored: {name}", err=True)
    counts = made.counts
    click.echo(
        f"{counts.tasks} tasks ({counts.open} open), {counts.objects} files of {counts.bytes:,} bytes",
        err=True,
    )
    if made.left_out:
        click.echo(f"NOT in the backup, keep them elsewhere: {', '.join(made.left_out)}", err=True)
    click.echo(str(file))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Move what is there to DIR.before-TIME first.")
@DATA_DIR
def restore(file: Path, force: bool, data_dir: Path | None) -> None:
    """Put a backup back into an empty data directory on which no server runs.

    Every checksum is verified before anything is in place. Open tasks ask their provider before anything is
    sent again.
    """
    from onetake.apps.archive.manifest import ArchiveError
    from onetake.apps.archive.place import restore as restored

    directory = _directory(data_dir)
    try:
        done = restored(file, directory, force=force)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from None
    counts = done.manifest.counts
    click.echo(
        f"As of {done.manifest.created}: {counts.tasks} tasks, {counts.objects} files. "
        f"{done.asked} open tasks ask their provider first.",
        err=True,
    )
    if done.aside is not None:
        click.echo(f"The old directory is at {done.aside}", err=True)
    if done.manifest.left_out:
        names = ", ".join(done.manifest.left_out)
        click.echo(f"Put these back before the first start, they were not in the backup: {names}", err=True)
    if "secret" in done.manifest.left_out:
        click.echo("Without `secret` no key that was issued works any more.", err=True)
    if done.shut:
        told = (
            f"These credentials of providers do not open with the keys that are here: {', '.join(done.shut)}."
        )
        click.echo(f"{told} Put back what sealed them, or set them anew with `credentials rotate`.", err=True)
    click.echo(str(directory))
    for fault in done.faults:
        click.echo(fault, err=True)
    if done.faults:
        raise click.exceptions.Exit(exits.OTHER)


def _directory(data_dir: Path | None) -> Path:
    return (data_dir or Path(place.data_dir())).expanduser().absolute()
