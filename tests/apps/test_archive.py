"""Backups: what goes in comes out, and nothing else does, whatever a tar says."""

import asyncio
import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.objects.local import LocalObjects
from onetake.adapters.owner import AlreadyOwned, Owner
from onetake.apps import signing_key
from onetake.apps.archive.manifest import ArchiveError, decoded, encoded
from onetake.apps.archive.pack import pack
from onetake.apps.archive.place import restore
from onetake.services import accounts

pytestmark = pytest.mark.slow  # all of it together

CONTENTS = (b"a film", b"a poster", b"x" * 3_000_000)
NOW = 1_800_000_000.0


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def names_of(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return tar.getnames()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with a key, three files, and what lies beside."""
    directory = tmp_path / "data"
    objects = LocalObjects(directory / "objects")

    def script(sql: Any) -> None:
        accounts.create_key(sql, b"p" * 32, os.urandom, NOW, "customer", credits=5_000_000)
        for content in CONTENTS:
            row = {"bytes": len(content), "kind": "video", "probe": "{}", "created_at": NOW}
            sql.run("asset.insert", project="default", sha256=sha(content), **row)

    with SqliteStore.open(directory / "onetake.db") as store:
        store.transact_sync(script)
    for content in CONTENTS:
        (tmp_path / "source").write_bytes(content)
        asyncio.run(objects.put("default", tmp_path / "source", sha(content)))
    for name, text in (("secret", "s" * 32), ("cli-key", "ot-key"), ("ark.key", "paid for")):
        (directory / name).write_text(text)
    (directory / "onetake.toml").write_text(
        '[[upstream]]\nname = "ark"\nroute = "volcengine"\ncredential_file = "/keys/of/ark"\n'
    )
    return directory


def keys_in(directory: Path) -> list[str]:
    with SqliteStore.looked_at(directory / "onetake.db") as sql:
        return [row["name"] for row in sql.all("key.all", project="default")]


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz", "b.tgz"])
def test_what_goes_in_comes_out(data: Path, tmp_path: Path, name: str):
    file, to = tmp_path / name, tmp_path / "deep" / "new"
    made = pack(data, file)
    done = restore(file, to, now=NOW)
    assert done.manifest == made and done.faults == [] and done.aside is None
    assert keys_in(to) == ["customer"]
    objects = LocalObjects(to / "objects")
    for content in CONTENTS:
        assert objects.path_in("default", sha(content)).read_bytes() == content
    assert (made.counts.objects, made.counts.bytes) == (3, sum(map(len, CONTENTS)))
    assert file.read_bytes()[:2] == b"\x1f\x8b" or not name.endswith("gz")


def test_a_backup_and_what_comes_out_of_it_are_for_their_owner_alone(data: Path, tmp_path: Path):
    file, to = tmp_path / "b.tar", tmp_path / "new"
    pack(data, file)
    restore(file, to)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for path in (to, *to.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data", "new"]


def test_secrets_are_named_and_not_inside(data: Path, tmp_path: Path):
    made = pack(data, tmp_path / "b.tar")
    assert made.left_out == ["/keys/of/ark", "ark.key", "cli-key", "onetake.toml", "secret"]
    content = (tmp_path / "b.tar").read_bytes()
    assert b"s" * 32 not in content and b"ot-key" not in content and b"paid for" not in content


def test_secrets_come_along_when_asked_for_but_no_credential(data: Path, tmp_path: Path):
    made = pack(data, tmp_path / "b.tar", secrets=True)
    assert made.left_out == ["/keys/of/ark", "ark.key"]
    assert b"paid for" not in (tmp_path / "b.tar").read_bytes()
    restore(tmp_path / "b.tar", tmp_path / "new")
    for name in ("secret", "cli-key", "onetake.toml"):
        assert (tmp_path / "new" / name).read_bytes() == (data / name).read_bytes()


def test_the_key_that_signs_films_comes_along(data: Path, tmp_path: Path):
    before = signing_key.own(data / "provenance", datetime.now(UTC))
    made = pack(data, tmp_path / "b.tar", secrets=True)
    assert "provenance" not in made.left_out
    assert "provenance" in pack(data, tmp_path / "c.tar", secrets=False).left_out
    restore(tmp_path / "b.tar", tmp_path / "new", now=NOW)
    assert signing_key.own(tmp_path / "new" / "provenance", datetime.now(UTC)).chain == before.chain


def test_a_file_that_retention_took_is_skipped_and_named(data: Path, tmp_path: Path):
    gone, spoilt = sha(CONTENTS[0]), sha(CONTENTS[1])
    objects = LocalObjects(data / "objects")
    objects.path_in("default", gone).unlink()
    objects.path_in("default", spoilt).write_bytes(b"rotten")
    made = pack(data, tmp_path / "b.tar")
    assert made.missing == [f"default.{gone}"] and made.damaged == [f"default.{spoilt}"]
    restore(tmp_path / "b.tar", tmp_path / "new")
    back = LocalObjects(tmp_path / "new" / "objects")
    assert [back.exists("default", sha(c)) for c in CONTENTS] == [False, False, True]


def test_it_is_one_moment_of_a_database_that_is_written(data: Path, tmp_path: Path):
    """Beside an owner whose every transaction writes two rows: a copy never has half of one."""
    stop = threading.Event()

    def load(store: SqliteStore) -> None:
        number = 0
        while not stop.is_set():
            number += 1

            def pair(sql: Any, number: int = number) -> None:
                for half in ("a", "b"):
                    row = {"bytes": 1, "kind": "image", "probe": "{}", "created_at": NOW}
                    sql.run("asset.insert", project=half, sha256=f"{number:064x}", **row)

            store.transact_sync(pair)

    with Owner.acquire(data), SqliteStore.open(data / "onetake.db") as store:
        writer = threading.Thread(target=load, args=(store,))
        writer.start()
        try:
            made = [pack(data, tmp_path / f"{n}.tar") for n in range(5)]
        finally:
            stop.set()
            writer.join()
    assert made[-1].missing
    for manifest in made:
        halves = [[n.partition(".")[2] for n in manifest.missing if n.startswith(h)] for h in ("a.", "b.")]
        assert halves[0] == halves[1]


def test_no_data_no_backup(tmp_path: Path):
    with pytest.raises(ArchiveError, match="holds no Onetake data"):
        pack(tmp_path, tmp_path / "b.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_fails_leaves_the_old_one(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "b.tar").write_bytes(b"the old one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(OSError, match="No space"):
        pack(data, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == b"the old one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data"]


# ---------------------------------------------------------------- where it goes


def test_only_into_nothing(data: Path, tmp_path: Path):
    pack(data, tmp_path / "b.tar")
    before = sorted(p.name for p in data.iterdir())
    with pytest.raises(ArchiveError, match="not empty"):
        restore(tmp_path / "b.tar", data)
    assert sorted(p.name for p in data.iterdir()) == before
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "b.tar", tmp_path / "empty")
    assert keys_in(tmp_path / "empty") == ["customer"]
    with pytest.raises(ArchiveError, match="no directory"):
        restore(tmp_path / "b.tar", tmp_path / "b.tar")


def test_force_moves_the_old_directory_aside(data: Path, tmp_path: Path):
    pack(data, tmp_path / "b.tar")
    (data / "ark.key").write_text("newer")
    done = restore(tmp_path / "b.tar", data, force=True, now=NOW)
    assert done.aside == tmp_path / "data.before-20270115T080000Z"
    assert (done.aside / "ark.key").read_text() == "newer" and not (data / "ark.key").exists()
    assert keys_in(data) == keys_in(done.aside) == ["customer"]
    Owner.acquire(data).release()
    Owner.acquire(done.aside).release()


@pytest.mark.parametrize("force", [True, False])
def test_never_under_a_running_owner(data: Path, tmp_path: Path, force: bool):
    pack(data, tmp_path / "b.tar")
    with Owner.acquire(data), pytest.raises(AlreadyOwned):
        restore(tmp_path / "b.tar", data, force=force)
    assert keys_in(data) == ["customer"]


def test_force_with_a_bad_backup_changes_nothing(data: Path, tmp_path: Path):
    (tmp_path / "b.tar").write_bytes(b"no tar")
    with pytest.raises(ArchiveError, match="Nothing was restored"):
        restore(tmp_path / "b.tar", data, force=True)
    assert keys_in(data) == ["customer"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data"]


def test_the_old_directory_comes_back_when_the_new_one_cannot_be_put_in(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pack(data, tmp_path / "b.tar")
    rename = Path.rename

    def once(self: Path, to: Path) -> Path:
        if ".restoring-" in self.name:
            raise OSError(16, "busy")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(OSError, match="busy"):
        restore(tmp_path / "b.tar", data, force=True)
    assert (data / "ark.key").read_text() == "paid for"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data"]


# ---------------------------------------------------------------- what is refused

Rows = list[tuple[tarfile.TarInfo, bytes]]


def rewritten(file: Path, change: Callable[[Rows], Rows]) -> Path:
    """The same tar with its members changed."""
    with tarfile.open(file) as tar:
        rows = [(m, tar.extractfile(m).read()) for m in tar.getmembers()]  # type: ignore[union-attr]
    with tarfile.open(file, "w") as tar:
        for header, content in change(rows):
            header.size = len(content) if header.type == tarfile.REGTYPE else 0
            tar.addfile(header, io.BytesIO(content))
    return file


def refused(file: Path, tmp_path: Path, why: str) -> None:
    with pytest.raises(ArchiveError, match=why):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not [p for p in tmp_path.iterdir() if p.name not in ("b.tar", "data")]


def test_a_tampered_member_is_refused(data: Path, tmp_path: Path):
    pack(data, tmp_path / "b.tar")
    for number, name in enumerate(names_of(tmp_path / "b.tar")[:-1]):
        pack(data, tmp_path / "b.tar")

        def flip(rows: Rows, number: int = number) -> Rows:
            header, content = rows[number]
            rows[number] = header, content[:-1] + bytes([content[-1] ^ 1])
            return rows

        refused(rewritten(tmp_path / "b.tar", flip), tmp_path, f"{name} is not what")


def test_an_object_exchanged_together_with_its_checksum_is_refused(data: Path, tmp_path: Path):
    made = pack(data, tmp_path / "b.tar")
    name = f"default.{sha(CONTENTS[0])}"

    def both(rows: Rows) -> Rows:
        told = json.loads(encoded(made))
        told["members"][name] = {"sha256": sha(b"other"), "bytes": 5}
        forged = {name: b"other", "manifest.json": json.dumps(told).encode()}
        return [(header, forged.get(header.name, content)) for header, content in rows]

    refused(rewritten(tmp_path / "b.tar", both), tmp_path, "other bytes than its name")


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/evil", "objects/default/aa/evil", "./onetake.db", "onetake.db/", "onetake.db-wal",
        "lock", "ark.key", "",
        f"../x.{'a' * 64}", f"tmp.{'a' * 64}", f"default.{'A' * 64}", f"default.{'a' * 64}\n",
    ],
)  # fmt: skip
def test_a_strange_name_is_refused(data: Path, tmp_path: Path, name: str):
    pack(data, tmp_path / "b.tar")
    strange = lambda rows: [(tarfile.TarInfo(name), b"evil"), *rows]  # noqa: E731
    refused(rewritten(tmp_path / "b.tar", strange), tmp_path, "is no (name|plain)")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_only_plain_files_are_taken(data: Path, tmp_path: Path, kind: bytes):
    pack(data, tmp_path / "b.tar")
    header = tarfile.TarInfo("secret")
    header.type, header.linkname = kind, "/etc/passwd"
    refused(rewritten(tmp_path / "b.tar", lambda rows: [(header, b""), *rows]), tmp_path, "no plain file")


def test_what_is_there_twice_missing_or_more_is_refused(data: Path, tmp_path: Path):
    file = tmp_path / "b.tar"
    changes: list[tuple[Callable[[Rows], Rows], str]] = [
        (lambda rows: [rows[0], *rows], "twice"),
        (lambda rows: [*rows, rows[0]], "twice"),
        (lambda rows: [*rows, (tarfile.TarInfo("secret"), b"s" * 32)], "behind the end"),
        (lambda rows: [(tarfile.TarInfo("secret"), b"s" * 32), *rows], "secret is not what"),
        (lambda rows: rows[1:], "no database"),
        (lambda rows: [rows[0], *rows[2:]], "missing"),
        (lambda rows: rows[:-1], "no manifest.json"),
        (lambda rows: [*rows[:-1], (rows[-1][0], b'{"format": 1}')], "manifest.json is damaged"),
        (
            lambda rows: [*rows[:-1], (rows[-1][0], rows[-1][1].replace(b'"format": 1', b'"format": 9'))],
            "know",
        ),
    ]
    for change, why in changes:
        pack(data, file)
        refused(rewritten(file, change), tmp_path, why)


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz"])
def test_a_file_cut_anywhere_is_refused(data: Path, tmp_path: Path, name: str):
    pack(data, tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    for part in (0.0, 0.1, 0.5, 0.9, 0.99):
        (tmp_path / "b.tar").write_bytes(whole[: int(len(whole) * part)])
        refused(tmp_path / "b.tar", tmp_path, "no whole backup|no manifest")


def test_a_database_that_is_none_is_refused(data: Path, tmp_path: Path):
    made = pack(data, tmp_path / "b.tar")

    def junk(rows: Rows) -> Rows:
        told = json.loads(encoded(made))
        told["members"]["onetake.db"] = {"sha256": sha(b"junk" * 2000), "bytes": 8000}
        forged = {"onetake.db": b"junk" * 2000, "manifest.json": json.dumps(told).encode()}
        return [(header, forged.get(header.name, content)) for header, content in rows]

    refused(rewritten(tmp_path / "b.tar", junk), tmp_path, "database cannot be used")


def test_a_database_that_cannot_be_read_is_no_backup(tmp_path: Path):
    (tmp_path / "onetake.db").write_bytes(b"junk" * 2000)
    with pytest.raises(ArchiveError, match="cannot be copied"):
        pack(tmp_path, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_a_manifest_reads_back(data: Path, tmp_path: Path):
    made = pack(data, tmp_path / "b.tar", now=NOW)
    assert decoded(encoded(made)) == made
    assert made.created == "2027-01-15T08:00:00Z"
    with sqlite3.connect(f"file:{data / 'onetake.db'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
