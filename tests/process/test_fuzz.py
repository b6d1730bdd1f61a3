"""Schemathesis over the generated OpenAPI of every dialect, against a real server: no 5xx, no broken schema.

`ONETAKE_FUZZ` is how many cases there are in all; 400 in `make test`, 2,000 in CI, 100,000 by `make prove`.
`ONETAKE_SEED` draws others than the usual ones.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from onetake.core.catalogue import catalogue

CI = os.environ.get("ONETAKE_REQUIRE_ALL") == "1"
CASES = int(os.environ.get("ONETAKE_FUZZ") or (2000 if CI else 400))
SEED = int(os.environ.get("ONETAKE_SEED") or 0)
GROWTH = 64 * 1024
"""KiB by which a server may be larger after a fuzz than when it was warm."""
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
ENDLESS = ("/events",)
"""Answers that have no end of their own."""

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture
def server(new_server: Any) -> Any:
    """A server whose tasks are played at once, with cached clips: what is fuzzed is the way in and out."""
    return new_server("fuzzed").start()


def test_no_5xx_and_no_broken_schema(server: Any) -> None:
    perfect = server.command("keys", "create", "fuzzer", "--scenario", "ok", "--scopes", "all")
    headers = {"Authorization": f"Bearer {perfect}"}
    schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [o for o in operations if not o.path.endswith(ENDLESS)]
    assert len(operations) > 10
    seen: Counter[int] = Counter()
    for operation in operations:
        _fuzz(operation, headers, Counter(), 10)
    base = resident(server)
    for operation in operations:
        _fuzz(operation, headers, seen, max(10, CASES // len(operations)))
    assert sum(seen.values()) >= CASES // 2
    assert not [status for status in seen if status >= 500]
    assert seen[200] + seen[202] > 0, "nothing was ever accepted: the fuzzer does not reach the inside"
    grown = resident(server) - base
    assert grown < GROWTH, f"{grown} KiB more than when it was warm"
    print(f"\n{sum(seen.values())} cases over {len(operations)} operations: {dict(sorted(seen.items()))}")
    print(f"{grown / 1024:+.1f} MiB of memory")
    assert server.http.get(f"{server.url}/healthz").status_code == 200


def resident(server: Any) -> int:
    """KiB of memory of a server's process."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _fuzz(operation: Any, headers: Any, seen: Counter[int], most: int) -> None:
    @seed(SEED)
    @settings(
        max_examples=most, deadline=None, derandomize=not SEED, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        _help_in(case)
        response = case.call(headers=headers, timeout=30)
        seen[response.status_code] += 1
        case.validate_response(response, checks=CHECKS, headers=headers)

    one()


def _help_in(case: Any) -> None:
    """Every other create names a model that exists: or nothing would come past the first check."""
    body = case.body
    if isinstance(body, dict) and "model" in body and len(str(body)) % 2:
        routes = [r for r in catalogue().routes.values() if case.path.startswith(r.prefix or "/v")]
        names = sorted({name for r in routes for name in r.models})
        body["model"] = names[len(str(body)) % len(names)]
