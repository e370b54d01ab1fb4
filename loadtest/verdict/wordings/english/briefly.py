"""How English says in few words that nothing came of it."""

from __future__ import annotations

from loadtest.verdict.wordings.english.pieces import CANNOT, HOW, REGRETS, SELF
from loadtest.verdict.wordings.fragments import START

REFUSAL: tuple[str, ...] = (
    (
        r"\b(?:we|i) (?:[a-z]+ )?(?:cant|cannot|can not|do not|dont|no longer|are unable to|am unable to|have to "
        "decline) "
        r"[^.!?]*\b(?:via|by|over|through|on|from|at|to) (?:sms|texts?|mms|this (?:number|line|channel|keyword"
        "|service|bot"
        r"|chat))\b"
    ),
    (
        "^(?:nope|sorry|no|hmm|oops)[,.!]? (?:i |we )?(?:cant|cannot|could not|couldnt) (?:do|process|answer"
        r"|handle|reply|help)\b"
    ),
    (
        f"{START}(?:sorry,? |error:? )?(?:cannot|cant|could not|couldnt|unable to|failed to) (?:connect|geocode"
        "|resolve|decode"
        r"|authenticate|locate|log ?in|write|bind|execute|contact)\b"
    ),
    (
        r"\bno (?:response|reply|answer|output|result|data|connection)s? (?:was|were|has been|is|could be) "
        "(?:generated|received"
        rf"|available|returned|produced|given|sent)\b|{START}no connection (?:to|with|could)\b"
    ),
    (
        f"{START}(?:[a-z]+ ){{0,2}}(?:data|info|information|report|feed|forecast|lookup|source|results?|service"
        "|function"
        "|feature|answers?|timetable|prices?) (?:is |are )?(?:currently |temporarily |now )?(?:unavailable|not "
        r"available)\b"
    ),
    r"\b(?:invalid|empty|unexpected|malformed|bad|no) (?:response|reply|json|payload|answer) (?:from|by|received)\b",
    rf"\b{REGRETS}\b[^?]*\b(?:have to|must|need to|had to) (?:decline|refuse|reject|turn (?:you|this|it) down)\b",
    (
        r"\b(?:our|the|this) (?:[a-z]+ )?(?:assistant|bot|service|line|helper|robot)\b[^.!?]*\b(?:isnt|is not|arent"
        "|are not) "
        "(?:currently )?"
        r"(?:replying|responding|answering|reachable|taking|accepting)\b"
    ),
    r"\b(?:text|message|request|question|order) is still being (?:worked on|processed|handled|answered)\b",
    r"\b(?:by|via) (?:text|sms) (?:have|has|are|is) (?:now )?(?:ended|stopped|finished|over|discontinued|closed)\b",
    (
        r"\b(?:message|messages|text|texts|reply|replies)\b[^.!?]*\bwill not be (?:read"
        r"|processed|answered)\b"
    ),
    (
        r"\b(?:reading|code|form|entry|input|submission|upload|command|keyword) (?:you sent "
        ")?(?:was |is |got "
        "|has been )?(?:rejected|ignored|refused|not accepted|discarded|returned unprocessed)(?: ?[.!,;:]|$| "
        r"(?:please|because|as|by|due|and)\b)|\b(?:and )?(?:was "
        r")?returned unprocessed\b"
    ),
    (
        r"\b(?:did|does|do|could|would)(?:nt| not) (?:accept|take|recogni[sz]e|like|read) your (?:code|message|text"
        r"|reply|request|photo|picture|pin|entry|answer|input|reading)\b"
    ),
    (
        r"\bno (?:pickup|entry|request|vote|complaint) (?:has been|was) (?:scheduled|placed|made|created|recorded"
        r"|saved|sent)\b"
    ),
    r"\b(?:our|my) (?:side|end) (?:has |just )?(?:hiccup+ed|choked|failed|broke|glitched|tripped|crashed|timed out)\b",
    (
        r"\b(?:feed|connection|link|data source|uplink) (?:has |just |have )?(?:dropped(?: out| off)?"
        r"|cut out|gone (?:dead|down|dark|quiet))\b"
    ),
    (
        f"{START}nothing (?:was |has been |got )?(?:filed|saved|booked|sent|recorded|changed|stored|done|placed"
        r"|registered)\b"
    ),
    r"\b(?:having|had) (?:a (?:bit of a )?|an )(?:wobble|moment|meltdown|bad day|off day|rough (?:morning|day|time))\b",
    r"\bsomething (?:is |went )?(?:up |off |wrong |odd )?(?:on|at) (?:our|my) (?:end|side)\b",
    r"\b(?:returned|got|status|answered with|responded with) (?:an? )?(?:http )?(?:status )?(?:code )?[45][0-9][0-9]\b",
    (
        r"\bclosed (?:to|for) (?:text|sms|texted) [a-z]+|\b(?:this|the|that) (?:keyword|short ?code|command) (?:has "
        r"|is |was )?(?:expired|ended|retired)\b"
    ),
    (
        r"\bcan only (?:reply|respond|talk|text|send|answer)(?: [a-z]+)? to (?:verified|registered|known|approved"
        r"|existing)\b"
    ),
    (
        r"\b(?:refused|rejected|dropped|reset) the (?:connection|request|call)\b|\bdid not happen\b|^(?:sorry,? "
        r")?no can do\b"
    ),
    (
        r"\b(?:renewals|bookings|orders|votes|refills|look-?ups|payments|replies|searches|reservations|check-?ins) "
        r"(?:are|is)(?:nt| not) working\b"
    ),
    r"\b(?:system|server|bot|service|app|network)s (?:down|frozen|broken|offline|busted|dead|stuck|kaput)\b",
    (
        rf"\b{SELF} {CANNOT} {HOW}(?:show|check|fetch|retrieve|send|load|process|save|open|access|update|display"
        "|look up|get)"
        " your (?:message|text|request|balance|account|data|order|booking|details|reply|answer|question|photo"
        "|picture|file"
        r"|status|results?|record|registration|query)\b"
    ),
    (
        r"\b(?:[a-z]+(?:ation|ection|uction|iption|etion|dition|ession)|look-?up|upload|download|sync|query"
        "|delivery of your"
        r" message) (?:has |just )?failed\b"
    ),
    r"\b(?:session|conversation) (?:has |have |was )?(?:expired|timed out)\b",
    (
        r"\b(?:stopped|paused|suspended|halted|ceased|pause|stop|suspend) (?:replying|responding|answering"
        "|accepting texts"
        r"|taking texts|(?:the|our|this) (?:[a-z]+ )?(?:bot|service|assistant|line|chat))\b"
    ),
    (
        r"^(?:http )?(?:50[0-9]|429)\b ?[:-]|\b(?:backend|server|model|system|service|host|engine) (?:is |was "
        r")?(?:overloaded|saturated)\b"
    ),
    rf"\b(?:high|heavy|unusual) (?:demand|load|traffic|volume)\b[^?]*\b{CANNOT} ",
    (
        r"\bsomething (?:didnt|did not|isnt|is not) (?:go|going|work|working)(?: out)?(?: as planned| to plan| "
        r"right| well| properly)?\b"
    ),
    r"\bunmonitored (?:number|inbox|line|mailbox|account|address)\b",
    (
        r"\b(?:could not|couldnt|cannot|cant|unable to) understand (?:the|your|that|this) (?:image|picture|photo"
        r"|audio|recording|voice [a-z]+|file)\b"
    ),
    r"\b(?:file|media|image|audio) (?:type|format) [a-z0-9.]+ (?:is )?(?:not supported|unsupported|not accepted)\b",
    (
        r"\b(?:server|system|network|app) (?:don|don dey) (?:fall|down|quench|off)\b|\b(?:transfer|request|message"
        r"|order|am) no go\b"
    ),
    (
        r"\bi (?:did not|didnt) manage to (?:save|send|store|book|find|do|get|finish|process|reach)\b|\bthat one "
        r"(?:broke|crashed|confused) me\b"
    ),
    (
        r"\b(?:prices|results|details|answers|figures|balances|timetables|times|data) (?:cannot|cant|could not"
        "|couldnt) be (?:shown"
        r"|displayed|given|sent|loaded|fetched|retrieved|provided)\b"
    ),
    (
        r"\b(?:sorry|oops|apologies|unfortunately)\b[^?]*\b(?:could not|couldnt|cannot|cant|unable to) (?:sign|add"
        "|put|enter|enrol|check)"
        r" you\b"
    ),
    (
        r"\b(?:[a-z]+ )?(?:enquiry|inquiry|request|booking|lookup|registration) failed\b|\bgot (?:garbled|mangled"
        r"|scrambled|lost|cut off)\b"
    ),
    (
        r"\b(?:yours|your (?:message|text|question)) (?:may|might|will) not (?:be|get) (?:an )?(?:answered|answer"
        r"|read|reply)\b"
    ),
    (
        r"\b(?:phone|number|device|sender) (?:is |was )?(?:not|isnt) (?:paired|permitted|allowed|enabled|set up"
        r"|whitelisted|activated)\b"
    ),
    (
        r"\b(?:feature|service|command|bot|keyword|option) is (?:only )?(?:for|available to|reserved for) "
        "(?:premium|paid|paying|registered"
        r"|verified|pro|plus|gold|business|subscribed) (?:users|members|customers|accounts|subscribers|plans)\b"
    ),
)
