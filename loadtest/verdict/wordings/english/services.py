"""How English says: our service by text is away, and your message was not kept.

The signs at the end decide in pairs alone: what we cannot do, or what is broken here, and a regret, a cause of ours, or
a request to come back.
"""

from __future__ import annotations

from loadtest.verdict.wordings.english.pieces import (
    AWAY,
    BROKEN,
    CANNOT,
    CAUSE,
    CHANNEL,
    CHANNEL_OFF,
    ELSEWHERE,
    HOW,
    IS,
    KEPT,
    MINE,
    REGRETS,
    RETURN,
    SELF,
    TECH,
    THROWN,
    TROUBLE,
    UNABLE,
    WHEN,
)
from loadtest.verdict.wordings.fragments import START

REFUSAL: tuple[str, ...] = (
    # A status, a code, or one word.
    (
        r"^(?:http(?:/[0-9.]+)? )?(?:error )?(?:50[0-9]|40[0-9]) ?[:-]? ?(?:bad|service|gateway|internal|server"
        "|forbidden|not|unauthori|request|upstream|error|payment|method)"
    ),
    (
        r"\b(?:bad gateway|gateway time-?out|upstream (?:time-?out|error|connect|request|unavailable|failed)"
        r"|service unavailable)\b"
    ),
    r"^(?:(?:err|error|fault|failure)[ :#-]{0,2}[a-z]{0,3}[0-9]{2,6}\b(?: ?[:.!,(-]|$)|e[0-9]{2,6} ?:)",
    (
        "^(?:err|failed|failure|not allowed|denied|rejected|unavailable|busy|offline|time-?out|timed out|internal"
        "|malfunction|unsuccessful|not permitted|no access|system (?:error|busy|down|failure))[.! ]*$"
    ),
    (
        rf"^(?:request |operation |session |query )?timed out (?:waiting|while|after|on)\b|{START}exit (?:code"
        r"|status) [1-9]|^(?:db|database|table|resource|account|record)[a-z ]* locked\b"
    ),
    (
        r"\b(?:response|result|value|message|body|text|reply|output|answer)(?: is| was)? (?:undefined|null|none|nan"
        r"|empty response)\b|^(?:null|undefined|none) (?:null|undefined|none)\b"
    ),
    (
        rf"{START}(?:forbidden|invalid|disallowed|restricted) (?:keyword|command|sender|request)\b|\b(?:command"
        r"|keyword|sender|request|input) (?:was |is )?(?:rejected|refused|denied|not permitted|not allowed)\b"
    ),
    # What was asked did not come about.
    (
        rf"(?:{START}|\b(?:your|this|that|the) )(?:[a-z0-9-]+ ){{0,4}}{MINE} (?:[a-z0-9-]+ ){{0,2}}(?:was |were "
        "|is |has been |have been )?(?:unsuccessful|not successful|unsuccesful|without success)"
    ),
    (
        rf"\b(?:your|this|that|the|any) (?:[a-z]+ )?{MINE} (?:\"[^\"]*\" )?(?:(?:no|id|ref|dated|number|[a-z]*[0-9]"
        "[a-z0-9-]*|for|[a-z]+) ){0,8}(?:(?:could|can)(?:nt| not) be|cannot be|(?:was|were|has|have)(?:nt| not)(?: "
        "been)?"
        rf"|never) {HOW}{KEPT}\b"
    ),
    (
        f"{START}(?:sorry,? )?(?:[a-z]+ )?{MINE} (?:(?:was |were |could |can )?(?:not|never)|(?:was|were|could)nt"
        rf"|cannot) {HOW}{KEPT}\b"
    ),
    (
        r"\b(?:no|nothing) (?:[a-z]+ )?(?:was|were|has been|could be|got|is being)(?: able to be)? "
        rf"{KEPT}\b[^?]*(?:\b{RETURN}|\b{REGRETS}|\b{TROUBLE})"
    ),
    (
        r"\b(?:your|this|that) (?:vote|entry|message|text|reply|request|answer|order|booking) (?:did(?:nt| not)"
        r"|failed to|never) (?:count|go through|reach|arrive|get through|make it|come through|register|save|send)\b"
    ),
    (
        r"\b(?:your|this|that) (?:[a-z]+ )?(?:message|text|request|reply|prompt|question|picture|photo|sms|input"
        rf"|answer|submission|video|image) (?:[a-z-]+ ){{0,4}}(?:was|has been|been|were|got|so it was) {THROWN}\b"
    ),
    rf"{START}(?:this |your |the )?(?:message|text|request|prompt|reply|sms) {THROWN}\b",
    (
        r"\b(?:filters?|moderation|firewall|safety (?:system|filter)|spam (?:system|filter)|guardrails?|"
        rf"classifier)(?: has| have| just)? {THROWN} (?:this|your|that|it)\b"
    ),
    (
        r"\b(?:never|not) (?:[a-z]+ )?(?:passed|reached|delivered|shown|forwarded|sent|get|got|made it) (?:on )?to "
        r"(?:the|our|any)(?: [a-z]+)? (?:assistant|model|bot|team|system|agent|server|ai|person|human)\b"
    ),
    (
        r"\b(?:links|urls|attachments|emojis|media|swearing|pictures|photos|images|videos) (?:are|is)(?:nt| not) "
        "(?:allowed|permitted|accepted|supported)(?: here| on this| in (?:messages|texts|this)| by (?:text|sms)| "
        "over| via| at this| on our)"
    ),
    (
        r"\b(?:had|have) to (?:cancel|stop|drop|abort|abandon|end) (?:your|this|that) (?:[a-z]+ "
        rf")?{MINE}\b[^.!?]*\b(?:time|timed|error|system|service|server|fault|problem|issue)"
    ),
    # Our service is away.
    (rf"\b{CHANNEL} (?:(?:for|of|in|at|on) (?:[a-z0-9]+ ){{1,3}})?{IS}{{1,4}}{AWAY}(?: (?:off|down|out))?{WHEN}"),
    rf"\b{CHANNEL}(?: [a-z]+){{0,4}} {CHANNEL_OFF}\b",
    (
        r"\b(?:(?:booking|ordering|voting|donating|paying|giving|registering|checking in|signing up|enquiring"
        "|donations|bookings|orders|enquiries|inquiries|lookups|refills)(?: by (?:text|sms))?) (?:is|are|has been"
        "|have been)(?: currently| now| temporarily)* (?:suspended|switched off|turned off|on hold|paused"
        r"|disabled|unavailable|down|offline)\b"
    ),
    (
        r"\b(?:is|are|re|m|s|am|were|was) (?:currently |still |presently |again )?(?:having|experiencing|facing"
        "|undergoing|suffering|encountering)"
        f"(?: from)? (?:an? |some |a few |a bit of |major |minor |ongoing |heavy |temporary )*(?:{TECH} "
        rf"|unexpected |unplanned |scheduled )*{TROUBLE}\b"
    ),
    (
        r"\b(?:due|owing|thanks|attributable|subject) to (?:an? |the |our |some )?(?:(?:ongoing|scheduled"
        rf"|temporary|unexpected|planned|emergency|essential|routine|recent) )*(?:{TECH} )+{TROUBLE}\b"
    ),
    r"\b(?:technical|system) (?:reasons|difficult(?:y|ies)|fault|hitch|downtime)\b",
    (
        r"\b(?:threw|thrown|returned|raised|hit|had|have|has|temporary|system|to) an? (?:[a-z]+ )?fault\b"
        r"|^(?:temporary |system |internal )?fault\b|\bfault (?:on our|at our|which|that (?:stopped|prevented))\b"
    ),
    (
        r"\boutage (?:at|with|in) (?:our|the|one of our) (?:[a-z]+ )?(?:provider|host|data|cloud|network|system"
        r"|server|end|side|datacent)|\bexperiencing (?:downtime|an outage|outages)\b"
    ),
    (
        r"\b(?:host|server|service|system|network|backend|upstream|endpoint|database|api) (?:is )?(?:not|isnt|un) "
        r"?(?:reachable|available|responding|accessible|found)\b"
    ),
    (
        r"\b(?:we|i)(?:re| are|m| am)? (?:not|no longer|not currently|unable to be) (?:currently |now |able to "
        ")?(?:answering|reading|monitoring|taking|accepting|replying to|responding to|handling) (?:any |new |more "
        r"|to )?(?:texts|messages|chats|conversations|questions|requests|sms|orders|bookings)\b"
    ),
    (
        r"\b(?:arent|isnt|cant|not) (?:answer(?:ing)?|tak(?:e|ing)|read(?:ing)?|accept(?:ing)?|reply(?:ing)? to"
        r"|monitor(?:ing|ed)?|receiv(?:e|ing)) (?:any )?(?:new )?(?:texts|messages|chats|sms)\b"
    ),
    (
        r"\bno longer (?:monitored|read|staffed|answered|checked)\b|\b(?:mailbox|inbox|number|line|account) "
        r"(?:[a-z]+ ){0,4}(?:not|isnt|never) (?:read|checked|monitored|staffed|answered)\b"
    ),
    (
        r"\b(?:number|shortcode|short code|code|line|keyword|service|bot|program|channel) (?:has been|is|was) "
        r"(?:retired|withdrawn|discontinued|decommissioned|closed down|shut down)\b"
    ),
    (
        r"\b(?:bot|system|service|assistant|server|servers|model|engine|api|app|robot|database|platform|gateway"
        f"|backend)(?: [a-z]+)? (?:has |have |just |is |are |s |re |{IS})*(?:stopped|knackered|kaput|borked|bust"
        "|busted|toast|on strike|asleep|unwell|poorly|conked out|packed (?:in|up)|given up|gone (?:down|offline"
        "|away|quiet|haywire|to sleep)|fallen (?:over|asleep)|keeled over|misbehaving|taking (?:a|an) (?:[a-z]+ "
        ")?(?:break|nap|rest|breather)|napping|on (?:a|its) (?:[a-z]+ )?break|playing up|on the blink|on the "
        r"fritz)\b"
    ),
    (
        r"\b(?:i|we) (?:seem|appear) to be (?:broken|down|having|malfunctioning|stuck|offline|out of)\b|\b(?:im|i "
        r"am) (?:broken|malfunctioning|offline|out of order|out of service)\b"
    ),
    (
        r"\bhamsters?\b[^.!?]*\b(?:fell|tired|wheel|sleep|asleep|escaped|napping|stopped)\b"
        r"|\bgremlins?\b[^.!?]*\b(?:our|my|system|got)\b"
    ),
    (
        r"\b(?:we|i) (?:fumbled|dropped|botched|garbled|lost|mislaid|missed|bungled|mangled|misplaced|messed up) "
        "(?:that|your|it|the)(?: [a-z]+)?(?: one)? ?(?:message|text|request|reply|one|order|[.!,]|$)"
    ),
    (
        r"\b(?:got|received|heard|had) (?:nothing|no (?:reply|answer|response)|an empty (?:reply|response))(?: "
        r"back)? from (?:the|our|my)\b"
    ),
    (
        r"\b(?:model|api|server|service|assistant|ai|provider|backend) (?:did(?:nt| not)|failed to|does(?:nt| not)) "
        r"(?:return|respond|answer|reply|send|come back|give)\b"
    ),
    (
        r"\b(?:api|access|auth|service|session|security) (?:key|token|certificate|credentials?|licen[cs]e)(?: has| "
        "is| was)? "
        r"(?:expired|invalid|revoked|rejected|missing)\b"
    ),
    (
        r"\b(?:got|saw|received|have|see) (?:your|the|this) (?:text|message|request|question|order|reply)\b[^.!?]* but "
        rf"(?:we |i |our [a-z]+ )?(?:{CANNOT}|nothing) "
    ),
    r"^(?:sorry,? )?(?:please )?contact (?:your |the |an? )?(?:system )?admin(?:istrator)?s?\b",
    (
        f"{START}(?:sorry,? |oops,? )?{CANNOT} {HOW}(?:parse|fetch|retrieve|pull up|look up|process|load|reach "
        "(?:the|our)) [a-z]"
    ),
    r"\bno [a-z]+ could be (?:retrieved|loaded|fetched|obtained|displayed|generated|sent|given|provided)\b",
    (
        r"\b(?:request|message|command|query|text)(?: you (?:made|sent))? (?:has been|was|is) (?:declined|denied"
        "|refused|rejected|blocked|stopped) by (?:the|our) (?:[a-z]+ )?(?:system|server|filter|service|platform|bot"
        "|gateway|network|moderation|policy)"
    ),
    (
        rf"\b{REGRETS}\b[^?]*\b(?:service|services|desk|line|bot|system|platform|we|inbox|number|assistant|it)(?: "
        "will| shall"
        "|ll| should| hopes? to)? (?:be )?(?:reopen|resume|back|return|available|restored)[a-z]* (?:again |up "
        "|online )*(?:"
        r"shortly|soon|later|tomorrow|in|at|on|by|from|as soon)\b"
    ),
    (
        r"\b(?:swamped|overwhelmed|snowed under|overloaded|flooded|slammed|maxed out|hammered|run off my "
        r"feet)\b[^?]*\b(?:cant"
        r"|cannot|can not|unable|not able|again|later)\b"
    ),
    (
        rf"\b{SELF} (?:[a-z]+ )?{CANNOT} {HOW}(?:parse|look (?:up|that up|it up|this up)|pull (?:up|that|it|this"
        "|your)|fetch|retrieve|get (?:to|hold of|through|at|into) (?:the|our|my|your)|provide (?:you )?(?:with "
        r")?(?:an?|any|the|this|that) (?:[a-z]+ )?(?:reply|response|answer|status|service|information|report))\b"
    ),
    # Your plan has it not.
    (
        r"\b(?:plan|package|subscription|tier|bundle|tariff|licen[cs]e|contract) (?:does(?:nt| not)|is(?:nt| not)) "
        "(?:currently )?"
        r"(?:includ|cover|allow|support|come with|permit|set up for|entitle)[a-z]*\b[^.!?]*\b(?:text|texts|sms"
        "|look-?ups?|messages?|messaging|this|api|voice|pictures?|photos?|images?|ai|chat|questions?|queries"
        r"|feature|bot|assistant|it)\b"
    ),
    (
        r"\b(?:not|isnt|arent) (?:part of|included (?:in|with)|covered by|available (?:on|with|under|in)|supported "
        "by|supported on|enabled (?:on|for|in)"
        "|active (?:on|for)|allowed on) your (?:[a-z]+ )?(?:plan|package|subscription|tier|bundle|account"
        r"|licen[cs]e|contract|tariff|number|store|line|country|region|area|device|membership)\b"
    ),
    r"\bnot (?:available|offered|supported|permitted) in your (?:country|region|area|location|state|language)\b",
    (
        r"\b(?:language|country|region|carrier|network|operator|phone)(?: [a-z]+)? (?:is |are )?(?:not|isnt) "
        r"(?:currently |yet )?(?:supported|available|recogni[sz]ed|covered|served)\b"
    ),
    (
        r"\bonly (?:handle|speak|understand|support|answer|read|accept|take|reply to|deal with)s? (?:[a-z]+ "
        r")?(?:english|spanish|french|text|texts|plain text)\b"
    ),
    # You are nobody here.
    (
        r"\b(?:do ?nt|do not|cant|cannot) (?:seem to )?(?:have|find|see) you(?: [a-z]+)? (?:down|listed|registered"
        r"|on (?:file|record|our|the)|in (?:our|the)|as (?:an?|one))\b"
    ),
    (
        r"\b(?:your|this) (?:[a-z]+ )?(?:number|phone|mobile) (?:does(?:nt| not)|did(?:nt| not)) (?:match|appear"
        r"|belong|correspond|show up|exist|seem)\b"
    ),
    (
        r"\b(?:need|require|requires|must have) (?:an? |your )?(?:invite|invitation|account|active (?:plan"
        "|subscription)|paid (?:plan|account)|subscription|licen[cs]e|pin|membership) (?:first|to (?:use|chat|text"
        r"|ask|access|play|talk|send|continue|do))\b"
    ),
    (
        r"\bonly (?:talk|speak|respond|reply|answer|listen)s? to (?:numbers|people|those|my|the|registered|approved"
        r"|known)\b"
    ),
    (
        r"\b(?:service|bot|line|number|tool|assistant|keyword|feature|chat|command|channel) (?:is )?(?:only "
        "|reserved |exclusively )+(?:for|to|available (?:to|for)|open to) (?:[a-z0-9-]+ ){0,3}(?:staff|members"
        "|customers|holders|users|subscribers|employees|residents|patients|students|parents|admins?|operators?"
        r"|owners?|drivers|clients|numbers|accounts|team)\b"
    ),
    (
        r"\b(?:service|bot|line|number|tool|assistant|keyword|feature|chat|command|channel) is (?:only )?for "
        r"[a-z0-9.& -]{1,50} only\b"
    ),
    (
        r"\byou(?:re| are) not (?:an? |the |one of (?:the|our) )?(?:authori[sz]ed |registered |approved |known "
        ")?(?:operator|admin|administrator|owner|moderator|manager|staff|subscriber|member|user|sender"
        r"|contact)s?(?: ?[.!,;]|$| (?:here|of this|on this|yet|so)\b)"
    ),
    (
        r"\b(?:have(?:nt| not)|not|didnt|did not|before you) (?:yet )?(?:finish(?:ed)?|complete[d]?) (?:signing up"
        "|sign-?up|registering|(?:your |the )?(?:registration|sign-?up|set-?up|enrol+ment|verification"
        r"|activation))\b"
    ),
    (
        r"\b(?:activate|register|verify|link|enrol|set up) your (?:[a-z]+ )?(?:sim|number|phone|account|card|line"
        r"|device) (?:for|with|to|at|before|first|in)\b[^.!?]*\b(?:first|before)\b"
    ),
    (
        r"\byour (?:subscription|plan|membership|trial|licen[cs]e|account|access) (?:has )?(?:lapsed|expired|ran "
        r"out|run out|ended|is over)\b[^?]*\b(?:renew|upgrade|subscribe|reactivate|pay)\b"
    ),
    # Not in this form.
    (
        f"{START}(?:sorry,? )?(?:cant|cannot|couldnt|could not|unable to) (?:open|read|see|play|view|hear|load"
        "|process|make out) (?:that|this|your|the) (?:[a-z]+ )?(?:picture|photo|image|file|video|voice|audio"
        r"|attachment|recording|pdf|document|message|text)\b"
    ),
    (
        r"\b(?:photos|pictures|images|videos|voice notes|audio|attachments|files|media|links|stickers"
        "|gifs)[a-z ]{0,12} (?:do(?:nt| not)|does(?:nt| not)|cant|cannot) (?:come|get|go|make it|work|arrive|be "
        r"(?:read|seen|processed|opened|received|sent))\b"
    ),
    (
        r"\b(?:is|are)(?:nt| not) (?:something|a thing|anything) (?:that )?(?:we|i) (?:can|could|know how to|are "
        r"able to) (?:process|read|handle|help|accept|take|open|answer|play)\b"
    ),
    (
        r"\b(?:i|we)(?:m| am|re| are) text[- ]only\b|\btext only,? please\b|\b(?:line|number|service|bot) (?:only "
        r")?takes (?:only )?text(?: only)?\b|\bonly takes text\b"
    ),
    (
        r"\b(?:can|able to) only (?:take|read|handle|accept|process) (?:up to )?[0-9,]+ (?:characters|words|letters"
        r"|mb|kb)\b|\bis over [0-9,]+ (?:characters|words)\b"
    ),
    (
        r"\b(?:keep|make) (?:it|this|your (?:message|text|question)) (?:shorter|(?:below|under|to) [0-9,]+ "
        "(?:characters|words"
        r"|letters))\b"
    ),
    r"^(?:sorry,? )?(?:file|picture|photo|image|video|message|text|attachment) (?:is )?too (?:big|large|long|heavy)\b",
    # In West Africa's English.
    (
        r"\b(?:network|system|server|service|request|app|bot|light|am|e|we|i|your [a-z]+) (?:[a-z]+ ){0,2}no (?:dey "
        "(?:work|go|gree|respond|answer|available|function|connect|load)|work|gree|fit (?:[a-z]+ ){0,2}(?:process"
        "|load|check|send|answer|help|find|do|book|reach|connect|take|see|open|save|register|complete)|go through"
        r"|enter|load)\b"
    ),
    (
        r"\b(?:network|system|server|service|app|bot) (?:don|don dey|dey) (?:spoil|crash|die|down|fail|hang"
        r"|misbehave)|\b(?:network|system|server) wahala\b"
    ),
    # Two signs at once.
    rf"{UNABLE}[^?]*\b{REGRETS}\b",
    rf"\b{REGRETS}\b[^?]*{UNABLE}",
    rf"{UNABLE}[^?]*(?:{START}|\b(?:please|kindly|pls|and|or|then|but|could you|do) ){RETURN}",
    rf"{UNABLE}[^?]*\b{CAUSE}",
    rf"\b{CAUSE}[^?]*{UNABLE}",
    rf"{BROKEN}[^?]*(?:{START}|\b(?:please|kindly|pls|and|or|then|but|could you|do) )(?:{RETURN}|{ELSEWHERE})",
    rf"\b{REGRETS}\b[^?]*{BROKEN}",
    rf"{BROKEN}[^?]*\b{REGRETS}\b",
    rf"{UNABLE}[^?]*(?:{START}|\b(?:please|kindly|pls|and|or|then|but|could you|do) ){ELSEWHERE}",
)
