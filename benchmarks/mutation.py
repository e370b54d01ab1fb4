"""Would the tests notice? Mutates the pure packages and writes docs/mutation.md; `make mutate` is the way in.

mutmut works on a copy of the project under build/mutate/PART, with the tests of the one package alone. There a property
stands behind its function instead of above it, because mutmut leaves decorated functions as they are, and much of what
is worked out here is a property. What was killed counts until its function changes; survivors are tried again when
the package's tests changed. `--fresh` begins anew; `--sample 400` tries as many of each part, drawn at random by a
fixed seed, and a larger sample holds the smaller one.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import inspect
import json
import math
import os
import random
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from benchmarks.page import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/mutation.md"
EQUIVALENT = Path(__file__).with_name("mutation_equivalent.toml")
GOAL = 0.90
SEED = 21
Z = 1.959964  # of 95 %
_COPIED = ("loadtest", "tests")
_LATE = {24, 36, 152, 255, -24}
_KILLED, _UNSEEN = {1, 2, 3} | _LATE, {5, 33}
"""mutmut's codes: a test failed, could not be collected or took too long; no test runs the function."""
_SETTINGS = """
[tool.mutmut]
source_paths = ["loadtest"]
only_mutate = {only}
do_not_mutate = {never}
also_copy = ["entrypoint.py"]
pytest_add_cli_args = ["-x"]
pytest_add_cli_args_test_selection = {tests}
max_stack_depth = -1
use_git_change_detection = false
on_dependency_change = "ignore"
timeout_constant = 4.0
"""
"""mutmut counts seconds of the wall: 15 for each of the tests' own, and a minute besides, so that a busy machine kills
nothing.
"""
_PROFILE = """
import json
import pathlib
import sys
from hypothesis import Phase
settings.register_profile(
    "mutant", max_examples=20, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("mutant")


def pytest_configure() -> None:
    for name, module in list(sys.modules.items()):
        if "/tests/" in (getattr(module, "__file__", None) or "") and not name.endswith("conftest"):
            del sys.modules[name]


def pytest_collection_modifyitems(items: list) -> None:
    stats = pathlib.Path("mutmut-stats.json")
    took = json.loads(stats.read_text())["duration_by_test"] if stats.exists() else {}
    items.sort(key=lambda item: took.get(item.nodeid, 0.0))
"""
"""The same few examples for every mutant, no smaller ones looked for once a test failed, and the quick tests first.

Each mutant's process is a copy of one that has run the tests already: what the tests' tables hold must be made again.
"""
_RUN = """
import json, sys
from mutmut import __main__ as mutmut
size, children = sys.argv[1:]
collect = mutmut.collect_source_file_mutation_data

def some(**how):
    mutants, files = collect(**how)
    names = drawn([name for _, name, _ in mutants], int(size))
    return [mutant for mutant in mutants if mutant[1] in names], files

mutmut.collect_source_file_mutation_data = some
mutmut.run(["--max-children", children])
"""
"""mutmut alone would begin with the mutants whose tests are quick."""
_SHOW = """
import json, sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
names = json.load(sys.stdin)
print(json.dumps({name: get_diff_for_mutant(name, path=find_mutant(name).path) for name in names}))
"""
_ABOUT = """# Would the tests notice?

[mutmut](https://mutmut.readthedocs.io/) changes one operator, number, text or argument at a time in the packages that
work everything out, and runs that package's own tests on each change. A change that no test notices survives.
`make mutate` does that and writes this page (`PARTS="pacing verdict"` for some; the rest is as it was before;
`SAMPLE=400` for as many of each part).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is mutated together: globs below loadtest/, of which `never` are left out, and the tests that run."""

    name: str
    about: str
    only: tuple[str, ...]
    tests: tuple[str, ...]
    never: tuple[str, ...] = ()


def _package(name: str, about: str, *, never: tuple[str, ...] = ()) -> Part:
    return Part(name=name, about=about, only=(f"{name}/*",), never=never, tests=(f"tests/{name}",))


