"""Drawing leaves the process as it was."""

from __future__ import annotations

import subprocess
import sys


def test_no_package_takes_the_place_of_the_standard_library() -> None:
    script = (
        "import sys; before = list(sys.meta_path); import loadtest.report.page.charts; "
        "assert sys.meta_path == before, sys.meta_path; assert 'importlib_metadata' not in sys.modules; "
        "from importlib.metadata import version; print(version('gevent'))"
    )
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.strip()
