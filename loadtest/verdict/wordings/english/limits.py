"""How English says: too much, too fast, too busy."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

MESSAGES = (
    "(?:messages?|msgs?|requests?|texts?|sms|mms|attempts?|tries|submissions?|questions?|queries|prompts?|interactions?"
    "|photos?|images?|replies|commands?)"
)
_TURNS = f"(?:{MESSAGES}|look-?ups?|searches|checks|uses|turns|chats|reports|answers|generations|translations|calls)"
_A_TIME = "(?:today|for today|this (?:hour|week|month)|for now|for the day|per (?:day|hour)|until tomorrow)"
_UNITS = f"(?:{MESSAGES}|credits?|tokens?|quota|allowance|coins?|free tier|free plan)"
_LIMIT = "(?:limits?|quotas?|allowance|cap|maximum)"
_OF_MESSAGES = (
    "(?:message|messages|messaging|msg|text|texting|sms|mms|request|rate|usage|daily|hourly|weekly|monthly|sending"
    "|submission|upload|plan|account|free|free tier|trial|api|conversation|chat|question|query|token|credit|tier|your"
    "|the|maximum|max)"
)
_REST = "(?:please wait|try (?:again|later)|retry|resend|send (?:it |your [a-z]+ )?again|again (?:later|in)|before)"

LIMIT: tuple[str, ...] = (
    rf"\btoo many (?:[a-z-]+ ){{0,3}}{MESSAGES}\b",
    # A rate limit by its name.
    rf"{START}(?:you(?:ve| have)? (?:are |been |were |re )?)?rate[ _-]?limit(?:ed)?\b",
    r"\b(?:been|being|was|are|is|got|getting|requests?|youre|im) rate[ _-]?limited\b",
    r"\brate[ _-]?limit (?:exceeded|reached|hit|error|triggered|in effect)\b",
    r"\brate[ _-]?limit(?:er|ing)? (?:is |was |has been )?(?:active|applied|triggered|exceeded|kicked in)\b",
    r"\b(?:throttlerexception|throttling (?:error|exception))\b",
    rf"{START}throttled\b|\b(?:been|being|was|are|is|getting|requests?|messages?|youre) throttled\b",
    rf"{START}(?:cool|calm) down(?: please| a (?:bit|little))? ?(?:[.!;,-]|$)",
    rf"{START}cool-?down\b|\bcool-?down (?:is |period )?(?:active|in effect|period)\b|\bon cool-?down\b",
    # A limit that was reached.
    (
        r"\b(?:reached|hit|exceeded|exceeding|surpassed|exhausted|maxed out|used up|hitting|(?:youre|are|went"
        rf"|gone) over) (?:your|the|our|an?|this|its|todays|my) (?:[a-z-]+ ){{0,4}}{_LIMIT}\b"
    ),
    (
        r"\b(?:reached|hit|exceeded|exceeding|surpassed|exhausted|maxed out|used up|(?:youre|are|went|gone) over) (?:"
        rf"{_OF_MESSAGES} ){{0,3}}{_LIMIT}\b"
    ),
    (
        rf"(?:{START}|\b{_OF_MESSAGES}[ _])(?:limit|quota|allowance|cap)[ _](?:(?:has|been|was|is|for|from|this|your"
        "|number|sender|user|today|already|now|hour|day|week|month) ){0,6}(?:reached|exceeded|exhausted|hit|used up|met"
        r"|gone|spent|over)\b"
    ),
    r"\bout of (?:[a-z-]+ ){0,2}(?:quota|allowance)\b|\bquota[ _](?:exceeded|exhausted)\b",
    (
        r"\b(?:reached|hit|exceeded|sent|used) (?:[a-z-]+ ){0,3}max(?:imum)? (?:(?:number|amount) of )?(?:[a-z-]+ )?"
        rf"{MESSAGES}\b"
    ),
    rf"\bmax(?:imum)? (?:(?:number|amount) of )?(?:[a-z-]+ )?{MESSAGES} (?:[a-z-]+ ){{0,3}}(?:reached|exceeded)\b",
    # Nothing is left.
    rf"\b(?:no(?: more)?|0|zero) (?:free )?(?:{MESSAGES}|credits|tokens) (?:left|remaining)(?: |$|[.!,])",
    (
        r"\b(?:used|burned|burnt|gone|run|ran|blown|finished)(?: up| through| out)?(?: of)?(?: all| every)(?: [a-z0-9-]"
        rf"+){{0,5}} {_UNITS}\b"
    ),
    (
        r"\b(?:used up|burned through|burnt through|gone through|run out|ran out|running out|blown through|(?:im|youre"
        rf"|are) out)(?: of)?(?: [a-z0-9-]+){{0,4}} {_UNITS}\b"
    ),
    (
        rf"\b{_UNITS} (?:(?:for|this|the|month|week|day|today|has|have|is|are|was|were|been|all|now|already) ){{0,6}}"
        r"(?:used up|exhausted|depleted|spent|run out|ran out|all gone)\b"
    ),
    (
        rf"\ball (?:of )?(?:your |the )?(?:[a-z0-9-]+ ){{0,4}}{_UNITS} (?:(?:for|today|this|month|week|has|have|are"
        "|been|now"
        r"|already) ){0,5}(?:used|spent|gone|taken|consumed)\b"
    ),
    (
        r"\b(?:(?:used|spent) (?:up )?(?:(?:all|of) )*(?:your|the)|(?:had|asked) (?:all )?(?:of )?(?:your|the)? "
        "?[0-9]+) "
        rf"(?:[a-z0-9-]+ ){{0,4}}{_TURNS} {_A_TIME}"
    ),
    r"\b(?:balance|wallet) (?:is |has )?(?:too low|empty|used up|exhausted|run out|not enough|insufficient)\b",
    (rf"\b(?:thats|that is|that was|those (?:are|were)) (?:all|enough)(?: of)?(?: the| your)? (?:[a-z]+ )?{_TURNS}\b"),
    rf"\bno more {_TURNS} (?:today|until|this|for (?:today|now|the)|can be|may be|allowed|are allowed)\b",
    (
        rf"\balready (?:asked|texted|messaged|used)(?: me| us)? (?:once|twice|(?:[a-z0-9]+ )(?:times|{_TURNS}))"
        rf"[^.!?]{{0,20}}\b{_A_TIME}"
    ),
    r"\b(?:not enough|dont have enough|insufficient) (?:[a-z-]+ )?(?:credits?|tokens?|coins?)\b",
    rf"\b(?:{_LIMIT}|free {MESSAGES}|credits)\b[^?]{{0,60}}\b(?:come back|try again|see you|again|return) tomorrow\b",
    (
        r"\b(?:upgrade|top up|recharge|buy (?:more|credits)|add (?:more )?credits?)\b[^.!?]{0,40}\bto (?:continue|keep "
        r"(?:using|chatting|texting|asking|going|sending|messaging))\b"
    ),
    # Too fast.
    (
        rf"(?:{START}|\byou(?:re| are|ve been| have been)? (?:[a-z-]+ ){{0,2}})(?:sending|texting|messaging|submitting"
        "|making|asking|typing|going|posting|doing|using|requesting|writing|calling)(?: [a-z-]+){0,4} (?:too|so) "
        "(?:fast|quick|quickly|often|frequently|much)"
        r"\b"
    ),
    (
        r"\b(?:messages?|requests?|texts?) (?:(?:are|sent|received|coming|arriving|in) ){1,3}too (?:fast|quickly|often"
        r"|frequently)\b"
    ),
    f"{START}too (?:fast|quick)(?: ?[.!,]|$)",
    (
        r"\b(?:please|whoa|woah|hey|hold on|easy|wow)[,!. ]+(?:please )?slow(?:ing)? (?:it )?down(?: there| please| a "
        "(?:bit|little)| buddy| friend| cowboy)? ?(?:[.!;,-]|$)"
    ),
    (
        f"{START}slow down(?: there| please| a (?:bit|little))? ?(?:[.!;-]|$|, (?:you|please|too|that|i|we|friend"
        r"|buddy)\b)"
    ),
    r"\bslow(?:ing)? down\b[^?]{0,60}\b(?:messages?|texts?|requests?|sending|texting|messaging)\b",
    rf"{START}(?:ease up|easy there|hold your horses)\b|^take it easy\b[,!.] [a-z]",
    # Wait before the next.
    (
        r"\b(?:wait|hold on|hold off|pause)(?: [a-z0-9-]+){0,6} before (?:you )?(?:send(?:ing)?|try(?:ing)?|text"
        "(?:ing)?|messag(?:e|ing)|submit(?:ting)?|mak(?:e|ing)|ask(?:ing)?|post(?:ing)?|request(?:ing)?"
        "|generat(?:e|ing)"
        "|vot(?:e|ing)|chat(?:ting)?|repeat(?:ing)?)(?: [a-z-]+){0,2} (?:another"
        r"|again|more|new|next)\b"
    ),
    rf"\b(?:wait|hold on|hold off|pause)(?: [a-z0-9-]+){{0,6}} before (?:your|the) next {MESSAGES}\b",
    rf"{START}(?:please )?(?:wait|hold on)(?: [a-z0-9-]+){{1,5}} before asking again\b",
    r"\bwait (?:[a-z0-9-]+ ){0,5}to (?:send|text|ask|post|submit|make) (?:another|again|more)\b",
    rf"\b(?:cant|cannot|can not|may not) send (?:any )?more(?: than [0-9]+)?(?: {MESSAGES})?\b",
    rf"\b(?:you|i|we)(?: can| may)? only (?:[a-z0-9-]+ ){{0,4}}{MESSAGES} (?:per|an?|every|each|in)\b",
    (
        f"{START}(?:only|limit of|max(?:imum)?(?: of)?|limit:|at most) [a-z0-9]+ (?:[a-z-]+ ){{0,2}}{_TURNS} (?:per"
        r"|an?|every|each|in)\b"
    ),
    rf"{START}(?:just )?(?:one|1|two|2|three|3) {MESSAGES} (?:per|an?|every|each)\b",
    r"\bone (?:message|question|request|text|query) at a time\b",
    r"\byou can (?:send|text|message|ask)(?: [a-z]+){0,3} again (?:in|after|at|tomorrow)\b",
    (
        r"\b(?:processing|working on|thinking about|answering|handling|chewing on) (?:your|the) (?:previous|last"
        r"|earlier)(?: [a-z]+){0,2} (?:message|request|text|submission|question|one)s?\b"
    ),
    r"\bstill (?:processing|working on|thinking about|answering) (?:your|the) (?:previous|last)",
    (
        r"\b(?:thats|sent|sending|send|youve sent) (?:(?:quite|such|me|us) )?(?:a lot of|lots of|so many|this many"
        rf"|that many|quite a few|a bunch of) {MESSAGES}\b"
    ),
    rf"{START}(?:please )?(?:stop|dont|do not) spam(?:ming)?\b",
    r"\b(?:spam|flood) (?:was |has been )?(?:detected|protection|control|filter)\b",
    r"\b(?:seem|appear|be|are|youre) (?:to be )?(?:spamming|flooding)\b",
    (
        r"\byou(?:re| are|ve been| have been) muted\b|\bmuted (?:for|until)\b[^.!?]{0,20}\b(?:because|due to|for "
        "(?:spam|flood|sending))"
    ),
    rf"\b(?:faster|quicker|more (?:{MESSAGES})(?: [a-z]+){{0,3}}) than (?:i|we|it) can\b",
    # Too busy.
    (
        r"\b(?:(?:high|heavy) (?:[a-z-]+ ){0,2}(?:volume|traffic|demand|load)|busy|overloaded|overwhelmed|swamped|at "
        rf"(?:full |maximum )?capacity)\b[^?]{{0,80}}\b{_REST}\b"
    ),
    (
        r"\b(?:system|servers?|service|bot|ai|model|api|assistant|engine|we|were|i am|im)(?: (?:is|are|was|currently"
        r"|now|temporarily|a bit|really))* (?:overloaded|overwhelmed|over capacity)\b"
    ),
    # So many, and no more.
    (
        r"\b(?:youve|you have|u) (?:already )?(?:had|asked|sent|used|made|hit) (?:all )?(?:of )?(?:your|todays|this)"
        " (?:[a-z]+ )?(?:[0-9]+|two|three|four|five|six|ten|twenty|free|daily|last|monthly|weekly) (?:[a-z0-9-]+ "
        "){0,3}(?:messages?|texts?|questions?|requests?|quer(?:y|ies)|prompts?|look-?ups?"
        "|searches|chats|replies|turns|tries|answers)"
    ),
    (
        r"\b(?:out of|no more|used up|zero|0|no) (?:[a-z-]+ ){0,2}(?:messages|texts|questions|requests|queries|prompts"
        r"|credits?|tokens|sms) (?:left |remaining )?(?:for (?:today|this|the)|this|today|until|on your)\b"
    ),
    (
        r"\b(?:th|rd|nd|st|tenth|fifth|sixth|third|hundredth|last) (?:message|text|question|request|free)(?: [a-z]+)? "
        r"(?:this|in|today|of the)\b[^.!?]*\b(?:most|allow|limit|max|maximum|cap)\b"
    ),
    r"\bonly (?:ask|send|text|make|submit)(?: us| me)? (?:up to )?[a-z0-9]+ [a-z]+ (?:an?|per|each|every)\b",
    (
        r"\b(?:pause|wait|leave|allow)(?: for)?(?: at least)? [a-z0-9]+ (?:seconds?|secs?|minutes?|mins?) between "
        r"(?:[a-z]+ )?(?:messages|texts|requests|questions|tries|attempts)\b"
    ),
    (
        r"\bspace (?:them|your (?:messages|texts|questions|requests)|it) out\b|(?:^|[.!] )take a breather\b|\bone "
        r"at a time,? please\b"
    ),
    (
        r"\b(?:hold up|whoa|woah|easy|wow|jeez|slow down)\b[,!. ]+(?:thats|that is|youre|too)\b[^.!?]*\b(?:texts"
        "|messages|fast)"
    ),
    (
        r"\b(?:coming|arriving|texting|messaging|sending|typing|going)(?: in)? (?:[a-z]+ )?(?:faster|quicker|too"
        r" quickly|too fast|so fast|too often|quicker) (?:than|for)\b"
    ),
    (
        r"\b(?:so|too|way too) many (?:people|users|folks|of you|others|customers|callers)(?: are)?(?: [a-z]+)? (?:"
        "texting|messaging|asking|using|writing|trying|chatting|at once)"
    ),
    (
        r"\b(?:our|all|the) (?:[a-z]+ )?(?:lines|agents|servers|operators|queues?|channels) (?:are|is) (?:all )?"
        "(?:currently |now )?(?:full|busy|maxed out|swamped)"
    ),
    (
        rf"{START}(?:sorry,? )?(?:we|i|the (?:bot|service|system|assistant|line|server|model))(?:re|m| are| am| is)?"
        r"(?: currently| now| already)? at (?:full |max |maximum |our )?capacity\b"
    ),
    (
        r"\b(?:too many|several|repeated) (?:wrong|failed|incorrect|bad|invalid) (?:[a-z]+ )?(?:pins?|attempts"
        r"|passwords|codes|tries|log-?ins?)\b"
    ),
    r"\byou(?:re| are| have been|ve been) (?:[a-z]+ )?locked out\b|\baccess (?:is |has been )?locked (?:for|until)\b",
    (
        r"\b(?:sms|message|messaging|text|ai|api|token|monthly|daily) (?:[a-z]+ )?(?:budget|allowance|bundle"
        "|credit) (?:is |has been |was )?(?:used|finished|spent|exhausted|gone|over|depleted)"
    ),
    (
        r"\b(?:bundle|credit|credits|balance|allowance) (?:is |has |are |have )?(?:finished|run out|used up"
        "|exhausted|depleted)(?: ?[.!,;]|$)"
    ),
    r"\b(?:no|not enough|insufficient|too little) credits? (?:left|remaining|available|on)\b",
    (
        r"\bbalance (?:is )?too low (?:for|to)\b|\b(?:add|load|buy|deposit) (?:more )?(?:funds|credits?|airtime"
        "|money) (?:before|to) (?:send|text|ask|continue|keep|us)"
    ),
    (
        "(?:^|[.!] )(?:top up|recharge|upgrade|subscribe)(?: now)? to (?:continue|keep|go on|carry on|ask|send"
        r"|text|chat)\b"
    ),
    (
        r"\bresource_exhausted\b|\binsufficient_quota\b|\brate_limit[a-z_]*|\btoo_many_requests\b|^(?:http )?429\b"
        r"|\bquota (?:reached|hit|used up)\b"
    ),
    (
        r"\b(?:trial|free (?:trial|plan|tier|questions|messages))(?: is| has| are| have)? (?:over|ended|expired"
        r"|used|finished|up)\b"
    ),
    (
        r"\b(?:context|message|prompt|token|session|thinking|thought|usage|size|input|daily|length)(?: length| "
        "window| size)?"
        r" (?:limit|maximum|length|size|window|cap) (?:was |is |has been )?(?:hit|exceeded|reached|passed)\b"
    ),
    (
        r"\b(?:monthly|daily|weekly|free|all) (?:messages|texts|questions|requests|queries|credits|lookups) (?:are"
        r"|have been) (?:all )?used\b"
    ),
    r"\brate exceeded\b|\b(?:queue|inbox|buffer) (?:is )?full\b",
    (
        r"\btoo busy (?:right now |just now |today )?to (?:answer|reply|respond|help|chat|take)\b|\beasy on the "
        r"(?:texts|messages)\b"
    ),
    (
        r"\b(?:agents|lines|operators|assistants|advisers|advisors) are (?:all )?(?:currently |now )?(?:offline"
        r"|busy|away|unavailable)\b"
    ),
    r"\bneed (?:at least )?[0-9]+ (?:more )?(?:credits?|tokens?|coins?) (?:to|before|for)\b",
    (
        r"\b(?:sent|texted|asked|made) (?:us |me )?[0-9]+ [a-z]+ (?:in|within|this|today)\b[^?]*\b(?:only|limit|max"
        r"|maximum|most|allowed)\b"
    ),
    (
        r"\b(?:unusually |very |extremely )(?:high|large) (?:number|volume|amount) of (?:messages|texts|requests"
        r"|questions)\b"
    ),
)
