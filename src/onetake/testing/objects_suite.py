"""What every `Objects` must do. An adapter's test subclasses `ObjectsSuite` and says how to open one."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from onetake.core.ports import Objects

BAD_NAMES = [
    "",
    ".",
    "..",
    "../a",
    "a/../b",
    "a/b",
    "/etc",
    "%2e%2e",
    "..%2f",
    "a\\b",
    "a\0b",
    "a\n",
    "CON\n",
    "NUL",
    "aux.txt",
    "~",
    "-a",
    "A",
    "e\u0301",
    "\u00e9",
    "\u2024\u2024",
    "a" * 65,
    "a" * 5000,
]
"""Projects that must be refused: traversal, encodings, device names, case, length (threat T22)."""

BAD_HASHES = [
    "",
    "..",
    "a" * 63,
    "a" * 65,
    "A" * 64,
    "g" * 64,
    "../" + "a" * 61,
    "a" * 64 + "\n",
    "a" * 64 + ".mp4",
]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class ObjectsSuite:
    def open(self, folder: Path) -> Objects:
        """A store kept under `folder`: empty the first time, the same files the next."""
        raise NotImplementedError

    def source(self, tmp_path: Path, content: bytes) -> Path:
        path = tmp_path / f"source-{digest(content)[:8]}"
        path.write_bytes(content)
        return path

    def put(self, objects: Objects, project: str, source: Path, sha256: str) -> None:
        asyncio.run(objects.put(project, source, sha256))

    @pytest.mark.parametrize("content", [b"", b"film", bytes(range(256)) * 20_000])
    def test_what_is_put_is_there_byte_for_byte(self, tmp_path, content):
        objects = self.open(tmp_path / "objects")
        sha256 = digest(content)
        assert not objects.exists("p1", sha256)
        self.put(objects, "p1", self.source(tmp_path, content), sha256)
        assert objects.exists("p1", sha256)
        assert objects.path_in("p1", sha256).read_bytes() == content

    def test_it_outlives_the_store(self, tmp_path):
        self.put(self.open(tmp_path / "objects"), "p1", self.source(tmp_path, b"film"), digest(b"film"))
        assert self.open(tmp_path / "objects").path_in("p1", digest(b"film")).read_bytes() == b"film"

    def test_putting_again_changes_nothing_also_without_the_source(self, tmp_path):
        objects = self.open(tmp_path / "objects")
        source, sha256 = self.source(tmp_path, b"film"), digest(b"film")
        self.put(objects, "p1", source, sha256)
        assert not source.exists(), "the source has been taken over"
        self.put(objects, "p1", source, sha256)
        self.put(objects, "p1", self.source(tmp_path, b"film"), sha256)
        assert objects.path_in("p1", sha256).read_bytes() == b"film"

    def test_putting_nothing_is_an_error_and_leaves_nothing(self, tmp_path):
        objects = self.open(tmp_path / "objects")
        with pytest.raises(FileNotFoundError):
            self.put(objects, "p1", tmp_path / "none", digest(b"film"))
        assert not objects.exists("p1", digest(b"film"))

    def test_many_at_once_of_the_same_and_of_others(self, tmp_path):
        objects = self.open(tmp_path / "objects")
        contents = [b"%d" % (n % 7) for n in range(50)]
        sources = []
        for number, content in enumerate(contents):
            sources.append(tmp_path / f"many-{number}")
            sources[-1].write_bytes(content)

        async def all_at_once() -> None:
            puts = zip(sources, contents, strict=True)
            await asyncio.gather(*(objects.put("p1", source, digest(content)) for source, content in puts))

        asyncio.run(all_at_once())
        for content in contents:
            assert objects.path_in("p1", digest(content)).read_bytes() == content

    def test_projects_share_nothing(self, tmp_path):
        objects = self.open(tmp_path / "objects")
        sha256 = digest(b"film")
        for project in ("p1", "p2"):
            self.put(objects, project, self.source(tmp_path, b"film"), sha256)
        asyncio.run(objects.remove("p1", sha256))
        assert not objects.exists("p1", sha256)
        assert objects.path_in("p2", sha256).read_bytes() == b"film"

    def test_removing_twice_or_what_never_was(self, tmp_path):
        objects = self.open(tmp_path / "objects")
        self.put(objects, "p1", self.source(tmp_path, b"film"), digest(b"film"))
        for _ in range(2):
            asyncio.run(objects.remove("p1", digest(b"film")))
            asyncio.run(objects.remove("never", digest(b"film")))
        assert not objects.exists("p1", digest(b"film"))

    @pytest.mark.parametrize("project", BAD_NAMES, ids=ascii)
    def test_a_name_that_could_lead_elsewhere_is_refused(self, tmp_path, project):
        self.refuses(tmp_path, project, digest(b"film"))

    @pytest.mark.parametrize("sha256", BAD_HASHES, ids=ascii)
    def test_a_hash_that_is_none_is_refused(self, tmp_path, sha256):
        self.refuses(tmp_path, "p1", sha256)

    def refuses(self, tmp_path: Path, project: str, sha256: str) -> None:
        objects = self.open(tmp_path / "objects")
        source = self.source(tmp_path, b"film")
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ValueError):
            self.put(objects, project, source, sha256)
        with pytest.raises(ValueError):
            asyncio.run(objects.remove(project, sha256))
        with pytest.raises(ValueError):
            objects.exists(project, sha256)
        with pytest.raises(ValueError):
            objects.path_in(project, sha256)
        assert sorted(tmp_path.rglob("*")) == before
