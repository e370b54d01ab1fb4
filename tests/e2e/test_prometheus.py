"""metrics.txt as Prometheus' own checker takes it: the format of scrapes, Pushgateway and the textfile collector."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.report.files.metrics import openmetrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

PROMTOOL = shutil.which("promtool")


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian: prometheus)")
@pytest.mark.parametrize("make", factories.KINDS_OF_RESULT.values(), ids=factories.KINDS_OF_RESULT)
def test_the_checker_finds_nothing(make: Callable[[], Result]) -> None:
    done = subprocess.run(
        [str(PROMTOOL), "check", "metrics"], input=openmetrics(make()), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
