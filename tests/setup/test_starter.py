"""What a folder shows of its server, and the files that are written for it."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from loadtest.setup.starter import TOKEN, Project, look, texts
from loadtest.setup.starter.files import CHECK

NODE = '{"scripts": {"start": "node app.js"}}'
COMPOSE = 'services:\n  web:\n    ports:\n      - "8088:80"\n'
UP = "docker compose up --detach --wait"
RUNSERVER = "python manage.py runserver 0.0.0.0:8000"
OWN = "/api/sms/webhook"
CASES: dict[str, tuple[dict[str, str], tuple[str, int, str]]] = {
    "an empty folder holds guesses alone": ({}, ("", 3000, OWN)),
    "npm starts what package.json says": ({"package.json": NODE}, ("npm start", 3000, OWN)),
    "a development script is better than none": (
        {"package.json": '{"scripts":{"dev":"vite"}}'},
        ("npm run dev", 3000, OWN),
    ),
    "a package.json that is no JSON starts nothing": ({"package.json": "{"}, ("", 3000, OWN)),
    "a package.json of another form starts nothing": ({"package.json": '{"scripts":[]}'}, ("", 3000, OWN)),
    "a Procfile says how": ({"requirements.txt": "", "Procfile": "web: gunicorn a:a\n"}, ("gunicorn a:a", 8000, OWN)),
    "compose starts the whole server": (
        {"compose.yaml": COMPOSE, "package.json": NODE, "Procfile": "web: x"},
        (UP, 8088, OWN),
    ),
    "an example names the port": ({".env.example": "PORT=5055\n", "package.json": NODE}, ("npm start", 5055, OWN)),
    "a number that is no port is none": ({"Dockerfile": "EXPOSE 99999\n"}, ("", 3000, OWN)),
    "the code names port and route": (
        {"src/a.js": "post('/twilio/sms', f); x.listen(4100)"},
        ("", 4100, "/twilio/sms"),
    ),
    "SMS is likelier than a webhook": ({"a.py": 'post("/webhook")', "b.py": 'post("/v1/sms")'}, ("", 3000, "/v1/sms")),
    "installed code tells nothing of it": ({"node_modules/x/i.js": "post('/sms')"}, ("", 3000, OWN)),
    "Django starts by manage.py": ({"manage.py": "", "requirements.txt": ""}, (RUNSERVER, 8000, OWN)),
}


@pytest.mark.parametrize("case", CASES)
def test_look(tmp_path: Path, case: str) -> None:
    files, expected = CASES[case]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    project = look(tmp_path, listens=lambda _: False)
    assert (project.start, project.port, project.path) == expected
    assert ("start" in project.guessed) is (not project.start)


def test_a_path_stays_a_guess_and_a_named_port_does_not(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text("post('/twilio/sms', f); x.listen(4100)", "utf-8")
    assert look(tmp_path, listens=lambda _: False).guessed == {"start", "path"}


def test_the_one_port_that_listens_is_the_servers(tmp_path: Path) -> None:
    assert look(tmp_path, listens=lambda port: port == 5000).port == 5000
    assert look(tmp_path, listens=lambda port: port in {5000, 8000}).port == 3000


def test_neither_a_pipe_nor_a_ring_of_links_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "package.json")
    os.mkfifo(tmp_path / "app.py")
    (tmp_path / "again").symlink_to(tmp_path)
    assert look(tmp_path, listens=lambda _: False).start == ""


WORKFLOW = ".github/workflows/load-test.yml"
ACTION = yaml.safe_load((Path(__file__).resolve().parents[2] / "action.yml").read_text("utf-8"))


def test_server_and_load_test_share_a_made_up_token() -> None:
    made = texts(Project(start="npm start", port=4100, path="/sms"))
    assert dotenv_values(stream=StringIO(made[".env.test"])) == {
        "TWILIO_AUTH_TOKEN": TOKEN,
        "LOAD_TEST_URL": "http://localhost:4100/sms",
        "LOAD_TEST_PRESET": "normal",
        "LOAD_TEST_PHONE_NUMBERS": "+15555552000-+15555552099",
    }
    assert len(TOKEN) == 32
    assert yaml.safe_load(made[WORKFLOW])["env"] == {"TWILIO_AUTH_TOKEN": TOKEN}


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    steps = yaml.safe_load(texts(Project())[WORKFLOW])["jobs"]["load-test"]["steps"]
    (ours,) = (step for step in steps if "twilio-webhook-load-test" in step.get("uses", ""))
    assert set(ours["with"]) <= set(ACTION["inputs"])


@pytest.mark.parametrize(
    ("guessed", "count"),
    [(frozenset(), 1), (frozenset({"path"}), 2), (frozenset({"start", "port", "path"}), 3)],
    ids=["only the owner of the action", "the URL, too", "the start, too"],
)
def test_what_must_be_looked_at_is_marked(guessed: frozenset[str], count: int) -> None:
    assert texts(Project(start="npm start", guessed=guessed))[WORKFLOW].count(CHECK) == count


@given(
    st.text(st.characters(exclude_categories=["Cn", "Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=30)
)
def test_a_start_command_is_read_back_as_it_is(command: str) -> None:
    steps = yaml.safe_load(texts(Project(start="run " + command.strip()))[WORKFLOW])["jobs"]["load-test"]["steps"]
    assert steps[1]["run"] == f"run {command.strip()} &"
