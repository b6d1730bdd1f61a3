"""What a server of ours is made of: the lock file as CycloneDX 1.5, on standard output (`make sbom`).

From the lock alone, so that it tells of what is installed and can be made anywhere, without a network.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """One component for each pin of a lock file, with the hashes that it may have."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pin := PINNED.match(line):
            name, version = pin[1].lower(), pin[2]
            purl = f"pkg:pypi/{name}@{version}"
            found.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": purl,
                    "bom-ref": purl,
                    "hashes": [],
                }
            )
        elif digest := HASH.search(line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return found


def bom(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """The whole document. Nothing in it depends on the time or place of its making."""
    name, version = project["name"], project["version"]
    ref = f"pkg:pypi/{name}@{version}"
    parts = components(lock)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": name,
                "version": version,
                "purl": ref,
                "bom-ref": ref,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements" / "serve.lock").read_text("utf-8")
    json.dump(bom(lock, project), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
