"""How English says: it did not work, it is not there, and we cannot take such a thing."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_FILE = (
    "(?:files?|attachments?|photos?|images?|pictures?|videos?|audio|recordings?|voice (?:notes?|messages?)|stickers?"
    "|media|mms|documents?|pdfs?)"
)
_TAKEN = f"(?:messages?|texts?|sms|submissions?|entry|entries|{_FILE})"
_ASKED = f"(?:requests?|quer(?:y|ies)|questions?|orders?|commands?|reports?|deals?|tickets?|data|responses?|{_TAKEN})"
_ADVERBS = (
    "(?:(?:be|been|able to|currently|quite|yet|even|automatically|successfully|just|actually|right now|properly|fully"
    "|completely) )*"
)
_PAST = "(?:(?:could|was|were|did)nt|could not|was not|were not|did not|wasnt able to|not able to|unable to|failed to)"
_CANNOT = f"(?:{_PAST}|cant|cannot|can not|wont|impossible to)"
_TAKE = (
    "(?:process|handle|accept|deliver|save|download|complete|read|store|record|submit|transcribe|analy[sz]e|fulfil+)"
)
_DONE = (
    "(?:processed|handled|accepted|delivered|saved|downloaded|completed|recorded|stored|counted|sent|submitted|received"
    "|registered|fulfilled|opened|read|loaded|displayed|forwarded)"
)
_MACHINE = (
    "(?:process|handle|generate|complete|load|fetch|retrieve|save|store|transcribe|analy[sz]e|download|upload|submit"
    "|perform|execute|connect|create|add|update|delete|remove|record|unsubscribe|subscribe|send|book|schedule|cancel"
    "|respond|answer|reply|access|reach|get|look up|search|calculate|translate|parse|sync)"
)
_TROUBLE = (
    "(?:errors?|issues?|problems?|trouble|troubles|difficult(?:y|ies)|snags?|glitch(?:es)?|hiccups?|hitch|exceptions?"
    "|outages?|bugs?|bumps?|mix-?ups?|breakdowns?|malfunctions?|faults?|failures?|crash(?:es)?)"
)
_BROKE = (
    "(?:broke|broken|broke down|failed|crashed|froze|frozen|hung|died|blew up|choked|stalled|tripped|snapped"
    "|malfunctioned|stopped (?:working|responding)|fell over|gave up|went (?:down|offline|dark))"
)
_NOW = "(?:right now|rn|at this time|at the moment|at present|currently|presently|temporarily|just now|for now)"
_TODO = (
    "(?:save|store|record|register|book|place|create|load|fetch|retrieve|generate|process|handle|complete|finish|submit"
    "|upload|download|transcribe|analy[sz]e|perform|execute|connect|respond|answer|send|pass on|forward|log|update|sync"
    "|schedule|sign you up|enter|verify|show|display|check|count"
    "|get (?:an?|any|the) (?:response|answer|reply|result))"
)
_TODONE = (
    "(?:saved|stored|recorded|registered|booked|placed|created|loaded|fetched|retrieved|generated|processed|handled"
    "|completed|submitted|uploaded|downloaded|transcribed|analy[sz]ed|performed|executed|sent|passed on|forwarded"
    "|logged|updated|synced|scheduled|entered|verified|counted|started|opened|read|displayed|shown|executed)"
)
_KIND = (
    "(?:technical|system|server|internal|database|db|network|connection|connectivity|backend|api|service|application|ai"
    "|unexpected|unknown|processing|fatal|critical|runtime|temporary|general|timeout|gateway|openai|twilio|gpt|llm"
    "|model|auth|authentication|config|configuration|download|upload|parsing|validation)"
)
_SELF = (
    r"\b(?:i|we|ive|weve|im|were|it|our [a-z-]+(?: [a-z-]+)?|(?:the|this) (?:[a-z-]+ )?(?:system|server|service|bot|app"
    "|ai|assistant|model|api|database|backend|request))(?:(?: |$)(?:am|are|is|was|have|has|had|just|also|seems? to|seem"
    "(?:s|ed)?|may|be|been|currently|now|still|temporarily))*"
)
_OBJECT = (
    "(?:an?|the|your|that|this|any|any of|it|these|my|a new|audio|image|images|report|data|message|messages|request"
    "|response|user|file|media|photo|weather|email)"
)
_LATER = (
    "(?:(?:try|retry|trying|resend|try it|try that|try your [a-z]+)(?: again| once more| back| this)*(?: |$)(?:later"
    "|in an?|in [0-9]+|in some|in few|in several|shortly|soon|after|momentarily|at a later)|try later|retry later"
    "|again later|(?:call|contact|text) (?:us|support)[^.!?]{0,20})"
)
_SORRY = (
    "(?:sorry|sry|apologies|apologi[sz]e|oops|oopsie|whoops|uh[- ]?oh|unfortunately|oh no|regrettably|yikes|pardon)"
)
_SERVICE = (
    "(?:services?|systems?|servers?|bot|chatbot|app|application|site|website|platform|feature|assistant|ai|api|model"
    "|hotline|helpline|campaign|program|study|survey|integration|webhook|backend|database|line|number|keyword|function"
    "|registration|calendar|engine|gateway|network|knowledge base|spreadsheet)"
)
_STATE = (
    "(?:(?:is|are|has|have|was|been|keeps|seems|to|be|temporarily|currently|now|still|just|at the moment|down|gone) )"
)
_OUT = (
    "(?:unavailable|unreachable|unresponsive|failing|broken|crashed|acting up|misbehaving|out of action|not possible"
    "|down(?: ?[.!,;:-]|$| for| at| right| due| until| while| today| temporarily| again)|offline"
    "|out of service|out of order|disabled|discontinued|shut down|retired|deactivated|turned off|switched off|inactive"
    "|(?:not|isnt|arent|wasnt|werent) (?:currently |yet )?(?:available|active|enabled|configured"
    "|set up|working|running|operational|in service|online|responding|answering|reachable|functioning|ready"
    "|functional))"
)

REFUSAL: tuple[str, ...] = (
    # The message itself could not be taken.
    (
        rf"\b{_CANNOT} {_ADVERBS}{_TAKE} (?:(?:your|that|this|the|these|any|new|last|media|type|of|our|voice) ){{0,4}}"
        rf"{_ASKED}\b"
    ),
    rf"\b{_CANNOT} {_ADVERBS}(?:process|handle) (?:that|this|it)\b",
    rf"\bwe (?:couldnt|could not|cant|cannot|(?:are|were) unable to) receive (?:your |this |any )?{_TAKEN}\b",
    (
        rf"\b{_ASKED}(?: (?:you sent|type))? (?:{_CANNOT}|(?:was|were|has|have|is|could) not|(?:is|has|have)nt) "
        rf"{_ADVERBS}{_DONE}\b"
    ),
    (
        rf"\b{_TAKEN}(?: (?:was|were|has|have|been|is|are|got|just))+ (?:rejected|refused|declined|denied|blocked"
        r"|discarded|dropped|undeliverable|lost|thrown away|ignored)\b"
    ),
    rf"{START}(?:message|request|text|submission) (?:discarded|dropped|rejected|ignored|lost|refused|denied)\b",
    r"\b(?:had to|have to|must) (?:drop|discard|ignore) (?:your|this|that) (?:message|text|request)\b",
    r"\bnothing (?:was|has been|got|is) (?:saved|recorded|sent|stored|submitted|processed|changed)\b",
    rf"\b(?:{_ASKED}) failed to (?:process|send|deliver|save|load)\b",
    r"\b(?:sending|formatting|processing|saving|loading|fetching|generating) (?:[a-z]+ ){0,5}failed\b",
    r"\brequest (?:was |has been )?(?:blocked|rejected|denied|refused)\b",
    # It went wrong.
    (
        r"\b(?:something|things|that|this|it|everything|smth|sth)(?: has|s| have|ve)? (?:went|gone|goes|went a bit) (?:"
        r"[a-z]+ )?wrong\b(?: (?:on|with (?:your (?:message|request|text|submission)|our|my|the server)|while|when"
        r"|during|please|try|and|at|in|finding|processing|but|trying|internally|here|there|[a-z]+ing)\b| ?[^a-z]|$)"
    ),
    (
        rf"\b(?:something|sumthing|smth)(?: (?:on|at|in|with) (?:our|my|the) [a-z]+)?(?: has|s| just)? (?:{_BROKE}"
        "|(?:is"
        r"|isnt|is not|not) (?:broken|working|right|quite right))\b"
    ),
    (
        f"{START}(?:sorry,? |hmm,? |oops,? )*(?:that|this|it|i|we)(?: have| has|ve)?(?: just)? (?:crashed|blew up"
        r"|froze)\b"
    ),
    (
        r"\b(?:my|our|this) (?:[a-z-]+ ){0,2}(?:bot|app|assistant|system|server|service|backend|ai|model|robot"
        "|database|program|script|scheduler|pipeline|worker|process|integration|importer)(?: has| have| just)* "
        f"{_BROKE}"
        "(?: ?[.!,;:-]|$| (?:while|when|on|and|so|again|today|trying|before|during|just|at|in|for|after|because"
        r"|mid|as)\b)"
    ),
    (
        r"\bthe (?:bot|app|assistant|system|server|service|backend|ai|model|robot)(?: has| just)* (?:crashed|frozen"
        "|froze"
        r"|broken down|broke down|malfunctioned|stopped (?:working|responding))\b"
    ),
    rf"\b(?:on|at) (?:our|my) (?:end|side)\b[^.!?]{{0,20}}\b{_BROKE}\b",
    rf"{START}nothing (?:works|is working)\b",
    rf"{START}(?:sorry,? |hmm,? |oops,? )*(?:that|this|it) (?:didnt|did not) (?:work|go through)\b",
    (
        r"\b(?:we|i|our [a-z]+|system|server|bot)(?: is| are|re)?(?: not|nt) (?:able to )?work(?:ing)?(?: properly"
        r"| correctly)? (?:right now|at the moment|currently|today)\b"
    ),
    (
        f"{_SELF} (?:encounter(?:ed|ing)|experienc(?:ed|ing)|(?:ran|run|running) into|hit|got|had|having|facing|have"
        "|has|suffer(?:ed|ing)(?: from)?|seeing) (?:an? |some |a few |another |any |a bit of )?(?:[a-z-]+ ){0,2}"
        rf"{_TROUBLE}\b"
    ),
    (
        r"\b(?:there (?:was|is|were|are|has been|have been|seems? to be|appears? to be|might be|may be)|theres|having"
        f"|got|hit|met|experiencing|encountered|encountering) (?:an?|some) (?:[a-z-]+ ){{0,2}}{_TROUBLE}(?: "
        "?[.!,;:(-]|$"
        "| (?:[a-z]+ing|when|while|and|but|that|which|at|on|here|so|because|due|trying|during|from|as|please|try"
        "|we|i|it"
        rf"|(?:with|in|to|of|for|behind) (?:it|that|this|(?:our|the|my|this|your)(?: [a-z-]+)? (?:{_ASKED}|{_SERVICE}"
        r"|connection|end|side|system|line|code|lookup|booking|registration|account|number|subscription|reservation"
        r"|appointment|entry|vote|upload|sign-?up|reply|data|file)|[a-z]*(?:ing|ion)))\b)"
    ),
    rf"\b(?:due to|because of|owing to|after) (?:an? |some |the )?(?:[a-z-]+ )?(?:{_KIND} )+{_TROUBLE}\b",
    (
        r"\b(?:errors?|problems?|issues?|glitch|difficulty|difficulties|exceptions?|trouble) (?:(?:has|have|just) )*"
        r"(?:occurred|occured|happened|arisen|arose|prevented|came up|cropped up)\b"
    ),
    f"{START}(?:an? |some |oops,? |sorry,? |we have an? )?(?:{_KIND} )+(?:{_TROUBLE}|failure|fault)(?: ?[.!,:;(-]|$)",
    (
        f"(?:^|[.!?:;(-] ?)(?:sorry,? |oops,? |an? )*(?:{_KIND} ){{0,2}}errors? ?(?:[:!.,(-]|$|[0-9]|(?:while"
        "|during|when"
        "|with|in|on|from|trying|code|to|at|sending|saving) |[a-z]+ing )"
    ),
    r"\b(?:internal (?:server )?error|application error|http error|api error)\b",
    r"\b(?:returned|returns|threw|with|got|gave|received) an? (?:[a-z-]+ )?error\b",
    r"\b[a-z_.]{3,60}(?:error|exception) ?:",
    r"\b(?:traceback ?[:(]|stack ?trace ?:|(?:unhandled|uncaught) (?:promise )?(?:rejection|exception|[a-z]*error))",
    (
        f"{START}(?:key|type|value|index|name|attribute|syntax|reference|range|timeout|connection|runtime|import|io|os"
        "|assertion|operational|integrity|permission|nullpointer|illegal(?:argument|state)|sql)(?:error|exception)\\b"
    ),
    (
        r"\b(?:undefined (?:method|variable|index|offset|function|local variable)|nil:nilclass|nonetype"
        r"|is not a function|segmentation fault|core dumped|panic: |exception in thread|unexpected token"
        r"|object reference not set|no such (?:table|column|file or directory|host)|socket hang up|getaddrinfo)"
    ),
    r"\b(?:unknown|unexpected|unhandled|internal|fatal) (?:error|exception)\b",
    rf"{START}(?:uncaught |an )?exception ?[:(]",
    r"\b(?:invalid|missing|wrong|bad|expired|incorrect) api[ _-]?key\b",
    r"\b(?:did|does|do) ?(?:not|nt) (?:respond|answer|reply) in time\b",
    (
        r"\b(?:no|without an?) (?:response|reply|answer) from (?:the|our) (?:[a-z-]+ )?(?:model|server|service"
        "|system|ai|api"
        r"|backend|database)\b"
    ),
    r"^(?:null|undefined|nil|nan|object object\]?)[.!]?$",
    r"\bobject (?:is not (?:subscriptable|callable|iterable)|has no attribute)\b",
    (
        r"\b(?:cannot read propert(?:y|ies)|undefined is not|is not defined|null reference|econnrefused|econnreset"
        r"|etimedout|enotfound)\b"
    ),
    r"\bconnection (?:was |has been |is )?(?:refused|reset|timed out|lost|failed|error)\b",
    (
        r"\b(?:request|operation|query|server|it|ai|model|api|connection|call|search|system) (?:has |have |just )?"
        r"(?:timed[ -]?out|timeout)\b"
    ),
    r"\bstatus code [45][0-9][0-9]\b",
    # It could not be done.
    rf"{START}(?:sorry,? |oops,? |error,? )?(?:failed to|unable to) {_MACHINE}(?: {_OBJECT}\b| [a-z]+ ?[.!:,]|$)",
    (
        rf"\b(?:i|we|bot|system|server)(?: was| were| am| are| is)? {_PAST} {_ADVERBS}{_TODO}"
        rf"(?: (?:{_OBJECT}|you|to|from|due|right|just|at|because|properly)\b| ?[.!,]|$)"
    ),
    (
        r"\b(?:your|this|that|nothing|request|response|reply|answer|session)(?: [a-z-]+){0,2} (?:(?:couldnt|could not"
        r"|cant|cannot|can not) be|(?:was|were|has|have|is)(?: been)? not(?: been)?|(?:wasnt|werent|hasnt been|havent"
        f" been)) {_ADVERBS}{_TODONE}(?: ?[.!,;]|$| (?:because|due|as|so|at|right|correctly|properly|for you|on "
        r"our)\b)"
    ),
    rf"\b{_CANNOT} {_ADVERBS}be (?:{_TODONE}|answered|checked|reached|accessed) {_NOW}\b",
    rf"\b(?:is|are) (?:(?:not |im)possible {_NOW}|{_NOW} (?:not possible|impossible|suspended|out of order))\b",
    (
        rf"\b{_CANNOT} {_ADVERBS}(?:reach|connect to|contact|talk to|query|get (?:through )?to) (?:the|our|my|your)"
        r"(?: [a-z-]+){0,2} (?:services?|systems?|servers?|database|api|backend|model|ai|calendar|provider|network"
        r"|knowledge base|spreadsheet)\b"
    ),
    r"\b(?:lost|losing) (?:my|our|the|its) connection (?:to|with)\b",
    (
        rf"\b{_CANNOT} {_ADVERBS}(?:{_MACHINE}|show|display|give|open|check|verify|register|place|provide|offer)\b"
        rf"[^?]{{0,60}}\b(?:due to|because of|{_LATER}|contact support|right now|at this time|at the moment|at present)"
    ),
    (
        r"\b(?:submission|upload|download|processing|booking|request|operation|registration|update|import|sync|sending"
        "|connection|generation|transcription|search|save|saving|action|command|query|job|task|lookup|analysis"
        "|recording|creation|deletion|unsubscribe|subscription|message|reservation|order|scheduling|cancellation"
        r"|conversion|system|server|ai|api|model|internal|authentication) (?:has |have |just )?(?:failed|failure)\b"
    ),
    (
        r"\b(?:cant|cannot|can not|not able to|unable to|not in a position to) (?:help|assist|respond|answer|reply|chat"
        r"|talk|deal|do that|do this)\b[^.!?]{0,30}\b(?:right now|rn|at this time|at the moment|currently|today"
        r"|just now|until|through this)\b"
    ),
    (
        rf"\b{_SORRY}\b[^?]{{0,100}}\b(?:try|retry|resend|message us|text us)(?: it| that| this| your [a-z]+| us)?"
        r"(?: again| once more)? (?:later|in (?:an?|some|few|several|[0-9]+)|shortly|soon|after)\b"
    ),
    (
        rf"\b(?:{_CANNOT}|unavailable|not available|errors?|failed|wrong)\b[^?]{{0,100}}\b(?:try|retry)(?: it| that"
        r"| this| your [a-z]+)?(?: again| once more)? (?:later|in (?:an?|some|few|several|[0-9]+)|shortly|soon|after)\b"
    ),
    (
        r"\b(?:problem|issue|error|glitch|wrong|broke|broken|crashed|failed|mistake|trouble|hiccup"
        "|mix-?up)[a-z ]{0,20} on "
        r"(?:our|my) (?:end|side)\b"
    ),
    (
        r"\b(?:my|our) (?:[a-z-]+ )?(?:brain|brains|robot|robots|bot|system|servers?|ai|circuits?|wires?|engine"
        "|computer|software)(?: [a-z]+)? (?:froze|crashed|tripped|broke(?: ?[.!,;]|$| down| on| while)|overheated"
        "|short-circuited|glitched|hiccuped"
        r"|melted|stuck|fried|down)\b"
    ),
    r"\byour (?:message|text|request|reply) (?:(?:got|was|has been|went) (?:lost|missing|nowhere)|bounced|vanished)\b",
    r"\b(?:we|i) (?:lost|dropped|misplaced) your (?:[a-z]+ )?(?:message|text|request|reply|photo|answer|order)\b",
    rf"\b{_ASKED} (?:violates|breaks|breaches|goes against|is against) (?:our|the|these|community)\b",
    (
        r"\b(?:my|our) (?:[a-z-]+ )?(?:brain|brains|bot|system|servers?|ai|circuits?|computer|software) (?:isnt|is "
        "not|arent"
        r"|are not) (?:working|responding|available)\b"
    ),
    # The service is not there.
    rf"\b{_SERVICE} (?:{_STATE}){{0,4}}{_OUT}",
    (
        r"\b(?:service|system|line|hotline|helpline|number|campaign|program|study|survey|promotion"
        "|contest|chat"
        rf"|inbox) (?:{_STATE}){{1,4}}(?:paused|closed|ended)\b"
    ),
    r"\b(?:temporarily|currently) (?:unavailable|out of service)\b[^?]{0,30}\btry again\b",
    rf"{START}(?:service |temporarily |currently |sorry,? )+unavailable\b",
    (
        r"\b(?:were|we are|im|i am|bot is)(?: (?:currently|temporarily|now))* (?:offline|down|unavailable)(?: (?:for"
        r"|due|right now|at the moment|until)\b|$| ?[.!,])"
    ),
    (
        rf"\b(?:{_SERVICE}|were|we are)(?: (?:is|are|currently|temporarily|now|in))* (?:under(?:going)?|down for|in"
        r"|doing|performing)(?: [a-z-]+){0,2} maintenance\b"
    ),
    r"\b(?:down|offline|unavailable) (?:for|due to)(?: [a-z-]+){0,2} (?:maintenance|upgrades?)\b",
    rf"{START}(?:under|scheduled|system|in) (?:[a-z]+ )?maintenance\b",
    (
        r"\b(?:this|the) (?:[a-z-]+ )?(?:number|line|service|bot|program|campaign|feature|app|keyword|inbox) "
        "(?:is )?no longer (?:[a-z]+ )?(?:active|available|supported|in service|in use|operating|operational|accept"
        "|monitored|works)"
    ),
    r"\bno longer in (?:service|use)\b",
    (
        r"\bthis (?:number|line|inbox|mailbox|chat|channel|service|bot) (?:doesnt|does not|cannot|cant|is not able "
        "to|can not) "
        r"(?:currently )?(?:receive|accept|take|process|read|support)\b"
    ),
    r"\b(?:number|line|inbox|mailbox)(?: is)?(?:nt| not) (?:actively )?monitored\b",
    (
        r"\b(?:not|no longer|stopped) (?:currently )?(?:accepting|taking) (?:new |any |more )?(?:messages|texts"
        "|submissions"
        r"|requests|photos|entries|responses|participants)\b"
    ),
    # Such a thing is not taken.
    r"\bunsupported (?:media|file|format|message|image|audio|video|attachment|content)\b",
    (
        rf"\b(?:{_TAKEN}|formats?|(?:media|file|message) types?)(?: [a-z-]+)? (?:isnt|arent|is not|are not|not) "
        "(?:currently |yet )?(?:supported|accepted|allowed(?: ?[.!,;]|$| here| on this| by (?:text|sms)| yet| via| "
        "over))"
    ),
    (
        rf"\bonly [a-z0-9,/ -]{{1,40}}(?:{_FILE}|messages?|texts?|formats?) (?:is |are |can be )?(?:supported|accepted"
        r"|allowed)\b"
    ),
    (
        r"\b(?:i|we|bot|service|number|system|app|model|assistant|ai)(?: [a-z0-9]+)? (?:dont|do not|doesnt|does not"
        "|cant|cannot|can not"
        "|am not able to|arent able to|are unable to|am unable to)(?: (?:currently|yet|even))? (?:support|read|see|view"
        rf"|open|accept|handle|process|receive|take|look at|play|listen to) (?:[a-z-]+ ){{0,3}}{_FILE}\b"
    ),
    rf"\b(?:dont|do not|doesnt|does not) (?:currently |yet )?support (?:[a-z-]+ ){{0,4}}{_TAKEN}\b",
    (
        r"\b(?:i|we)(?: can)? (?:only|just) (?:accept|support|understand|read|handle|process|take|work with"
        r"|respond to) (?:plain )?(?:text|texts|words|images?|photos?|pdfs?|jpgs?|voice)\b"
    ),
    (
        rf"\b(?:{_TAKEN}|question|prompt|input|conversation)(?: (?:you sent|size|is|was|are|were|length|has become))* "
        r"(?:way |a bit |much )?(?:too (?:large|big|long)|(?:larger|bigger|longer) than)\b"
    ),
    rf"\b{_TAKEN} (?:size|length) exceed(?:s|ed)?\b",
    r"\b(?:length|size)(?: [a-z-]+){0,6} exceeds (?:[a-z-]+ ){0,4}(?:limits?|size|length|maximum)\b",
    rf"\b{_FILE}(?: [a-z-]+){{0,2}} exceed(?:s|ed)? (?:[a-z-]+ ){{0,3}}(?:limit|maximum)\b",
    r"\bexceed(?:s|ed|ing)? (?:[a-z-]+ ){0,4}(?:[0-9]+ ?[kmg]b|size|characters?|length)\b",
    r"\b(?:above|over|longer than|more than) [0-9,]+ characters? (?:is|are|gets?|will be)\b",
    rf"{START}invalid (?:message|media|file|media type|file type|content type)\b",
    rf"\b{_CANNOT} match your (?:message|number|request)\b",
)
