"""The part of a text in which a wording may decide, in the one spelling that the wordings are written for.

Folded text is lower case, without accents, apostrophes, emphasis or pictures, with one form of each full stop, comma
and quotation mark. Folding goes character by character, so that no text makes it slow. Quotations, echoes, questions,
conditions ("if you've reached the limit, …"), explanations, the entries of a menu, and what `GUARDS` names say nothing
about this message: they are cut out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import re2

from loadtest.verdict.wordings.guards import GUARDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READ = 1_600
"""Characters of a text that are read: what one message may have (twilio.com/docs/api/errors/14103)."""
SHORT = 480
"""Characters up to which all of a text is read; whoever says more than that explains something."""
OPENING = 240
"""Characters of a longer text that are read."""

_ALIKE = {
    **dict.fromkeys("'`\u2018\u2019\u02bc\u00b4\u200b\u200c\u200d\ufeff\ufe0e\ufe0f", ""),  # apostrophes, no width
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f", '"'),
    **dict.fromkeys("\u2013\u2014\u2015", " - "),
    "\u3002": ".",
    "\u0964": ".",
    "\u06d4": ".",
    "\u061f": "?",
    "\u060c": ",",
    "\u3001": ",",
    "\u20e3": ")",  # a keycap: the number of a menu's entry
    **dict.fromkeys("\u0623\u0625\u0622\u0671", "\u0627"),  # alef, with whatever it carries
    **dict.fromkeys(
        map(chr, (*range(0x064B, 0x0653), 0x0640)), ""
    ),  # Arabic vowel signs, and the stretching of letters
    "\u0131": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",  # U+0131: dotless i
}
_PICTURES = (("\u2190", "\u2bff"), ("\U0001f000", "\U0001faff"))
_FOLDS_KEPT = 4096
_ACCENTS = ("\u0300", "\u036f")


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _FOLDS_KEPT:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    if any(first <= character <= last for first, last in _PICTURES):
        return " "
    if "\ud800" <= character <= "\udfff":
        return "?"  # half a surrogate pair: no text, and UTF-8 has no bytes for it
    parts = unicodedata.normalize("NFKD", character.casefold())
    bare = "".join(_ALIKE.get(part, part) for part in parts if not _ACCENTS[0] <= part <= _ACCENTS[1])
    return unicodedata.normalize("NFC", bare)


_FOLDS = _Folds()
_EMPHASIS = re.compile("[*~]")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[^.,;:!?]*[.,;:!?]*")
# Single quotes are apostrophes as well: only a pair with blanks around it is a quotation.
_QUOTED = re.compile(r'"[^"]*"')
_SINGLE = re.compile(r"(^|[\s(:])['\u2018][^'\u2018\u2019\n]{3,}['\u2019]($|[\s.,;:!?)])")
_SAID = re.compile(r"[a-z0-9]|[^\W\d_]")
# "If you've reached the limit, …" says what would be, not what is. Italian's "si e verificato" is none.
_CONDITION = re.compile(
    r"\b(?:if|whether|when|whenever|unless|in case|once|as soon as|wenn|falls|sobald|cuando|lorsque|quando|jika|kalau"
    r"|indien|als je|als u|jesli|gdy|si (?:el|la|lo|los|tu|usted|has|ya|no|tienes|quieres|necesitas|deseas"
    r"|le|les|vous|votre|ton|cela|ca)|se (?:voce|o|a|seu|sua|precisar|quiser|vuoi|hai|il|la)"
    r"|om (?:du|ni|nagot|det|din|ditt)|hvis|jos|pokud|daca|neu (?:ban|co|gap|khong)|eger|kung|ikiwa|если|якщо|αν|εαν|אם"
    r"|اذا|अगर|यदि|যদি)\b[^.,;:!?]*|(?:如果|若您|もし|万が一|만약|ถ้า|หาก)[^.,;:!?]*"
)
_EXPLAINS = re.compile(
    r"\b(?:means?|meaning|stands for|refers to|defined as|in statistics|indicates|points to|is (?:when|the code for"
    "|what"
    "|where)|(?:error|code|status) [a-z0-9-]+ is|happens (?:when|if|because)|(?:occurs|appears|shows up) (?:when"
    "|if)|is (?:usually|often|typically|called"
    r"|short for)|you (?:get|see) (?:an? |the )?\"|caps how|(?:usually|often|mostly|typically) (?:means|comes|happens"
    r"|a sign)"
    "|significa|indica que|quiere decir|se refiere a|es cuando|suele (?:ser|indicar|deberse)|quer dizer|acontece "
    "quando"
    r"|signifie|indique que|veut dire|correspond a|survient quand|arrive quand|bedeutet|heisst|steht fur|besagt"
    "|tritt (?:[a-z]+ )?auf|vuol dire|sta per|indica (?:che|un|una)|oznacza|znaczy|pojawia sie,? gdy|berarti"
    "|artinya|betekent"
    r"|wil zeggen|staat voor|betyder|innebar|znamena|inseamna|tarkoittaa|azt jelenti|nghia la|co nghia|ibig sabihin"
    r"|maana yake|inamaanisha|означает|значит|означае|означає|σημαινει|yani|anlamina gelir|demektir|demek|يعني|تعني"
    r"|معناه|פירושו|פירושה|אומר ש|משמעו)\b|意味|とは|意思是|表示(?:您|你|该|服务|伺|请求|頁|页)|是指|뜻(?:은|이|입니다)"
    "|의미|मतलब|অর্থ|หมายถึง|หมายความ"
)
# What stands at the beginning of a text speaks for all of it: whoever explains or jests does not decline.
_CONCLUDES = re.compile(r"(?:this|that|it|which|esto|eso|isso|cela|ca|das|dies|questo|cio|dat|dit|det|это|это|bu) ")
_JESTS = re.compile(
    r"[\u00bf ]*(?:why (?:did|do|does|was|were|is|are|cant|couldnt|dont|doesnt)|what do you (?:call|get)|whats the "
    "difference"
    "|how many [a-z ]+ does it take|did you hear|knock,? knock|have you heard|por ?que|pourquoi|warum|perche"
    "|waarom|dlaczego|neden|kenapa"
    "|mengapa|varfor|hvorfor|tai sao|vi sao|bakit|kwa ?nini|proc|de ce|miksi|miert|que le dijo|o que o|was sagt"
    "|cosa dice"
    r"|почему|чому|зачем|لماذا|ليش|למה|מדוע|γιατι)\b[^.!?]*\?|knock,? knock|(?:为什么|為什麼|なぜ|どうして|왜"
    "|क्यों|কেন|ทำไม)"
    r"[^.!?]*\?|[^.!?]* (?:क्यों|কেন)[^.!?]*\?"
)
_ASKS_AGAIN = re.compile(
    r"\b(?:could|can|would|will|mind|care) (?:you |to )?(?:please |kindly |maybe )?(?:try|ask|text|send|sending"
    "|trying|asking"
    r"|texting|resend|retry|repeat|message|come)\b.*\b(?:again|later|once more|in an?|resend|retry)\b"
)
"""A polite wish that the message be sent again is no question."""
_MEMORY = 1 << 24
"""Bytes that the states of one walk may take."""


def together(rows: Sequence[str]) -> re2.Set:
    """Return patterns that RE2 searches in one walk: its `Match` gives the numbers of those that occur, or None."""
    options = re2.Options()
    options.max_mem, options.never_capture = _MEMORY, True
    found = re2.Set.SearchSet(options)
    for row in rows:
        found.Add(row)
    found.Compile()
    return found


_GUARDED = together(GUARDS)
_GUARD = tuple(re.compile(guard) for guard in GUARDS)


def fold(text: str) -> str:
    """Return `text` in the form the built-in patterns are written for."""
    return html.unescape(text).translate(_FOLDS)


def _not_explained(told: str) -> Iterator[str]:
    """Yield the clauses that neither ask nor explain; what explains does so until its sentence ends.

    An explanation with which a text begins is all it gives.
    """
    explains, first = False, True
    for clause in _CLAUSE.findall(told):
        explains = explains or _EXPLAINS.search(clause) is not None
        if not explains and (not clause.endswith("?") or _ASKS_AGAIN.search(clause)):
            yield clause
        if clause.endswith((".", "!", "?")):
            if explains and first and not _CONCLUDES.match(told):
                return
            explains = first = False


@lru_cache(maxsize=8)  # every table asks for the same text in turn
def decisive(text: str) -> str:
    """Return what of `text` may decide, folded, with single blanks."""
    unescaped = _EMPHASIS.sub("", html.unescape(text[:READ]))
    told = unescaped.translate(_FOLDS)
    unquoted = _QUOTED.sub(" ", _SINGLE.sub(r"\1 \2", unescaped).translate(_FOLDS))
    if _SAID.search(unquoted):  # else the whole text is one quotation, as JSON is
        told = unquoted
    told = _SPACE.sub(" ", told).strip(' "-([|>#')
    if len(told) > SHORT:
        told = told[:OPENING]
    if _JESTS.match(told):
        return ""
    if "?" in told or _EXPLAINS.search(told):
        told = "".join(_not_explained(told))
    told = _CONDITION.sub("", told)
    for number in sorted(_GUARDED.Match(told) or ()):
        told = _GUARD[number].sub(" ", told)
    return told.strip()
