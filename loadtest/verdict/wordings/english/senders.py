"""How English says: we do not know you, we do not want you, and we do not believe that this is Twilio."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_CANNOT = (
    "(?:(?:could|can|did|was|were|wo|ca)nt|cannot|(?:could|can|did|was|were|will) not|not able to|unable to|failed to)"
)
_KNOWN = (
    "(?:linked|registered|verified|recogni[sz]ed|associated|enrolled|authori[sz]ed|permitted|activated|whitelisted"
    "|on file|one (?:that )?(?:we|i) (?:know|recogni[sz]e)"
    "|allow-?listed|approved|eligible to|allowed to (?:use|access|text|send|message|run|do)|in (?:our|the|my|this) (?:"
    "[a-z-]+ ){0,2}(?:system|records?|database|list|directory|contacts|roster|files?)|on (?:our|the|my|this) (?:[a-z-]"
    r"+ )?(?:list|white-?list|allow-?list|roster))\b"
)
_PEOPLE = "(?:users?|members?|numbers?|customers?|subscribers?|staff|admins?|accounts?|players?|participants?|clients?)"
_ACCOUNT = "(?:accounts?|users?|profiles?|subscribers?|members?|customers?|registrations?|contacts?)"
_WHO = "(?:numbers?|phones?|mobiles?|cell ?phones?|handsets?|accounts?|profiles?|devices?|senders?|users?)"
_USE = (
    "(?:first|before|to (?:use|play|access|continue|chat|text|send|proceed|interact|get started|participate|join|vote"
    "|keep|receive|ask|start|post))"
)

REFUSAL: tuple[str, ...] = (
    # Not known.
    (
        rf"\b{_WHO}(?: [a-z0-9()+-]+){{0,4}} (?:isnt|arent|hasnt been|wasnt|not) (?:(?:yet|currently|been|properly"
        f"|be) )*{_KNOWN}"
    ),
    (
        r"\byou(?:re| are| were| have)?(?: still| currently| [a-z]+ed)? (?:not|arent|werent|havent|havent been) (?:"
        f"(?:yet|currently|been|properly) )*{_KNOWN}"
    ),
    rf"\b(?:you(?:re| are)? not|you arent)(?: (?:yet|currently))? (?:an? |one of our )(?:[a-z-]+ )?{_PEOPLE}\b",
    r"\byou (?:havent|have not)(?: yet)? (?:registered|signed up|set up|joined|enrolled|activated|verified|linked)\b",
    rf"{START}(?:(?:nope|sorry|youre)[.,!]? )?not (?:on|in) (?:our|the|my) (?:[a-z-]+ )?(?:list|system|database)\b",
    r"\b(?:isnt|not) (?:yet |currently )?(?:linked|associated|tied) (?:to|with) (?:an?|any|your)\b",
    (
        r"\b(?:number|phone)(?: [a-z]+)? (?:isnt|is not|not) (?:currently |yet )?(?:tied|connected|attached|matched"
        "|assigned"
        "|known) (?:to|by) (?:an? |any |our )?(?:us|accounts?|customers?|members?|profiles?|users?|patients?"
        r"|students?)\b"
    ),
    (
        rf"\b(?:nobody|(?:no|(?:dont|do not) have (?:an?|any)) (?:one|{_ACCOUNT}|patients?|students?|parents?"
        "|clients?|guests?"
        r"|employees?|volunteers?|tenants?|drivers?|residents?))(?: [a-z-]+){0,2} (?:with|under|by|for|at|has|uses|to)"
        r" (?:this|that|your) (?:phone|mobile|cell)? ?(?:number|phone|mobile)\b"
    ),
    (
        f"{START}(?:sorry )?(?:unknown|unrecogni[sz]ed|unregistered|unverified|unauthori[sz]ed|invalid) (?:phone )?"
        "(?:number|sender|user|device|account|contact|customer|phone)(?: ?[.!:,-]|$| [a-z])"
    ),
    r"\b(?:dont|do not) (?:recogni[sz]e|know) (?:this|your|that) (?:[a-z-]+ )?number\b",
    r"\bi (?:dont|do not) (?:recogni[sz]e|know) (?:you|who you are|who this is)\b",
    r"\byou (?:dont|do not) (?:yet |currently )?have an? (?:[a-z-]+ ){0,2}(?:account|profile|subscription|plan)\b",
    (
        rf"\b{_CANNOT} (?:find|locate|identify|verify|recogni[sz]e|match) (?:an? |your |any |this |the )?(?:(?:[a-z-]"
        rf"+ ){{0,2}}{_ACCOUNT}|(?:(?:phone|mobile|cell|registered|matching|valid|user|customer|contact) )*number)\b"
    ),
    (
        rf"\bno (?:[a-z-]+ ){{0,2}}{_ACCOUNT} (?:(?:was|were|is|are) )?(?:found|linked|associated|tied|exists?"
        "|registered"
        r"|matching|with (?:this|that|your)|for (?:this|that|your))\b"
    ),
    r"\b(?:account|user|phone number|sender|subscriber|profile|member) (?:was )?not found\b",
    (
        rf"\bwe (?:dont have|do not have|have no) (?:an? |any |your |this )?(?:[a-z-]+ ){{0,2}}(?:{_ACCOUNT}|number"
        "|record)"
        r"(?: (?:of|for|with|on file)\b| in\b)"
    ),
    r"\bno record of (?:you|your (?:number|phone|account))\b",
    # Only for others.
    (
        r"\bonly (?:for |available (?:to|for) |works for |open to )?(?:our )?(?:registered|authori[sz]ed|approved"
        rf"|verified|subscribed|paid|paying|premium|existing|active|invited) {_PEOPLE}\b"
    ),
    r"\b(?:for|to) (?:[a-z-]+ ){0,2}(?:members|users|customers|subscribers|staff|admins) only\b",
    (
        f"{START}(?:sorry,? )?only (?:the )?(?:admins?|administrators?|owners?|managers?|members|staff) (?:can|may"
        "|are allowed(?: to)?) (?:use|text|access|message|send|run|do|issue|ask|see|talk|chat|order|vote|join"
        "|trigger|call"
        r"|execute|change|view|start|stop|post|query|write|control)\b"
    ),
    r"\bonly (?:talk|speak|respond|reply|answer)s? to (?:people|numbers|users|members|those|my)\b",
    rf"{START}(?:admins?|members|staff|owner) only\b",
    r"\bonly [a-z]+ (?:who|that) (?:are|have)\b[^.!?]{0,40}\b(?:can|may) (?:use|text|access|message|join|vote)\b",
    # Register first.
    (
        r"\b(?:please|must|need to|have to|gotta|got to|should|required to)(?: first)? (?:register|sign ?up|join|enrol+"
        "|subscribe|log ?in|verify|link|activate|create an account|be (?:registered|subscribed|logged in|a [a-z]+))(?: "
        rf"[a-z0-9./:-]+){{0,5}} {_USE}\b"
    ),
    (
        r"\byou (?:need to|must|have to|gotta|got to)(?: first)? (?:register|sign ?up|create an account|log ?in"
        "|verify your (?:number|phone|account))(?: first)?(?: ?[.!,]|$| at| here| by)"
    ),
    (
        r"\b(?:register|sign up|verify your (?:number|phone|account)|link your (?:number|phone|account)"
        r"|create an account|set up your account)\b(?:[^.!?]|\.[a-z0-9]){0,60}\b(?:first(?: ?[.!,]|$| at)|before "
        "(?:sending|texting|messaging|using (?:this|the|our)|you (?:can )?(?:send|text|message)|first))"
    ),
    r"\b(?:subscribe|renew|sign up|register|log in)\b[^.!?]{0,30} to (?:continue|keep [a-z]+ing)\b",
    # Not wanted.
    (
        r"\byou(?:re| are|ve been| have been)(?: (?:been|currently|now|already|temporarily|permanently))* (?:blocked"
        r"|banned|suspended|blacklisted)\b(?: (?:from (?:[a-z]|$)|for (?:[a-z]|$|[0-9])|due|because|until|by)| ?[.!,:-]"
        "|$)"
    ),
    (
        r"\byou(?:ve| have)?(?: already| previously)? (?:opted out|unsubscribed)(?: (?:earlier|before|previously))?,? "
        r"(?:and|so|therefore) (?:we|i|our|this)\b[^.!?]* (?:cant|cannot|couldnt|could not|unable|wont (?:process|read"
        r"|answer|respond|take)|not (?:processed|accepted|read|able|taken))\b|\b(?:opted out|unsubscribed) and will "
        r"not (?:receive|get) (?:any )?replies\b"
    ),
    (
        r"\b(?:your|this) (?:[a-z0-9-]+ ){0,3}(?:account|subscription|trial|trial period|plan|membership|"
        "(?:phone )?number|license|access) (?:(?:is|has|was|been|currently|temporarily|already|now) )*(?:blocked"
        r"|disabled|deactivated|suspended|closed|banned|barred|restricted|inactive|expired|ended|over|lapsed|on hold"
        r"|not active|revoked|past due)\b"
    ),
    (
        r"\b(?:your|this) (?:[a-z0-9-]+ ){0,2}account (?:(?:is|has|been|currently|now) )*locked"
        r"(?: ?[.!,:-]|$| (?:due|for|until|because)\b)"
    ),
    rf"\b(?:must|have to|need to) be (?:an? )?(?:[a-z-]+ )?{_PEOPLE} to\b",
    r"\bwe (?:no longer|do not|dont) (?:take|accept|answer|read|receive) (?:any )?(?:messages|texts|requests)\b",
    r"\b(?:has|have|decided to) block(?:ed)? you\b",
    r"\b(?:access|permission) (?:was |is |has been )?denied\b",
    rf"{START}forbidden(?: ?[.!:]|$)",
    rf"{START}(?:not authori[sz]ed|unauthori[sz]ed)(?: ?[.!]|$| to\b| access\b| request\b| user\b)",
    (
        r"\b(?:you|user|number) (?:dont|do not|doesnt|does not|lack)(?: currently)?(?: have)?(?: the| an?| any"
        r"| required| enough| sufficient| necessary)* (?:permissions?|access|authori[sz]ation|rights|privileges)\b"
    ),
    r"\bnot available (?:in your (?:area|country|region|location)|(?:for|to) (?:your|this) (?:phone )?number)\b",
    r"\bwe only (?:serve|process|support|operate|deliver|cover)(?: [a-z]+){0,2} (?:within|in|inside)\b",
    r"\binsufficient (?:[a-z-]+ )?(?:credits?|balance|funds)\b",
    r"\b(?:out of|no(?: more)?) credits(?: left| remaining)?(?: ?[.!,]|$)",
    # Not believed to be Twilio.
    rf"{START}(?:invalid|bad|missing|wrong|no|incorrect) (?:(?:twilio|x-twilio|webhook|request) )?signature\b",
    r"\b(?:twilio|webhook|request) signature (?:[a-z]+ ){0,3}(?:invalid|missing|failed|mismatch|required)\b",
    r"\bsignature (?:validation|verification|check|mismatch)(?: (?:failed|failure|error))?\b",
    r"\b(?:not|isnt|arent)(?: [a-z]+){0,2} (?:from )?twilio\b",
    r"\btwilio (?:request )?(?:validation|verification) failed\b",
)
