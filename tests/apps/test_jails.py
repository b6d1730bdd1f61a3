"""What a server and `onetake doctor` say of the media jail (T06)."""

import logging

import pytest

from onetake.apps import jails

WHOLE = {"holds": True, "missing": [], "landlock": 7, "refused": {"tcp": True}}


@pytest.mark.parametrize(
    ("report", "level", "words"),
    [
        (WHOLE, logging.INFO, "media jail: refuses everything it should, Landlock 7"),
        (
            {**WHOLE, "landlock": 0, "missing": ["landlock", "empty_root"]},
            logging.WARNING,
            "media jail: refuses everything it should, Landlock 0; without landlock, empty_root",
        ),
        (
            {**WHOLE, "holds": False, "refused": {"tcp": True, "fork": False}, "missing": ["seccomp"]},
            logging.ERROR,
            "media jail: let through: fork; without seccomp",
        ),
        (
            {"holds": False, "missing": []},
            logging.ERROR,
            "media jail: let through: it did not start",
        ),
    ],
)
def test_t06_what_is_missing_is_said_once(monkeypatch, caplog, report, level, words) -> None:
    monkeypatch.setattr(jails, "jail_report", lambda: report)
    monkeypatch.setattr("sys.platform", "linux")
    with caplog.at_level(logging.INFO):
        jails.say_once()
    assert [(r.levelno, r.getMessage()) for r in caplog.records] == [(level, words)]


def test_t06_a_jail_that_cannot_be_started_does_not_end_the_server(monkeypatch, caplog) -> None:
    def broken() -> dict:
        raise OSError(12, "no memory")

    monkeypatch.setattr(jails, "jail_report", broken)
    jails.say_once()
    assert [r.getMessage() for r in caplog.records] == ["media jail: it did not start"]
