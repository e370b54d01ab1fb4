from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import factories
import pytest
from junitparser import JUnitXml

from loadtest.report.files import junit
from loadtest.report.files.json_file import from_json
from loadtest.report.folder import ReportFolder
from loadtest.words.errors import Conclusion, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {
    *("results.json", "summary.md", "junit-reports/TEST-load-test.xml", "report.html", "metrics.txt"),
    "per-second.csv",
}
SHARE = {"metrics.txt": "0.1666", "per-second.csv": "\n59,10,10,"}
"""What a report says of the run with 16.67 % success and no other of it does, where it does not say 16.67."""


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def conclusion(folder: Path) -> Conclusion:
    """Return what results.json says; the other files must be whole."""
    said = from_json((folder / "results.json").read_text("utf-8")).conclusion
    document = JUnitXml.fromfile(str(folder / "junit-reports/TEST-load-test.xml"))
    properties = {each.name: each.value for suite in document for each in suite.properties()}
    assert properties["conclusion"] in {conclusion.value for conclusion in Conclusion}
    assert (folder / "summary.md").read_text("utf-8").startswith("## ")
    return said


def test_a_claimed_folder_says_aborted_until_the_run_is_over(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down"
    folder = ReportFolder(path)
    folder.claim(factories.aborted())
    assert files(path) == NAMES
    assert conclusion(path) is Conclusion.ABORTED
    assert folder.write(factories.exhausted()) == []
    assert conclusion(path) is Conclusion.FAILED
    assert files(path) == NAMES


def test_yesterdays_reports_go(tmp_path: Path) -> None:
    (tmp_path / "junit-reports").mkdir()
    for name in NAMES:
        (tmp_path / name).write_text("green")
    (tmp_path / ".results.json.part").write_text("half of a report, left by a kill")
    (tmp_path / "mine.txt").write_text("not ours")
    ReportFolder(tmp_path).claim(factories.aborted())
    assert files(tmp_path) == {*NAMES, "mine.txt"}
    assert conclusion(tmp_path) is Conclusion.ABORTED


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    path = tmp_path / "reports"
    path.mkdir()
    (path / "results.json").symlink_to(elsewhere)
    (path / ".summary.md.part").symlink_to(elsewhere)
    ReportFolder(path).claim(factories.aborted())
    assert elsewhere.read_text() == "precious"
    assert not (path / "results.json").is_symlink()


def test_everybody_may_read_the_reports_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        ReportFolder(tmp_path / "reports").claim(factories.aborted())
    finally:
        os.umask(before)
    for name in NAMES:
        assert (tmp_path / "reports" / name).stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_root_gives_what_it_makes_to_the_owner_of_the_workspace(tmp_path: Path) -> None:
    os.chown(tmp_path, 1001, 1002)
    (tmp_path / "deep").mkdir()
    os.chown(tmp_path / "deep", 1001, 1002)
    path = tmp_path / "deep" / "new" / "reports"
    ReportFolder(path).claim(factories.aborted())
    for made in (path.parent, path, path / "junit-reports", *(path / name for name in NAMES)):
        assert (made.stat().st_uid, made.stat().st_gid) == (1001, 1002), made


def _file_in_the_way(path: Path) -> Path:
    path.write_text("a file")
    return path


def _folder_in_the_way(path: Path) -> Path:
    (path / "results.json").mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    "arrange",
    [
        pytest.param(_file_in_the_way, id="report-dir is a file"),
        pytest.param(_folder_in_the_way, id="a report's place is taken by a folder"),
        pytest.param(lambda _: Path("/proc/reports"), id="a place where nothing can be made"),
        pytest.param(lambda path: path / ("x" * 300), id="a name too long for the disk"),
    ],
)
def test_a_folder_that_cannot_be_written_is_a_wrong_setting(tmp_path: Path, arrange: Callable[[Path], Path]) -> None:
    with pytest.raises(ConfigError, match=r"report-dir '.*: .* cannot be written \(.*\); name a folder") as caught:
        ReportFolder(arrange(tmp_path / "reports")).claim(factories.aborted())
    assert caught.value.problems


@pytest.mark.parametrize("full", sorted(NAMES))
def test_a_disk_that_fills_up_costs_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: str) -> None:
    folder = ReportFolder(tmp_path)
    folder.claim(factories.aborted())
    fsync = os.fsync

    def filling(descriptor: int) -> None:
        if Path(full).name in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", filling)
    (lost,) = folder.write(factories.exhausted())
    assert lost.path == str(tmp_path / full)
    assert "(No space left on device); free some space there" in lost.why
    assert SHARE.get(full, "16.67") in lost.text
    assert files(tmp_path) == NAMES, "no half-written file stays"
    others = NAMES - {full}
    assert all(SHARE.get(name, "16.67") in (tmp_path / name).read_text("utf-8") for name in others)
    assert SHARE.get(full, "16.67") not in (tmp_path / full).read_text("utf-8")


def test_a_bug_in_one_report_costs_only_that_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ReportFolder(tmp_path)
    folder.claim(factories.aborted())

    def broken(result: Any) -> str:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(junit, "render", broken)
    (lost,) = folder.write(factories.exhausted())
    assert (lost.path, lost.text) == (folder.paths["junit"], "")
    assert "secret detail" not in lost.why
    assert from_json((tmp_path / "results.json").read_text("utf-8")).conclusion is Conclusion.FAILED


WRITER = """
import sys; sys.path[:0] = [{root!r}, {tests!r}]
import factories
from loadtest.report.folder import ReportFolder
folder = ReportFolder({path!r}); folder.claim(factories.aborted()); print(flush=True)
results = (factories.exhausted(), factories.slow())
while True:
    for result in results: folder.write(result)
"""


def test_a_kill_at_any_instant_leaves_whole_files(tmp_path: Path) -> None:
    tests = Path(__file__).parents[1]
    script = WRITER.format(root=str(tests.parent), tests=str(tests), path=str(tmp_path))
    for instant in (0.0, 0.013, 0.029, 0.041):
        writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(instant)
        finally:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
        assert conclusion(tmp_path) in {Conclusion.ABORTED, Conclusion.FAILED}


def test_a_folder_that_another_run_has_is_left_to_it(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); import factories; "
        "from loadtest.report.folder import ReportFolder; ReportFolder(sys.argv[1]).claim(factories.aborted()); "
        "print('claimed', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parents[1])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "claimed\n"
        before = (tmp_path / "results.json").read_text("utf-8")
        with pytest.raises(ConfigError, match="another load test writes there, begun 2026-01-02 03:04:05 UTC against"):
            ReportFolder(tmp_path).claim(factories.exhausted())
        assert (tmp_path / "results.json").read_text("utf-8") == before
        other.communicate()
    ReportFolder(tmp_path).claim(factories.exhausted())
