"""Mutated inputs for whatever reads what others wrote: `python tests/fuzz/fuzz.py [SECONDS] [TARGET …]`.

Inputs that reach new lines of ours are kept beside this file, one a line in base64, and are where the next run begins;
so are those that raised what they must not, which ends the run with 1. `test_fuzz.py` replays them all.
"""

from __future__ import annotations

import json
import random
import sys
import time
from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(HERE.parent)]

import factories  # noqa: E402  whose folder is only now known

from loadtest import config  # noqa: E402
from loadtest.measure.series import Endpoint, Gatherer  # noqa: E402
from loadtest.measure.series.metrics_text import read_metrics  # noqa: E402
from loadtest.report.files.json_file import from_json, is_as_written, to_json  # noqa: E402
from loadtest.report.registry import RENDERERS  # noqa: E402
from loadtest.send.reply_reader import BrokenHttpError, ReplyReader  # noqa: E402
from loadtest.verdict.judge import Judge  # noqa: E402
from loadtest.words.errors import ConfigError  # noqa: E402
from loadtest.words.mask import Mask  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEPT, LONGEST = 150, 4096
TOKENS = (
    *(
        b"\0",
        b"\r\n",
        b"\n",
        b"<",
        b"&#",
        b"]]>",
        b"%s",
        b"=",
        b",",
        b"#",
        b"@/dev/zero",
        b"-1",
        b"1e308",
        b"NaN",
        b"9" * 30,
    ),
    *(
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"<Message>",
        b'{"a":',
        b"null",
        b"\xf0\x9f\x98\x80",
    ),
    *(b"+15555551001", b"p99.9 < ", b"baseline + 10%", b"30s at 10/s", b"\xff\xfe", b"http://u:p@h:0/"),
)
JUDGE = Judge(mask=Mask(["sentinel-token-7f1c0d2e9b8a4653"]))


def replies(data: bytes) -> None:
    """Read and judge what a server answers: never an exception but for broken HTTP."""
    reader = ReplyReader()
    try:
        reader.feed(data)
        reader.end()
    except BrokenHttpError:
        return
    if reader.complete:
        JUDGE.judge(reader.reply())


def metrics(data: bytes) -> None:
    """Take in what a monitor's page holds."""
    gatherer = Gatherer()
    for at in range(3):
        gatherer.add(Endpoint(name="page", url="http://localhost/"), float(at), read_metrics(data))
    gatherer.series()


def results(data: bytes) -> None:
    """Read a results.json: damaged, or every report can be made."""
    text = data.decode("utf-8", "replace")
    try:
        result = from_json(text)
    except (ValueError, RecursionError):
        return
    try:
        for render in RENDERERS.values():
            render(result, ())
    except Exception:
        if is_as_written(text):
            raise


def settings(data: bytes) -> None:
    """Take `name=value` lines for what a user types: mistakes, or a plan."""
    given = dict(line.split("=", 1) for line in data.decode("utf-8", "replace").splitlines() if "=" in line)
    known = {option.name for option in config.OPTIONS if not option.secret}
    flags = {name: value for name, value in given.items() if name in known}
    try:
        env = {"TWILIO_AUTH_TOKEN": "token-of-the-fuzzer"}
        made = config.load(config.Sources(flags=flags, env=env, read_file=_no_file), seed=1)
    except ConfigError as error:
        if not all(problem.isprintable() for problem in error.problems):
            raise AssertionError(error.problems) from None
    else:
        made.plan()


def _no_file(path: str) -> str:
    raise FileNotFoundError(2, "No such file or directory", path)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "replies": replies,
    "metrics": metrics,
    "results": results,
    "settings": settings,
}


def seeds(name: str) -> list[bytes]:
    """Return what the first run of a target begins with."""
    match name:
        case "replies":
            return [path.read_bytes() for path in sorted((HERE.parent / "corpus").glob("*.http"))]
        case "metrics":
            return [
                b'{"success": true, "data": {"hits": 1, "misses": 2.5}}',
                b'# TYPE a counter\na{b="c"} 1 2\nd NaN\n',
            ]
        case "results":
            return [to_json(factories.aborted()).encode(), to_json(factories.result([factories.accepted()])).encode()]
        case _:
            return [f"{option.name}={option.default or option.value}".encode() for option in config.OPTIONS]


def corpus(name: str) -> list[bytes]:
    """Return the kept inputs of a target."""
    path = HERE / f"{name}.txt"
    return [b64decode(line) for line in path.read_text("ascii").splitlines()] if path.exists() else []


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return `data` with one to four changes."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randint(0, len(out)), chance.randint(1, 16)
        match chance.randrange(5):
            case 0:
                out[at:at] = chance.choice(TOKENS)
            case 1:
                del out[at : at + length]
            case 2:
                out[at : at + length] = chance.randbytes(length)
            case 3:
                out[at:at] = out[at : at + length] * chance.randint(1, 20)
            case _:
                other = chance.choice(others)
                begin = chance.randint(0, len(other))
                out[at : at + length] = other[begin : begin + chance.randint(1, 200)]
    return bytes(out)


def lines_of(target: Callable[[bytes], None], data: bytes, seen: set[tuple[str, int]]) -> bool:
    """Run a target; return whether it came to lines of ours that are not in `seen`, and add them."""
    before = len(seen)

    def trace(frame: Any, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if "/loadtest/" not in name:
            return None
        if event == "line":
            seen.add((name, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        target(data)
    finally:
        sys.settrace(None)
    return len(seen) > before


def fuzz(name: str, seconds: float, chance: random.Random) -> Iterator[str]:
    """Fuzz one target for so long; yield a line for every input that raised what it must not."""
    target, kept, seen = TARGETS[name], corpus(name), set[tuple[str, int]]()
    pool = [*seeds(name), *kept]
    for data in pool:
        lines_of(target, data, seen)
    tried, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(chance.choice(pool), pool, chance)
        tried += 1
        try:
            new = lines_of(target, data, seen)
        except Exception as error:  # noqa: BLE001  what a target must not raise
            yield f"{name}: {type(error).__name__}: {error!s:.200} on {data[:200]!r}"
            kept.append(data)
        else:
            if new and len(data) <= LONGEST and len(kept) < KEPT:
                kept.append(data)
                pool.append(data)
    (HERE / f"{name}.txt").write_text("".join(f"{b64encode(data).decode()}\n" for data in kept), "ascii")
    print(json.dumps({"target": name, "tried": tried, "lines": len(seen), "kept": len(kept)}))  # noqa: T201


def main(argv: list[str]) -> int:
    """Fuzz every target, or those named."""
    seconds = float(argv.pop(0)) if argv and argv[0].replace(".", "").isdigit() else 60.0
    faults = [fault for name in argv or TARGETS for fault in fuzz(name, seconds, random.Random())]
    print("\n".join(faults) or "nothing raised what it must not")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