_COUNTED = ("recorder", "snapshot", "histogram", "answers", "matching", "ledger", "replies", "finished", "generator")
_CONCLUDED = ("target", "target_text", "targets", "inconclusive", "certainty", "result")
PARTS = (
    _package("pacing", "when a message is due"),
    _package("message", "what is sent"),
    _package("verdict", "what came back, less the wordings", never=("verdict/wordings/*",)),
    Part(
        name="counting",
        about="counting in `measure`",
        only=tuple(f"measure/{name}.py" for name in _COUNTED),
        tests=("tests/measure",),
    ),
    Part(
        name="targets",
        about="targets and conclusions of `assess`",
        only=tuple(f"assess/{name}.py" for name in _CONCLUDED),
        tests=("tests/assess",),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalent:
    """A change that changes nothing that anybody could notice: a part of the function's name, of the line, and why."""

    function: str
    line: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What became of a part's mutants; `survivors` are their names, each with the line as it was changed.

    `total` were made, `tried` were tried; `sample` is how many were drawn, 0 where all were to be tried. Of those
    killed, `late` ran into the limit of time.
    """

    total: int
    tried: int
    sample: int = 0
    killed: int
    late: int
    unseen: int
    survivors: dict[str, str]

    @property
    def whole(self) -> bool:
        """Whether every mutant was tried."""
        return self.tried == self.total

    @property
    def ended(self) -> bool:
        """Whether all were tried that were to be."""
        return self.whole or self.tried == self.sample

    def equivalent(self) -> dict[str, Equivalent]:
        """Return those survivors that nobody could notice."""
        found = {}
        for name, line in self.survivors.items():
            for one in _equivalents():
                if one.function in name and one.line in line:
                    found[name] = one
        return found


@cache
def _equivalents() -> tuple[Equivalent, ...]:
    return tuple(Equivalent(**entry) for entry in tomllib.loads(EQUIVALENT.read_text("utf-8"))["equivalent"])


def main() -> int:
    """Try the parts that were named, or all, and write the page; return 1 when one could not be tried."""
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(part.name for part in PARTS))
    parser.add_argument("--fresh", action="store_true", help="try every mutant again")
    parser.add_argument("--sample", type=int, default=0, metavar="COUNT", help="try as many of each part, at random")
    told = parser.parse_args()
    if unknown := set(told.parts) - {part.name for part in PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in PARTS:
        if not told.parts or part.name in told.parts:
            _try(part, sample=told.sample, fresh=told.fresh)
    PAGE.write_text(page({part: _score(part) for part in PARTS}), "utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


def _folder(part: Part) -> Path:
    return ROOT / "build/mutate" / part.name


def drawn(names: Sequence[str], size: int) -> set[str]:
    """Return as many of the names, always the same; with a size of 0 or beyond their number, all of them."""
    shuffled = sorted(names)
    random.Random(SEED).shuffle(shuffled)
    return set(shuffled[: size or None])


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a share of which a sample is known."""
    share, spread = count / of, Z * Z / of
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / of + spread / of / 4)
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def _try(part: Part, *, sample: int, fresh: bool) -> None:
    """Run what is not known yet."""
    folder = _folder(part)
    if fresh:
        rmtree(folder, ignore_errors=True)
    state, stamp = _state(part), folder / "tried"
    known = json.loads(stamp.read_text("utf-8")) if stamp.exists() else {}
    if {**known, "sample": 0} == {**state, "sample": 0} and known.get("sample", 0) in {0, sample}:
        print(f"{part.name}: nothing changed")
        return
    _copy(part)
    if known.get("tests") != state["tests"]:
        _forget_survivors(
            folder, kept=_KILLED if known else _KILLED - {2}
        )  # a run that was broken off ends with 2, too
    stamp.unlink(missing_ok=True)
    print(f"{part.name}:")
    (folder / "sample").write_text(str(sample), "utf-8")
    code = f"from __future__ import annotations\nimport random\nSEED = {SEED}\n{inspect.getsource(drawn)}{_RUN}"
    command = [sys.executable, "-c", code, str(sample), str(os.cpu_count() or 1)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise SystemExit(f"{part.name}: mutmut could not run its tests, see above")
    stamp.write_text(json.dumps(state | {"sample": sample}), "utf-8")


def _state(part: Part) -> dict[str, Any]:
    """Return what the result depends on, as two hashes."""
    mutated = [path for glob in part.only for path in (ROOT / "loadtest").glob(glob) if path.suffix == ".py"]
    tests = [path for name in part.tests for path in (ROOT / name).rglob("*.py")]
    tests += [*(ROOT / "tests").glob("*.py"), ROOT / "requirements/mutate.txt"]
    return {"sources": _hash(mutated), "tests": _hash(tests) + _SETTINGS + _PROFILE}


def _hash(paths: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(paths))).hexdigest()


def _copy(part: Part) -> None:
    """Bring the copy up to date; a file that did not change keeps its time, so that mutmut keeps its results."""
    folder, wanted = _folder(part), _wanted(part)
    for path in [path for top in _COPIED for path in (folder / top).rglob("*.py")]:
        if path.relative_to(folder) not in wanted:
            path.unlink()
            (folder / "mutants" / path.relative_to(folder)).unlink(missing_ok=True)
    for path, content in wanted.items():
        target = folder / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _wanted(part: Part) -> dict[Path, bytes]:
    """Return what the copy holds."""
    found = [path for top in _COPIED for path in (ROOT / top).rglob("*") if "__pycache__" not in path.parts]
    found += [ROOT / "entrypoint.py", ROOT / "pyproject.toml"]
    wanted = {path.relative_to(ROOT): path.read_bytes() for path in found if path.is_file()}
    for path, content in wanted.items():
        if any(path.match(f"loadtest/{glob}") for glob in part.only):
            wanted[path] = undecorated(content.decode()).encode()
    lists = {
        "only": json.dumps([f"loadtest/{glob}" for glob in part.only]),
        "never": json.dumps([f"loadtest/{glob}" for glob in part.never]),
        "tests": json.dumps(part.tests),
    }
    wanted[Path("tests/conftest.py")] += _PROFILE.encode()
    wanted[Path("pyproject.toml")] += _SETTINGS.format(**lists).encode()
    return wanted


def undecorated(source: str) -> str:
    """Return a module whose properties are made behind their functions."""
    lines = source.split("\n")
    found = [
        (node, node.decorator_list[0])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1
    ]
    for node, decorator in sorted(found, key=lambda pair: -pair[0].lineno):
        if isinstance(decorator, ast.Name) and decorator.id in {"property", "cached_property"}:
            assert node.end_lineno
            lines.insert(node.end_lineno, f"{' ' * node.col_offset}{node.name} = {decorator.id}({node.name})")
            del lines[decorator.lineno - 1]
    return "\n".join(lines)


def _results(folder: Path) -> dict[Path, dict[str, int | None]]:
    """Return mutmut's code for each mutant, by the file that holds it."""
    return {
        path: json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        for path in sorted((folder / "mutants").rglob("*.meta"))
        if path.with_suffix("").exists()
    }


def _forget_survivors(folder: Path, *, kept: set[int]) -> None:
    (folder / "mutants/mutmut-stats.json").unlink(missing_ok=True)  # which test runs which function
    for path, codes in _results(folder).items():
        document = json.loads(path.read_text("utf-8"))
        document["exit_code_by_key"] = {name: code if code in kept else None for name, code in codes.items()}
        path.write_text(json.dumps(document), "utf-8")


def _score(part: Part) -> Score | None:
    """Return what is known of a part, None where it was never tried."""
    folder = _folder(part)
    codes = {name: code for found in _results(folder).values() for name, code in found.items()}
    tried = {name: code for name, code in codes.items() if code is not None}
    asked = folder / "sample"
    sample = int(asked.read_text("utf-8")) if asked.exists() and len(tried) < len(codes) else 0
    if sample:
        names = drawn(list(codes), sample)
        tried = {name: code for name, code in tried.items() if name in names}
    if not tried:
        return None
    survivors = sorted(name for name, code in tried.items() if code not in _KILLED)
    return Score(
        total=len(codes),
        tried=len(tried),
        sample=sample,
        killed=len(tried) - len(survivors),
        late=sum(code in _LATE for code in tried.values()),
        unseen=sum(code in _UNSEEN for code in tried.values()),
        survivors=_changed(folder, survivors),
    )


def _changed(folder: Path, mutants: Sequence[str]) -> dict[str, str]:
    """Return the lines of each mutant that are new; one process tells them all."""
    command = [sys.executable, "-c", _SHOW]
    shown = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, input=json.dumps(list(mutants))
    ).stdout
    return {
        name: "\n".join(line[1:].strip() for line in diff.splitlines() if re.match(r"\+(?!\+\+ )", line))
        for name, diff in json.loads(shown).items()
    }


