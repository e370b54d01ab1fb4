"""What an option is, and how a field of `Config` declares one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from loadtest.config import values

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag: `value` shows in the help what to type (empty: a switch), `many` adds up what is repeated."""

    name: str = ""
    about: str
    value: str = ""
    many: bool = False
    secret: bool = False
    env: str = ""

    @property
    def flag(self) -> str:
        """The flag as it is typed: `--kebab-name`."""
        return f"--{self.name}"

    @property
    def is_switch(self) -> bool:
        """Whether the flag alone means true."""
        return not self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Flag):
    """One option as users meet it.

    `default` is what one would type, or empty where nothing typed is the same; `otherwise` says in words what holds
    then. `value` shows in the help what to type; `unit` is that of a bare number. `many`: a list, so a repeated flag
    adds to it. `at_file`: `@path` reads the value from a file. A secret has no flag and is never shown.
    """

    group: str
    parse: Callable[[str], Any]
    default: str
    unset: Any
    otherwise: str
    unit: str
    at_file: bool

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names that carry the action's input: as the runner spells it, and as other systems can."""
        name = f"INPUT_{self.name.upper()}"
        return tuple(dict.fromkeys((name, name.replace("-", "_"))))

    @property
    def is_switch(self) -> bool:
        """Whether the flag alone means true."""
        return self.parse is values.boolean


def option(  # noqa: PLR0913  all that a row holds
    about: str,
    parse: Callable[[str], T],
    default: str = "",
    *,
    value: str,
    group: str = "",
    env: str = "",
    unit: str = "",
    unset: object = None,
    otherwise: str = "",
    secret: bool = False,
    many: bool = False,
    at_file: bool = False,
) -> T:
    """Declare an option as a dataclass field; `group` is given where a group begins, `unset` stands for no default."""
    row = Option(
        about=about,
        parse=parse,
        default=default,
        value=value,
        group=group,
        env=env,
        unit=unit,
        unset=unset,
        otherwise=otherwise or default,
        secret=secret,
        many=many,
        at_file=at_file,
    )
    declared: T = field(metadata={"option": row})
    return declared


def secret_flag(option: Flag) -> str:
    """Return the sentence that refuses a secret on the command line, where every process of the machine can read it."""
    return f"{option.name} is a secret and has no flag; set {option.env} in the environment or in .env.test"
