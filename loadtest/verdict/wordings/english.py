"""The English wordings: rows of needles and alternatives, as wordings tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadtest.verdict.wordings.world import Wording

_MESSAGES = r"(?:messages?|requests?|texts?|sms|mms|attempts?|tries|submissions?|questions?|queries|photos?|images?)"
_FILE = r"(?:files?|attachments?|photos?|images?|pictures?|videos?|audio|recordings?|voice notes?)"
_TAKEN = rf"(?:messages?|texts?|sms|mms|media|submissions?|{_FILE})"
_ELSE = (
    r"(?!(?:credit|spending|speed|order|overdraft|budget|withdrawal|price|loan|age|time|size|file|character"
    r"|to|and|with|at|or)\b)"
)
_UNDENIED = r"(?<!n't )(?<!not )(?<!never )(?<!no )(?<!without )(?<!before you )(?<!until you )"
_CANNOT = (
    r"(?:(?:could|can|did|was|were|wo|ca)n't|cannot|(?:could|can|did|was|were|will) not"
    r"|not able to|unable to|failed to|impossible to)"
)
_ADVERBS = (
    r"(?:(?:be|been|able to|currently|quite|yet|even|automatically|successfully|just|actually|right now|properly) )*"
)
_NOT_KNOWN = (
    r"(?:linked|registered|verified|recogni[sz]ed|associated|enrolled|authori[sz]ed|allowed to|permitted|subscribed"
    r"|activated|whitelisted|allow-?listed|in our (?:system|records|database)|eligible to"
    r"|on (?:the|our) (?:approved|allowed) list)\b(?! to vote)"
)

LIMIT: tuple[Wording, ...] = (
    (
        "too many",
        rf"\btoo many (?:[\w-]+ ){{0,3}}{_MESSAGES}\b(?!(?: from \w+)?\s*\?)",
    ),
    (
        "limit",
        (
            rf"{_UNDENIED}(?<!heart )\brate[\s_-]?limit(?:ed|ing|er)?(?![a-z])(?! (?:order|has been (?:raised|increased"
            "|lifted|removed)))"
        ),
    ),
    (
        "limit|quota|allowance",
        (
            rf"{_UNDENIED}\b(?:reached|hit|exceeded|exceeding|surpassed|exhausted|maxed out|used up|(?:you're|are"
            rf"|went|gone) over) (?:(?:your|the|our|an?|this|its|today's) (?:{_ELSE}[\w-]+ ){{0,4}}|(?:(?:daily|hourly"
            "|weekly|monthly|message|messaging|sms|text|request|usage|rate|free|maximum|max"
            rf"|sending) ){{0,3}}){_ELSE}(?:limits?|quota|allowance)\b(?! (?:order|price|goal))"
        ),
    ),
    (
        "limit|quota|allowance|cap",
        (
            r"(?:^|[.!?:;,(\"-] ?|\b(?:message|messaging|msg|text|texting|sms|mms|request|rate|usage|daily|hourly"
            "|weekly|monthly|sending|submission|upload|plan|account|free|trial|api|conversation|chat|your"
            "|the)[ _])(?:limit|quota|allowance|cap)[ _](?:(?:has|been|was|is|for|from|this|your|number|sender|user"
            r"|today|already|now|hour|day|week|month) ){0,6}(?:reached|exceeded|exhausted|hit|used up|met)\b"
        ),
    ),
    (
        "quota",
        r"\bout of (?:[\w-]+ ){0,2}quota\b",
        r"(?<!sales )\bquota[ _](?:exceeded|exhausted)\b",
    ),
    (
        "max",
        (
            r"\b(?:reached|hit|exceeded|sent|used) (?:[\w-]+ ){0,3}max(?:imum)? (?:(?:number|amount) of )?"
            rf"(?:[\w-]+ )?{_MESSAGES}\b"
        ),
    ),
    (
        "max",
        (
            rf"\bmax(?:imum)? (?:(?:number|amount) of )?(?:[\w-]+ )?{_MESSAGES} (?:[\w-]+ ){{0,3}}(?:reached"
            r"|exceeded)\b"
        ),
    ),
    (
        "left|remaining",
        (
            rf"\b(?:no(?: more)?|0|zero) (?:free )?(?:{_MESSAGES}|credits) (?:left|remaining) (?:for |in |on )?"
            r"(?:today|this|your)\b"
        ),
    ),
    (
        "used all|run out",
        rf"\b(?:used all|run out) (?:of )?(?:[\w-]+ ){{0,3}}(?:{_MESSAGES}|credits)\b",
    ),
    (
        "too fast|too quick|too often|too freq|too much",
        (
            r"(?:^|[.!] |\byou(?:'re| are|'ve been| have been)? (?:[\w-]+ ){0,2})(?:sending|texting|messaging"
            r"|submitting|making)(?: [\w-]+){0,4} too (?:fast|quickly|often|frequently|much)\b"
        ),
        (
            r"\b(?:messages?|requests?|texts?) (?:(?:are|sent|received|coming|arriving|in) ){1,3}too (?:fast"
            r"|quickly|often|frequently)\b"
        ),
    ),
    (
        "slow",
        r"\b(?:please|whoa|hey|hold on|easy)[,!. ]+(?:please )?slow(?:ing)? down ?(?:[.!;,-]|$)",
        r"\bslow(?:ing)? down\b[^?]{0,60}\b(?:messages?|texts?|requests?|sending|texting|messaging)\b",
    ),
    (
        "throttl",
        r"\bthrottlerexception\b",
        r"\b(?:been|being|was|are|is|getting|requests?|messages?) throttled\b",
        r"\bthrottling (?:error|exception)",
    ),
    (
        "before",
        (
            r"\b(?:wait|hold on|hold off)(?: [\w-]+){0,6} before (?:sending|trying|texting|messaging|submitting"
            r"|making)(?: [\w-]+){0,2} (?:another|again|more|new|next)\b"
        ),
    ),
    (
        "more",
        rf"\b(?:can't|cannot|can not|may not) send (?:any )?more(?: than \d+)?(?: {_MESSAGES})?\b",
    ),
    (
        "only",
        rf"\byou (?:can|may) only send (?:[\w-]+ ){{0,3}}{_MESSAGES} (?:per|an?|every|each|in)\b",
    ),
    (
        "again",
        r"\byou can send (?:messages|texts|another message|another text|more messages) again (?:in|after|at)\b",
    ),
    (
        "processing",
        (
            r"\bprocessing your (?:previous|last|earlier) (?:message|request|text|submission)\b.{0,40}\b(?:wait"
            r"|try again|resend|before)\b"
        ),
    ),
    (
        "volume|traffic|demand|load|busy|overloaded|capacity",
        (
            r"\b(?:(?:high|heavy) (?:[\w-]+ ){0,2}(?:volume|traffic|demand|load)|busy|overloaded|at (?:full "
            r"|maximum )?capacity)\b[^?]{0,80}\b(?:try again|try later|retry|resend|send (?:it "
            r"|your \w+ )?again)\b"
        ),
    ),
)

REFUSAL: tuple[Wording, ...] = (
    # The message itself could not be taken.
    (
        "process|handle|accept|deliver|save|download|complete",
        (
            rf"\b{_CANNOT} {_ADVERBS}(?:process|handle|accept|deliver|save|download|complete) (?:(?:your|that|this"
            rf"|the|these|any|new|last|media|type|of) ){{0,4}}(?:{_TAKEN}|requests?)\b(?!\s*\?)"
        ),
    ),
    (
        "process|handle",
        rf"\b{_CANNOT} {_ADVERBS}(?:process|handle) (?:that|this|it)\b(?!\s*\?)",
    ),
    (
        "receive",
        (
            r"\bwe (?:couldn't|could not|can't|cannot|(?:are|were) unable to) receive (?:your |this "
            rf"|any )?{_TAKEN}\b"
        ),
    ),
    (
        "process|handle|accept|deliver|save|download|complete",
        (
            rf"\b(?:{_TAKEN}|requests?)(?: (?:you sent|type))? {_CANNOT} {_ADVERBS}(?:processed|handled|accepted"
            r"|delivered|saved|downloaded|completed)\b"
        ),
    ),
    (
        "reject|refused|declined|denied|blocked|discard|dropped|undeliverable|not |failed to",
        (
            rf"\b{_TAKEN}(?: (?:was|were|has|have|been|is|are))+ (?:rejected|refused|declined|denied|blocked"
            r"|discarded|dropped|undeliverable)\b"
        ),
        (
            rf"\b{_TAKEN} (?:was|were|has|have|could) not (?:been |be )?(?:processed|delivered|accepted"
            r"|received|saved|sent)\b"
        ),
        rf"\b(?:{_TAKEN}|request) failed to (?:process|send|deliver)\b",
        r"\brequest (?:was |has been )?(?:blocked|rejected)\b",
    ),
    (
        "processing|handling|saving|receiving",
        (
            r"\b(?:problem|issue|trouble|error|difficulty|difficulties)(?: [\w-]+){0,2} (?:processing|handling"
            r"|saving|receiving) (?:your|that|this|the)\b(?![^.!]{0,40}\?)"
        ),
    ),
    (
        "unsupported",
        r"\bunsupported (?:media|file|format|message|image|audio|video|attachment|content)\b",
    ),
    (
        "support|accepted|allowed",
        (
            rf"\b(?:{_TAKEN}|formats?|(?:media|file) types?)(?: [\w-]+)? (?:isn't|aren't|is not|are not|not) "
            r"(?:currently |yet )?(?:supported|accepted|allowed)\b"
        ),
    ),
    (
        "support",
        rf"\b(?:don't|do not|doesn't|does not) (?:currently |yet )?support (?:[\w-]+ ){{0,4}}{_TAKEN}\b",
    ),
    (
        "too |larger|bigger",
        (
            rf"\b{_TAKEN}(?: (?:you sent|size|is|was|are|were|length))* (?:too (?:large|big|long)|(?:larger"
            r"|bigger) than)\b"
        ),
    ),
    (
        "exceed",
        rf"\b{_TAKEN} (?:size|length) exceed(?:s|ed)?\b",
        rf"\b{_FILE}(?: [\w-]+){{0,2}} exceed(?:s|ed)? (?:[\w-]+ ){{0,3}}(?:limit|maximum)\b",
    ),
    (
        "exceed",
        r"\bexceed(?:s|ed|ing)? (?:[\w-]+ ){0,4}(?:\d+ ?[kmg]b|size|characters?|length)\b",
    ),
    (
        "accepting",
        (
            r"\b(?:not|no longer) (?:currently )?accepting (?:new |any |more )?(?:messages|texts|submissions"
            r"|requests|photos|entries)\b"
        ),
    ),
    (
        "invalid",
        r"(?:^|[.!:] ?)invalid (?:request|message|sender|media|file|phone number|media type|file type)\b",
    ),
    # The sender is unknown.
    (
        "number|phone|account|profile|device|sender|user",
        (
            r"\b(?:numbers?|phones?|accounts?|profiles?|devices?|senders?|users?)(?: [\w-]+){0,4}? (?:isn't"
            rf"|aren't|hasn't been|not) (?:(?:yet|currently|been|properly) )*{_NOT_KNOWN}"
        ),
    ),
    (
        "you",
        (
            r"\byou(?:'re| are| were| have)?(?: still| currently)? (?:not|aren't|weren't|haven't) (?:(?:yet"
            rf"|currently|been|properly) )*{_NOT_KNOWN}"
        ),
    ),
    (
        "linked|associated",
        (
            r"\b(?:isn't|not) (?:yet |currently )?(?:linked|associated) (?:to|with) (?:an?|any|your) "
            r"(?:[\w-]+ )?account\b"
        ),
    ),
    (
        "number|sender|user|device|account",
        (
            "(?:^|[.!:] ?)(?:unknown|unrecogni[sz]ed|unregistered|unverified|unauthori[sz]ed) (?:phone )?"
            r"(?:number|sender|user|device|account)\b"
        ),
    ),
    (
        "number|account|user|profile|registration",
        r"\b(?:don't|do not) (?:recogni[sz]e|know) (?:this|your|that) (?:[\w-]+ )?number\b",
        r"\byou (?:don't|do not) have an? (?:[\w-]+ )?account\b",
        (
            rf"\b{_CANNOT} (?:find|locate|identify|verify) (?:an? |your |any )?(?:[\w-]+ )?(?:account|user|profile"
            r"|number|registration)\b(?!\s*\?)"
        ),
        r"\bno (?:[\w-]+ )?account (?:was |is )?(?:found|linked|associated|exists)\b",
    ),
    (
        "not found",
        r"\b(?:account|user|phone number|number|subscriber|profile) (?:was )?not found\b",
    ),
    (
        "before|first",
        (
            r"\b(?:register|sign up|verify your (?:number|phone|account)|link your (?:number|phone|account)"
            r"|create an account)\b(?:[^.!?]|\.\w){0,60}\b(?:first ?(?:[.!,]|$)|before (?:sending|texting"
            "|messaging|using (?:this|the|our)|you (?:can )?(?:send|text|message)))"
        ),
    ),
    # The sender is not wanted.
    (
        "blocked|banned|suspended|blacklisted|unsubscribed|opted out",
        (
            r"\byou(?:'re| are|'ve been| have been)(?: (?:been|currently|now|already|temporarily|permanently))* "
            r"(?:blocked|banned|suspended|blacklisted|unsubscribed|opted out)\b(?! (?:off|out|time|in|for"
            r"|from \d))"
        ),
        r"\byou(?:'ve| have)(?: already)? opted out\b",
    ),
    (
        "account|subscription|trial|plan|membership|number",
        (
            r"\b(?:your|this) (?:[\w-]+ )?(?:account|subscription|trial|plan|membership|(?:phone )?number) (?:is"
            "|has|has been|was|is currently|is temporarily) (?:blocked|disabled|deactivated|suspended|locked"
            r"(?! in)|closed|banned|restricted|inactive|expired|ended)\b"
        ),
    ),
    (
        "denied|authori",
        r"\b(?:access|permission) (?:was |is |has been )?denied\b",
        r"(?:^|[.!:] ?)(?:not authori[sz]ed|unauthori[sz]ed)(?: ?[.!]|$| to\b)",
    ),
    (
        "permission|access",
        r"\byou (?:don't|do not) have (?:permission|access)\b",
    ),
    (
        "credit|balance|funds",
        r"\binsufficient (?:[\w-]+ )?(?:credits?|balance|funds)\b",
        r"\b(?:out of|no(?: more)?) credits(?: left| remaining)?(?: ?[.!]|$)",
    ),
    (
        "not available in",
        r"\bnot available in your (?:area|country|region|location)\b",
    ),
    # The server is not able.
    (
        "unavailable|down|offline|out of service|not available|disabled",
        (
            r"\b(?:service|system|server|bot|app|site|website|platform|feature)(?: is| are| has been)?(?: "
            r"(?:temporarily|currently|now))* (?:unavailable|down(?! (?:the|by|from|to|in)\b)|offline"
            r"|out of service|disabled|not available)\b"
        ),
    ),
    (
        "temporarily|currently",
        r"\b(?:temporarily|currently) (?:unavailable|out of service)\b[^?]{0,30}\btry again\b",
    ),
    (
        "no longer in",
        r"\bno longer in (?:service|use)\b",
    ),
    (
        "maintenance",
        (
            r"\b(?:service|system|server|app|bot|site|platform|we're|we are)(?: (?:is|are|currently|temporarily"
            r"|now))* (?:under(?:going)?|down for)(?: [\w-]+){0,2} maintenance\b"
        ),
    ),
    (
        "wrong",
        (
            r"\bsomething(?: has|'s)? (?:went|gone) wrong\b(?!\s*\?)(?! with (?:your|the|our) (?!message|request"
            "|text|submission))"
        ),
    ),
    (
        "error",
        r"\b(?:an?|unexpected|internal|unknown|system|some) (?:[\w-]+ )?error (?:has )?(?:occurred|happened)\b",
    ),
    (
        "error",
        r"\b(?:internal (?:server )?error|application error)\b",
    ),
)
