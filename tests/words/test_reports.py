"""The table of reports: each has a name, a path and words of its own, and the README shows them all."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from loadtest.words.reports import FILES, REPORTS, RUNS

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_every_report_stands_in_the_readme() -> None:
    assert all(f"| `{report.file}` | {report.about} |" in README for report in REPORTS)


def test_no_two_share_a_name_a_file_or_an_output() -> None:
    outputs = [report.output for report in REPORTS if report.output]
    for values in ([report.name for report in REPORTS], [*FILES.values(), RUNS], outputs):
        assert len(values) == len(set(values))
    assert {report.name: report.file for report in REPORTS} == FILES


def test_every_file_lies_below_the_folder() -> None:
    paths = [PurePosixPath(file) for file in (*FILES.values(), RUNS)]
    assert not any(path.is_absolute() or ".." in path.parts for path in paths)


def test_an_output_of_the_action_has_its_description() -> None:
    assert all(bool(report.output) == bool(report.output_about) for report in REPORTS)
