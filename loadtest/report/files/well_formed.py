"""Whether a result that was read from a file is made of what its types say: else the file is damaged, and not we are.

A dataclass says what its fields hold; a file says whatever it likes. From here on an exception is a fault of our own.
"""

from __future__ import annotations

import sys
from collections import abc
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result

MOST_ITEMS = 1000
"""Targets, outcomes, settings, notes and series: far more than a run can have."""
_LISTS = ("targets", "outcomes", "settings", "notes", "series", "server_log", "diagnosis", "shards")
_PLAIN: dict[Any, tuple[type, ...]] = {float: (int, float), int: (int,), str: (str,), bool: (bool,)}


def check(result: Result) -> None:
    """Raise `ValueError` with the place where `result` is not what its type says, or longer than any run is."""
    for name in _LISTS:
        if len(getattr(result, name, ())) > MOST_ITEMS:
            raise ValueError(f"these results have more {name} than the {MOST_ITEMS:,} that a run can have")
    _check(result, type(result), "results")


def _check(value: Any, hint: Any, where: str) -> None:  # noqa: ANN401, C901  each form of a type once
    origin, args = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        good = isinstance(value, _PLAIN[hint]) and (hint is bool or not isinstance(value, bool))
    elif origin in {Union, UnionType}:
        good = any(_fits(value, one, where) for one in args)
    elif origin is tuple:
        good = isinstance(value, tuple) and (args[-1] is ... or len(args) == len(value))
        if good:
            _each(value, [args[0]] * len(value) if args[-1] is ... else args, where)
    elif origin in {dict, Mapping}:
        good = isinstance(value, dict)
        if good:
            _each(value, [args[0]] * len(value), where)
            _each(value.values(), [args[1]] * len(value), where)
    elif isinstance(hint, type):
        good = isinstance(value, hint)
        if good and is_dataclass(hint):
            for name, its in _hints(hint):
                _check(getattr(value, name), its, f"{where}.{name}")
    else:
        return  # a type that says nothing
    if not good:
        raise ValueError(f"{where} holds {value!r:.60}, which cannot be")


def _each(values: Any, hints: Sequence[Any], where: str) -> None:  # noqa: ANN401  anything with items
    for item, hint in zip(values, hints, strict=True):
        _check(item, hint, where)


def _fits(value: Any, hint: Any, where: str) -> bool:  # noqa: ANN401  as above
    try:
        _check(value, hint, where)
    except ValueError:
        return False
    return True


@cache
def _hints(kind: Any) -> list[tuple[str, Any]]:  # noqa: ANN401  a class; mypy takes one for unhashable
    """Return the fields of a dataclass with their types, also those that only a type checker imports."""
    known: dict[str, Any] = {**vars(abc), "datetime": datetime}
    for name, module in list(sys.modules.items()):
        if name.startswith("loadtest."):
            known |= vars(module)
    hints = get_type_hints(kind, {**known, **vars(sys.modules[kind.__module__])})
    return [(field.name, hints[field.name]) for field in fields(kind)]
