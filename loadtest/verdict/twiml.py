"""Reading a reply's body as Twilio would: the texts the sender of the message gets to read, or why there are none.

Sources: twilio.com/docs/messaging/twiml (verbs, content types) and twilio.com/docs/api/errors/<code>. Nothing here
raises anything but `NotTwimlError`, whatever the bytes.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from xml.parsers import expat

from loadtest.words.exchange import LONGEST_MESSAGE

MESSAGES_KEPT = 10
"""Messages one reply may send; Twilio warns about more (14109)."""

PAGE_READ = 16_384
"""Characters of an error page that are read for its text."""

VERBS = frozenset({"Message", "Sms", "Redirect"})
PARTS = frozenset({"Body", "Media"})
VOICE_VERBS = frozenset(
    {
        *("Say", "Play", "Gather", "Dial", "Record", "Hangup", "Pause", "Reject", "Enqueue", "Leave"),
        *("Pay", "Prompt", "Connect", "Start", "Stop", "Refer"),
    }
)

# Only character sets: Python knows codecs by such names that are none, and some that never end well.
_CHARSET = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|koi8-[ru]"
    r"|shift-jis|euc-(?:jp|kr)|iso-2022-jp|gb(?:k|2312|18030)|big5"
)
_DECLARED = re.compile(rb"""<\?xml[^>]{1,80}encoding\s*=\s*["']([\w.-]{1,40})["']""")
_SPACE = re.compile(r"\s+")
_UNSHOWN = re.compile(r"(?i)<(/?)(?:script|style)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


class NotTwimlError(Exception):
    """The body is not TwiML: `code` is the error that Twilio logs, if it logs one, the message a sentence."""

    def __init__(self, code: int | None, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Twiml:
    """A readable reply: what the sender is texted (whitespace folded), and what Twilio would warn about."""

    texts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def parse_twiml(body: bytes, content_type: str) -> Twiml:
    """Return the messages of a TwiML document.

    The character set is the Content-Type's, else the XML declaration's, else UTF-8. A DOCTYPE is a parse failure: TwiML
    has none, and refusing it keeps entity bombs and external entities out. Raises `NotTwimlError` (12100, 12102).
    """
    document = _Document()
    try:
        document.parse(_decode_strictly(body, content_type))
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotTwimlError(12100, f"the body does not parse as XML ({error})") from None
    return document.twiml()


def charset(body: bytes, content_type: str) -> str:
    """Return the character set's name in lower case, from the Content-Type, the XML declaration, or by default."""
    _, _, named = content_type.lower().partition("charset=")
    name = named.partition(";")[0].strip(" \t\"'")
    if not name:
        declared = _DECLARED.match(body)
        name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    return name.replace("_", "-")


def plain_text(body: bytes, content_type: str) -> str:
    """Return a body as text with its whitespace folded; what cannot be decoded is replaced."""
    return fold_space(_decode_anyhow(body, content_type))


def page_text(body: bytes, content_type: str) -> str:
    """Return what a person would see of an error page: HTML and XML without tags, scripts and styles."""
    text = _decode_anyhow(body, content_type)[:PAGE_READ]
    if media_type(content_type).endswith(("html", "xml")) or text.lstrip().startswith("<"):
        first, *rest = _UNSHOWN.split(text)
        shown = [first, *(piece for slash, piece in zip(rest[::2], rest[1::2], strict=True) if slash)]
        text = html.unescape(_TAG.sub(" ", " ".join(shown)))
    return fold_space(text)


def media_type(content_type: str) -> str:
    """Return `text/xml` from `Text/XML; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def fold_space(text: str) -> str:
    """Return `text` with every run of whitespace made one blank, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


def _decode_strictly(body: bytes, content_type: str) -> str:
    name = charset(body, content_type)
    if not _CHARSET.fullmatch(name):
        raise ValueError(f"unknown character set {name[:40]}")
    text = body.decode(name)
    if text.startswith("\ufeff"):
        raise ValueError("a byte order mark stands before the document")
    return text


def _decode_anyhow(body: bytes, content_type: str) -> str:
    name = charset(body, content_type)
    try:
        return body.decode(name if _CHARSET.fullmatch(name) else "utf-8", "replace")
    except LookupError:  # iso-8859-12 and its like
        return body.decode("utf-8", "replace")


class _Document:
    """One pass over a TwiML document: events in, texts and warnings out."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._texts: list[str] = []
        self._current: list[str] = []
        self._has_media = False
        self._messages = 0
        self._warnings: dict[str, None] = {}  # an ordered set

    def parse(self, text: str) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(text, True)

    def twiml(self) -> Twiml:
        if self._messages > MESSAGES_KEPT:
            self._warn(14109, f"more than {MESSAGES_KEPT} messages in one reply")
        return Twiml(texts=tuple(self._texts), warnings=tuple(self._warnings))

    def _doctype(self, *_: object) -> None:
        raise ValueError("TwiML has no DOCTYPE")

    def _start(self, name: str, _attributes: object) -> None:
        depth = len(self._open)
        self._open.append(name)
        if depth == 0 and name != "Response":
            raise NotTwimlError(12102, f"the root element is <{name[:40]}>, not <Response>")
        if depth == 1:
            self._verb(name)
        elif depth > 1 and self._open[1] in VERBS:
            if depth > 2 or self._open[1] == "Redirect" or name not in PARTS:  # noqa: PLR2004  Response, verb, part
                self._warn(12200, f"<{name[:40]}> is unknown inside <{self._open[-2][:40]}> (names are case-sensitive)")
            self._has_media |= name == "Media"

    def _verb(self, name: str) -> None:
        if name in VOICE_VERBS:
            self._warn(14110, f"<{name}> is a voice verb and does nothing in a reply to a message")
        elif name not in VERBS:
            self._warn(12200, f"the verb <{name[:40]}> is unknown and does nothing (names are case-sensitive)")
        self._current.clear()
        self._has_media = False

    def _end(self, name: str) -> None:
        self._open.pop()
        if len(self._open) != 1 or name not in {"Message", "Sms"}:
            return
        self._messages += 1
        text = "".join(self._current).strip()
        if len(text) > LONGEST_MESSAGE:
            self._warn(14103, f"a message is longer than {LONGEST_MESSAGE} characters")
        elif not text and not self._has_media:
            self._warn(14103, "a message is empty")
        self._texts.append(fold_space(text))

    def _data(self, data: str) -> None:
        match self._open[1:]:
            case ["Message" | "Sms"] | ["Message" | "Sms", "Body"]:
                self._current.append(data)

    def _warn(self, code: int, sentence: str) -> None:
        self._warnings[f"{code}: {sentence}"] = None