def page(scores: Mapping[Part, Score | None]) -> str:
    """Return the whole page."""
    return "\n".join([_ABOUT, *(table.markdown() for table in _tables(scores) if table.rows)])


def _tables(tried: Mapping[Part, Score | None]) -> list[Table]:
    scores = {part: score for part, score in tried.items() if score is not None}
    known = [one for score in scores.values() for one in score.equivalent().values()]
    left = [
        (part.name, f"`{function}`", f"{count:,}")
        for part, score in scores.items()
        for function, count in Counter(
            map(_function, sorted(set(score.survivors) - set(score.equivalent())))
        ).most_common()
    ]
    return [
        Table(
            title="Score",
            about="The score is the share of those tried that a test notices; one that takes too long counts as "
            "noticed. Where it comes with an interval, it is that of a sample, drawn at random by a fixed seed: of 20 "
            "such intervals, 19 hold the share of all (Wilson's, 95 %). The goal counts as reached when the lower end "
            "reaches it. A part tried whole says *all*.",
            header=(
                "Part",
                "Mutants",
                "Tried",
                "Survive",
                "No test",
                "Too long",
                "Equivalent",
                "Score",
                "Less equivalent",
                "≥ 90%",
            ),
            rows=[row(part, score) for part, score in tried.items()],
        ),
        Table(
            title="Where they survive",
            about="The package's own tests may miss a change in one of these functions; other tests may notice it.",
            header=("Part", "Function", "Survive"),
            rows=left,
        ),
        Table(
            title="Equivalent",
            about="Nobody could notice such a change, so no test can.",
            header=("Function", "Changed to", "Why", "Mutants"),
            rows=[
                (f"`{one.function}`", f"`{one.line}`", one.why, f"{count:,}") for one, count in Counter(known).items()
            ],
        ),
    ]


