"""Server text is hostile: nothing a server sent reaches a report without passing through here.

Whatever comes in, `line` gives one line of printable characters that no log reads as a command. That is also all that
XML allows, so an XML writer needs to escape nothing but its own three characters. `markdown` and `code` go further.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

LONGEST = 300
"""Characters that a quoted text is cut to."""

_SPACE = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"  # they shape Persian, Hindi and many emoji
# The legacy command of GitHub's runner, Azure's and TeamCity's: honoured anywhere in a line.
_LOG_COMMAND = re.compile(r"##(?=\w*\[)")
_STRUCTURE = re.compile(r"[&<>|`*_~\[\]#@!\\{}$+]|:(?=\S)|(?<=www)\.", re.IGNORECASE)
_BACKTICKS = re.compile("`([^`]+)`")
_REFERENCE = re.compile(r"(&#64;|&#35;)(?=\w)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASCII = str.maketrans({"✓": "[met]", "✗": "[missed]", "≥": ">=", "≤": "<=", "…": "..."})


def line(text: str, longest: int = LONGEST) -> str:
    r"""Return `text` as one line: white space folded, what cannot be seen shown escaped (`\x1b`), cut to `longest`."""
    # Cut before and after: ten megabytes cost nothing, and white space does not count.
    folded = _SPACE.sub(" ", text[: 4 * longest]).strip()
    shown = "".join(char if char.isprintable() or char in _JOINERS else _escaped(char) for char in folded)
    shown = _LOG_COMMAND.sub("# #", shown)
    if len(shown) <= longest and len(text) <= 4 * longest:
        return shown
    return shown[: longest - 1] + "…"


def short(text: str, longest: int = LONGEST) -> str:
    """Return `text` as one line of at most `longest` characters; long words (URLs) lose their middle first.

    What to do stands at the end of a sentence, and some readers show nothing but this line.
    """
    whole = line(text, 20 * longest)
    for kept in (80, 40, 24):
        if len(whole) <= longest:
            break
        whole = " ".join(
            f"{word[: kept * 2 // 3]}…{word[-kept // 3 :]}" if len(word) > kept else word for word in whole.split(" ")
        )
    return line(whole, longest)


def ascii_only(text: str) -> str:
    """Return `text` for a terminal that can show nothing but ASCII."""
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def markdown(text: str, longest: int = LONGEST) -> str:
    """Return `text` as words in a GitHub-flavoured Markdown line or table cell: no structure, links or mentions.

    A character written as an entity is never structure (CommonMark, section 2.5), but GitHub looks for `@name` and
    `#12` in the rendered text, so a zero-width space parts those.
    """
    return _words(line(text, longest))


def prose(text: str, longest: int = LONGEST) -> str:
    """Return a sentence of ours as `markdown`, with what stands between backticks as code."""
    parts = _BACKTICKS.split(line(text, longest))
    shown = (f"<code>{_entities(part)}</code>" if place % 2 else _words(part) for place, part in enumerate(parts))
    return "".join(shown)


def code(text: str, longest: int = LONGEST) -> str:
    """Return `text` as inline code; unlike backticks this works in a table cell and for every text."""
    return f"<code>{_entities(line(text, longest))}</code>"


def without_userinfo(url: str) -> str:
    """Return `url` without its user and password: they are secrets."""
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:  # not a URL at all; what might be a password goes
        return url.rpartition("@")[2]


def json_text(document: Any, *, indent: int | None = None) -> str:  # noqa: ANN401  whatever JSON may hold
    """Return a JSON file's text in ASCII; a lone surrogate becomes U+FFFD, an infinite number null."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(_finite(document), indent=indent, separators=separators, allow_nan=False)
    # `##[` is a command to GitHub's runner anywhere in a line, should somebody print the file there.
    return text.replace("##", "#\\u0023") + "\n"


def _finite(value: Any) -> Any:  # noqa: ANN401  likewise
    """Return `value` with nothing in it that strict JSON readers refuse."""
    if isinstance(value, dict):
        return {_finite(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _words(text: str) -> str:
    return _REFERENCE.sub(r"\1&#8203;", _entities(text))


def _entities(text: str) -> str:
    return _STRUCTURE.sub(lambda match: f"&#{ord(match[0])};", text)
