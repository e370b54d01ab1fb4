"""The table of reports: what each is called, where it lies, which output of the action names it, what it is for.

`report.registry` binds a renderer to each row; everybody else reads the rows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report file.

    `name` is its flag in `loadtest report` (`--html FILE`), `file` its path below report-dir, `output` the action's
    output that holds the path, with `output_about` for action.yml. `about` is the README's row.
    """

    name: str
    file: str
    about: str
    output: str = ""
    output_about: str = ""


REPORTS = (
    Report(
        name="html",
        file="report.html",
        about="people: plots, failed messages with sample replies, settings; one file without script or network "
        "([on a phone](docs/images/report-phone.png))",
        output="html-file",
        output_about="Path of the report page",
    ),
    Report(
        name="junit",
        file="junit-reports/TEST-load-test.xml",
        about="Jenkins, GitLab, Azure, CircleCI and the actions that show JUnit",
        output="junit-file",
        output_about="Path of the JUnit report",
    ),
    Report(
        name="json",
        file="results.json",
        about="programs, and every other report again ([schema](docs/results-schema.json))",
        output="json-file",
        output_about="Path of results.json",
    ),
    Report(name="summary", file="summary.md", about="the job summary's text"),
    Report(name="metrics", file="metrics.txt", about="Prometheus (OpenMetrics), GitLab's metrics report"),
    Report(name="csv", file="per-second.csv", about="spreadsheets"),
)
FILES = {report.name: report.file for report in REPORTS}
RUNS = "runs.md"
"""The table of a series of runs; it lies beside the reports and is none of a single run's."""
