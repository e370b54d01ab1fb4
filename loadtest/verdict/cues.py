"""Words that a reply which declines often holds, and many that do not: enough to look twice, never enough to decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loadtest.verdict.wordings.folding import decisive

if TYPE_CHECKING:
    from collections.abc import Iterator

_CUES = re.compile(
    r"\b(?:sorry|apolog\w+|oops|unfortunately|errors?|exceptions?|fail(?:ed|ure|s)?|wrong|problems?|trouble|issues?"
    r"|unable|cannot|cant|couldnt|wont|unavailable|offline|down|maintenance|limit\w*|quota|exceed\w*|throttl\w*"
    r"|too (?:many|much|fast|quick\w*)|slow down|easy there|wait|later|again|busy|overload\w*|timed? ?out"
    r"|denied|declin\w+|reject\w+|refus\w+|invalid|unauthori[sz]ed|forbidden|not (?:allowed|permitted|registered|linked"
    r"|enrolled|authori[sz]ed|supported|recogni[sz]ed|active|available|found|able)|unknown|unsupported|blocked|banned"
    r"|suspended|expired|disabled"
    r"|lo siento|disculp\w+|perdon|fallo|problema|limite\w*|intent[aeo]\w*|demasiad\w+|espera|mas tarde|no se pudo"
    r"|no (?:pude|pudimos|puedo|podemos)|desculp\w+|erros?|falh\w+|tente|aguarde|mais tarde"
    r"|nao (?:foi|consegui\w*|pode)"
    r"|desole\w*|erreurs?|echec|echoue|impossible|reessay\w*|trop|patient\w*|plus tard|malheureusement"
    r"|leider|fehler\w*|entschuldig\w*|fehlgeschlagen|versuch\w*|spater|nicht (?:moglich|verfugbar|bekannt)|zu viele"
    r"|spiacent\w*|errore|riprov\w*|impossibile|troppi|piu tardi|helaas|fout|limiet|uzgun\w*|hata|tekrar|basarisiz"
    r"|maaf|gagal|batas|coba|nanti|przepraszam\w*|blad|sprobuj|forsok|tyvarr|fel)\b"
    r"|извин|ошибк|лимит|попроб|невозможн|слишком|позже|превыш|خطا|خطأ|عذر|حاول|الحد|क्षमा|त्रुटि|सीमा|गलत|माफ"
    r"|抱歉|错误|失败|限制|上限|稍后|无法|超过|申し訳|エラー|失敗|制限|できません|죄송|오류|실패|제한"
)

# Whoever asks back has read the message: that is what a bot says to most of what a load test sends.
_ASKS_BACK = re.compile(
    r"\b(?:(?:did ?nt|do ?nt|could ?nt|can ?t|cannot|did not|do not|could not|not sure i|not) (?:quite |really )?"
    r"(?:understand|understood|(?:get|got|catch|follow) (?:that|this|it|you|your|what|the question))\b"
    r"|(?:did ?nt|did not|do ?nt|do not) (?:quite )?recogni[sz]e (?:that|this|your) (?:command|option|reply|response"
    r"|answer|choice|keyword|input|selection)"
    r"|(?:invalid|unknown|unrecogni[sz]ed|not a valid) (?:command|option|choice|keyword|input|selection|answer)"
    r"|please (?:enter|reply with|choose|pick|select|type) (?:a |an |one )?(?:valid|number|option|digit|letter|of)\b"
    r"|no (?:te |le |lo |la )?(?:entend\w+|entiendo|comprend\w+)|nao (?:te |o )?(?:entend\w+|compreend\w+)"
    r"|(?:pas|rien) (?:bien |tout a fait )?compris|ne (?:vous |te |le )?comprends pas"
    r"|nicht (?:ganz )?verst(?:anden|ehen|ehe)|verstehe (?:das|dich|sie|ich)? ?nicht|non (?:ho |ti |la )?capi\w+"
    r"|niet begrepen|begrijp (?:dat |je |u )?niet"
    r"|tidak (?:mengerti|paham)|nie (?:z)?rozumie\w*|anla(?:ya)?mad\w+|forst\w+ (?:inte|ikke)|ne razume\w+)"
    r"|не (?:понял\w*|понимаю)|не зрозумі\w+|لم أفهم|समझ नहीं|नहीं समझ|没(?:有)?(?:听|看)?懂|不明白|不理解"
    r"|わかりません|理解できません|이해하지 못"
)
_WEAK = re.compile(
    r"again|wait|later|down|busy|slow down|limit\w*|blocked|couldnt|wont|not (?:available|found|active)|espera"
    r"|mas tarde|mais tarde|aguarde|plus tard|trop|spater|piu tardi|troppi|tekrar|batas|coba|nanti|稍后|上限|限制"
)
"""Of waiting, of limits and of things that are not there many an answer speaks, too."""
_REGRETS = re.compile(r"\bsorry (?:to (?:see|hear)|for your|about your|you(?:re| are) (?:leaving|going))")


def cue_in(text: str) -> str:
    """Return the first such word of what may decide in `text`, in plain letters, or nothing."""
    return next(_cues(text), "")


def strong_cue_in(text: str) -> str:
    """Return the first cue that says more than a weak word does, or nothing."""
    return next((cue for cue in _cues(text) if not _WEAK.fullmatch(cue)), "")


def _cues(text: str) -> Iterator[str]:
    told = _REGRETS.sub(" ", decisive(text))
    if not _ASKS_BACK.search(told):
        yield from (found[0] for found in _CUES.finditer(told))
