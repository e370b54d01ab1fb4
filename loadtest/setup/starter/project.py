"""What a project's folder shows of its server: how it is installed and started, its port, the webhook's path."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEFAULT_PORT, DEFAULT_PATH = 3000, "/api/sms/webhook"
_MOST_BYTES, _MOST_FILES, _WAIT = 200_000, 400, 0.3
_SOURCES = frozenset((".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".php", ".go", ".java", ".kt", ".cs"))
_SKIPPED = frozenset(("node_modules", "vendor", "dist", "build", "target", "tests", "test", "__tests__", "spec"))
_ROUTE = re.compile(
    r"""["'](/[\w/.-]{0,80}(?:sms|mms|twilio|webhook|incoming|inbound)[\w/.-]{0,80})["']""", re.IGNORECASE
)
_SURELY = re.compile(r"sms|twilio", re.IGNORECASE)
_PORT = re.compile(r"(?:\bPORT\b\D{0,12}|--port[ =]|(?:^|\s)-p |EXPOSE |0\.0\.0\.0:|\.listen\()(\d{4,5})\b")
_PUBLISHED = re.compile(r"""^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):\d{2,5}["']?\s*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What was found. `set_up` are the workflow's steps before the start, each `uses X` or a command.

    `found` says in a sentence each where a value comes from; a value without a source is the default, or empty.
    """

    set_up: tuple[str, ...] = ()
    start: str = ""
    in_background: bool = True
    port: int = DEFAULT_PORT
    path: str = DEFAULT_PATH
    found: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset(("start", "port", "path"))

    @property
    def url(self) -> str:
        """The webhook, as a load from the same machine reaches it."""
        return f"http://localhost:{self.port}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One kind of project: the file that shows it, its steps, its start if its own files name none, its usual port."""

    marker: str
    set_up: tuple[str, ...]
    start: Callable[[Path], str] = lambda _: ""
    port: int = DEFAULT_PORT
    in_background: bool = True


def _npm_start(folder: Path) -> str:
    try:
        scripts = json.loads(_text(folder / "package.json")).get("scripts", {})
    except (ValueError, AttributeError):
        return ""
    return next(
        (f"npm run {name}" if name != "start" else "npm start" for name in ("start", "dev") if name in scripts), ""
    )


STACKS = (
    *(
        Stack(marker=name, set_up=(), start=lambda _: "docker compose up --detach --wait", in_background=False)
        for name in ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
    ),
    Stack(marker="package-lock.json", set_up=("uses actions/setup-node@v4", "npm ci"), start=_npm_start),
    Stack(marker="pnpm-lock.yaml", set_up=("corepack enable", "pnpm install --frozen-lockfile"), start=_npm_start),
    Stack(marker="yarn.lock", set_up=("corepack enable", "yarn install"), start=_npm_start),
    Stack(marker="package.json", set_up=("uses actions/setup-node@v4", "npm install"), start=_npm_start),
    Stack(
        marker="manage.py",
        set_up=("uses actions/setup-python@v5", "pip install -r requirements.txt"),
        start=lambda _: "python manage.py runserver 0.0.0.0:8000",
        port=8000,
    ),
    Stack(
        marker="requirements.txt", set_up=("uses actions/setup-python@v5", "pip install -r requirements.txt"), port=8000
    ),
    Stack(marker="pyproject.toml", set_up=("uses actions/setup-python@v5", "pip install ."), port=8000),
    Stack(
        marker="config.ru", set_up=("bundle install",), start=lambda _: "bundle exec rackup --host 0.0.0.0", port=9292
    ),
    Stack(marker="Gemfile", set_up=("bundle install",)),
    Stack(marker="go.mod", set_up=("uses actions/setup-go@v5",), start=lambda _: "go run .", port=8080),
    Stack(
        marker="composer.json",
        set_up=("composer install",),
        start=lambda _: "php -S 0.0.0.0:8000 -t public",
        port=8000,
    ),
    Stack(marker="pom.xml", set_up=("uses actions/setup-java@v4",), start=lambda _: "mvn spring-boot:run", port=8080),
)
"""In the order in which they are asked: what starts the whole server comes before a language's own files."""


def look(folder: Path, *, listens: Callable[[int], bool] | None = None) -> Project:
    """Read what the folder's files and this machine's open ports show. Nothing is started, nothing is sent.

    Raises:
        OSError: when the folder cannot be read.
    """
    names = {path.name for path in folder.iterdir()}
    found, guessed = [], {"start", "port", "path"}
    stack = next((one for one in STACKS if one.marker in names), None)
    start = stack.start(folder) if stack else ""
    if start and stack:
        found.append(f"{stack.marker}: `{start}` starts the server")
    if "Procfile" in names and not (stack and not stack.in_background):
        web = re.search(r"^web:\s*(.+?)\s*$", _text(folder / "Procfile"), re.MULTILINE)
        if web:
            start = web[1]
            found.append(f"Procfile: `{start}` starts the server")
    if start:
        guessed.discard("start")
    port, where = _port(folder, stack)
    if not (listens or _listens)(port):
        others = [one for one in (*{row.port for row in STACKS}, 5000, 8888) if (listens or _listens)(one)]
        if len(others) == 1 and not where:
            port, where = others[0], "this machine"
    if where:
        found.append(f"{where}: port {port}")
        guessed.discard("port")
    path, source = _route(folder)
    if source:
        found.append(f"{source}: the route {path}")
    return Project(
        set_up=stack.set_up if stack else (),
        start=start,
        in_background=stack.in_background if stack else True,
        port=port,
        path=path or DEFAULT_PATH,
        found=tuple(found),
        guessed=frozenset(guessed),
    )


def _port(folder: Path, stack: Stack | None) -> tuple[int, str]:
    if stack and not stack.in_background and (published := _PUBLISHED.search(_text(folder / stack.marker))):
        return int(published[1]), stack.marker
    for name in (".env.example", ".env.sample", "Procfile", "package.json", "Dockerfile"):
        if (named := _PORT.search(_text(folder / name))) and int(named[1]) < 65_536:  # noqa: PLR2004  TCP's last port
            return int(named[1]), name
    for path in islice(_sources(folder), _MOST_FILES):
        if (named := _PORT.search(_text(path))) and int(named[1]) < 65_536:  # noqa: PLR2004  likewise
            return int(named[1]), path.relative_to(folder).as_posix()
    return (stack.port if stack else DEFAULT_PORT), ""


def _route(folder: Path) -> tuple[str, str]:
    """Return the likeliest route of a webhook and the file that names it: one that says SMS before another."""
    routes = [
        (not _SURELY.search(route), -route.count("/"), number, route, path.relative_to(folder).as_posix())
        for number, path in enumerate(islice(_sources(folder), _MOST_FILES))
        for route in _ROUTE.findall(_text(path))
        if "." not in route.rsplit("/", 1)[-1] or route.endswith(".php")
    ]
    return min(routes)[3:] if routes else ("", "")


def _sources(folder: Path) -> Iterator[Path]:
    """Yield the folder's source files, those higher up first, without what is installed, built or hidden."""
    folders = [folder]
    for here in folders:  # grows while it is read
        try:
            inside = sorted(here.iterdir())
        except OSError:
            continue
        yield from (one for one in inside if one.suffix in _SOURCES and one.is_file())
        if len(folders) < _MOST_FILES:
            folders += [
                one
                for one in inside
                if one.name not in _SKIPPED and not one.name.startswith(".") and one.is_dir() and not one.is_symlink()
            ]


def _text(path: Path) -> str:
    if not path.is_file():  # neither a FIFO nor a device is waited for
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_WAIT):
            return True
    except OSError:
        return False
