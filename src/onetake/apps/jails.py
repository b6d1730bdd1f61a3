"""The locks of the media children on this kernel, in words: for `doctor`, and once in the log of a server."""

import logging
import subprocess
import sys
from typing import Any

from onetake.media.jail import jail_report

log = logging.getLogger(__name__)

JAILS = (("media jail", "look"), ("repair jail", "repair"))


def in_words(report: dict[str, Any]) -> str:
    """What `jail_report` found: "refuses everything it should, Landlock 7; without seccomp"."""
    told = f"refuses everything it should, Landlock {report.get('landlock', 0)}"
    if not report["holds"]:
        let_through = [name for name, held in report.get("refused", {}).items() if not held]
        told = f"let through: {', '.join(let_through) or 'it did not start'}"
    if report["missing"]:
        told += f"; without {', '.join(report['missing'])}"
    return told if sys.platform == "linux" else told + "; weaker on this platform"


def say_once() -> None:
    """Log how the jail closes here: a warning where a lock is missing, an error where it does not hold."""
    try:
        report = jail_report()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.error("media jail: it did not start", exc_info=error)
        return
    level = logging.WARNING if report["missing"] else logging.INFO
    log.log(level if report["holds"] else logging.ERROR, f"media jail: {in_words(report)}")