def row(part: Part, score: Score | None) -> tuple[str, ...]:
    """Return what the table of scores says of a part."""
    if score is None:
        return (f"`{part.name}`: {part.about}", *["not tried"] * 9)
    alike = len(score.equivalent())
    sure = score.killed / score.tried if score.whole else wilson(score.killed, score.tried)[0]
    return (
        f"`{part.name}`: {part.about}",
        f"{score.total:,}",
        "all" if score.whole else f"{score.tried:,} at random{'' if score.ended else ', so far'}",
        f"{len(score.survivors):,}",
        f"{score.unseen:,}",
        f"{score.late:,}",
        f"{alike:,}",
        _share(score, score.tried),
        _share(score, score.tried - alike),
        "no" if sure < GOAL else "yes" if score.ended else "so far",
    )


def _share(score: Score, of: int) -> str:
    low, high = wilson(score.killed, of)
    return f"{score.killed / of:.1%}" + ("" if score.whole else f" ({low:.1%} to {high:.1%})")


def _function(mutant: str) -> str:
    """Return the name of the function that a mutant is one of: `loadtest.a.b.xǁCǁd__mutmut_1` is of `a.b.C.d`."""
    name = re.sub(r"__mutmut_\d+$", "", mutant).removeprefix("loadtest.")
    return name.replace(".xǁ", ".").replace(".x_", ".").replace("ǁ", ".")


if __name__ == "__main__":
    sys.exit(main())
