"""Words that a reply which declines often holds, and many that do not: enough to look twice, never enough to decide."""

from __future__ import annotations

import re

from loadtest.verdict.wordings.folding import fold

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


def cue_in(text: str) -> str:
    """Return the first such word of `text` in plain letters, or nothing."""
    found = _CUES.search(fold(text))
    return str(found[0]) if found else ""
