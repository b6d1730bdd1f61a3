"""For every test: where nothing may be missing, a skip is a failure; property tests have no stopwatch.

With ONETAKE_REQUIRE_ALL=1 (CI) a test that skips because a client, a program or a feature is missing fails
with its reason. Elsewhere it is skipped and the summary says why.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import settings

R = TypeVar("R", pytest.TestReport, pytest.CollectReport)
REQUIRE_ALL = os.environ.get("ONETAKE_REQUIRE_ALL") == "1"

# Two busy cores make any deadline lie; in CI a finding of yesterday must not depend on the dice of today.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


def strict(report: R) -> R:
    """The report, with a skip turned into a failure that keeps its reason."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"ONETAKE_REQUIRE_ALL=1 and yet: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return strict((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return strict((yield))
