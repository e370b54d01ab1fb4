"""A secret that GitHub left empty in a pull request is explained, where that is known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from config.loading import FILES, mistakes

from loadtest.config.forks import why_no_secret

JOB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_REPOSITORY": "us/app",
    "GITHUB_EVENT_PATH": "event",
}
FORK = {"full_name": "someone/fork"}


def event(repository: Any) -> str:
    return json.dumps({"pull_request": {"head": {"repo": repository}}})


PULLS = [
    pytest.param(JOB, event(FORK), "this pull request comes from a fork", id="a fork"),
    pytest.param(
        JOB | {"GITHUB_EVENT_NAME": "pull_request_review"},
        event(FORK),
        "this pull request comes from a fork",
        id="a review",
    ),
    pytest.param(JOB, event(None), "this pull request comes from a fork", id="a fork that was deleted since"),
    pytest.param(
        JOB | {"GITHUB_ACTOR": "dependabot[bot]"}, event(FORK), "this pull request is Dependabot's", id="a bot"
    ),
    pytest.param(JOB, event({"full_name": "us/app"}), "", id="a branch of the repository itself"),
    pytest.param(JOB | {"GITHUB_EVENT_NAME": "push"}, event(FORK), "", id="a push"),
    pytest.param(JOB | {"GITHUB_ACTIONS": ""}, event(FORK), "", id="no job of GitHub's"),
    pytest.param(JOB, "{}", "", id="an event without a pull request"),
    pytest.param(JOB, "half an eve", "", id="an event that is no JSON"),
    pytest.param(JOB, "[]", "", id="an event of another shape"),
]


@pytest.mark.parametrize(("env", "text", "said"), PULLS)
def test_why_a_secret_is_empty(env: dict[str, str], text: str, said: str) -> None:
    assert why_no_secret(env, {"event": text}.__getitem__).partition(",")[0].partition(" and ")[0] == said


def test_an_event_that_cannot_be_read_explains_nothing() -> None:
    def unreadable(path: str) -> str:
        raise FileNotFoundError(path)

    assert why_no_secret(JOB, unreadable) == ""


def test_the_sentence_about_the_secret_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "event", event(FORK))
    (problem,) = mistakes(env=JOB | {"INPUT_AUTH-TOKEN": ""}, token="")
    assert problem.startswith("auth-token is empty: this pull request comes from a fork")
    assert "`if: github.event.pull_request.head.repo.full_name == github.repository`" in problem
