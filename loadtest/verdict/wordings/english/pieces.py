"""Pieces of which English declines are made: what was asked and not done, whose service is away, what to do then."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

NOT = (
    "(?:(?:could|can|ca|was|were|wo|did|is|are|has|have|had)nt|cannot|(?:could|can|was|were|will|did|is|are|has|have"
    "|had|do|does) not|not able to|unable to|failed to)"
)
CANNOT = (
    "(?:(?:could|ca|wo)nt|cannot|(?:could|can|will) not|(?:(?:is|are|was|were|am|re|m|be) )?(?:not able to|unable to)"
    "|(?:arent|isnt|wasnt|werent) able to|failed to|(?:was|were)nt able to|no fit|cudnt|couldn t|can t)"
)
HOW = (
    "(?:(?:currently|presently|temporarily|quite|even|just|yet|actually|automatically|successfully|properly|fully|ever"
    "|be|been|been able to|being) )*"
)
MINE = (
    "(?:messages?|texts?|sms|mms|requests?|quer(?:y|ies)|questions?|enquir(?:y|ies)|inquir(?:y|ies)|orders?|commands?"
    "|repl(?:y|ies)|responses?|answers?|votes?|entr(?:y|ies)|submissions?|bookings?|reservations?|appointments?|claims?"
    "|complaints?|reports?|tickets?|readings?|registrations?|sign-?ups?|transactions?|payments? request|jobs?|prompts?"
    "|conversations?|sessions?|donations?|gifts?|check-?ins?|rsvps?|pictures?|photos?|images?|videos?|voice notes?"
    "|voice messages?|recordings?|attachments?|files?|audio|data|details?|input|changes?|updates?|meter readings?)"
)
KEPT = (
    "(?:processed|handled|accepted|recorded|counted|saved|stored|sent|submitted|received|registered|lodged|filed"
    "|placed|booked|made|taken|read|understood|actioned|completed|delivered|executed|fulfil+ed|kept|logged|entered"
    "|passed (?:on|to|along)|answered|started|run|forwarded|published|posted|parsed|recogni[sz]ed|validated|verified"
    "|retrieved|loaded|opened|found|queued|noted|captured|transmitted|relayed|looked at|dealt with|carried out|put"
    "|included|entertained|considered|translated|attended to|created|scheduled|updated|generated|confirmed|played"
    "|viewed|downloaded|analy[sz]ed|performed|displayed)"
)
THROWN = (
    "(?:discarded|dropped|removed|flagged|stopped|blocked|rejected|refused|ignored|withheld|quarantined|terminated"
    "|binned|trashed|thrown away|lost|bounced|undelivered|unread|filtered|intercepted|held back|voided|aborted)"
)
CHANNEL = (
    "(?:(?:[a-z-]+ ){0,2}(?:by|via|through|over)[ -](?:text|sms|message|text message|whatsapp|phone)|[a-z]+-by-(?:text"
    "|sms)|(?:text|sms|mms|texting|picture|voice|chat|whatsapp)(?: |-)(?:[a-z-]+ )?(?:line|service|services|desk"
    "|booking|bookings|ordering|orders|donations?|voting|polls?|lookups?|payments?|giving|banking|support|access"
    "|messages?|messaging|number|bot|channel|to-[a-z]+)|(?:[a-z-]+ )?(?:lookups?|look-ups?|help ?lines?|hotline"
    "|helpdesk|help desk|shortcode|short code|chatbot|bot|tool|data source|data feed|feed|calendar|software|gateway"
    "|host|platform|portal|inbox|mailbox|feature|function|functionality|keyword|command|program|programme|servers?"
    "|systems?|service|database|backend|network|integration|assistant|model|engine|upstream|(?:price|information"
    "|booking|ordering|enquiry|inquiry|balance|search|text|ticket|booking|order|support|chat) (?:line|desk|services?"
    "|system|tool|lookup)))"
)
IS = (
    "(?:(?:is|are|was|were|has|have|s|re|been|being|had|to be|gone|went|currently|temporarily|now|still|just|all"
    "|presently|momentarily|again|also|completely|for the [a-z]+|at the moment|at present|seems?|appears?) )"
)
AWAY = (
    "(?:down|offline|unavailable|unreachable|unresponsive|suspended|on hold|paused|closed|switched off|turned off"
    "|disabled|retired|withdrawn|discontinued|out of (?:service|order|action|use)|under(?:going)? (?:[a-z]+ "
    "){0,2}(?:maintenance|repair|upgrade)s?|being (?:upgraded|worked on|repaired|updated|moved|fixed|serviced|migrated"
    "|replaced|restarted|rebuilt)|not (?:being )?(?:available|enabled|active|activated|working|running|reachable"
    "|responding|answering|supported|set up|switched on|turned on|in (?:service|use|operation)|operational|functioning"
    "|live|open|monitored|read|offered|configured|online|functional)|experiencing|having (?:a (?:wobble|moment|bad day)"
    "|trouble|problems|issues|(?:technical )?difficulties|a nap|an outage)|resting|not cooperating|locked up|taking "
    "(?:a|an|some) (?:[a-z]+ "
    ")?(?:break|nap|rest|time out|timeout|day off|breather)|asleep|sleeping|stopped|stalled|hanging|stuck|dead|kaput"
    "|bust|busted|borked|toast|knackered|fried|hosed|broken|haywire|poorly|unwell|under the weather|on the fritz"
    "|on strike|acting up|playing up|overrun|locked|frozen|timing out|timed out|crashed|failing)"
)
CHANNEL_OFF = (
    "(?:(?:is|are|has|have)(?:nt| not)(?: been| yet| currently)* (?:enabled|activated|available|switched on|turned on"
    "|supported|set up|working|answering|responding|running|offered|open|monitored|reachable|active|live|configured"
    "|functioning|operational|online))"
)
WHEN = (
    "(?: ?[.!,;:]|$| (?:now|at|for|until|till|while|right|today|tonight|this|and|so|due|because|as|since|but|again"
    "|just|on|in|here|yet|after|following|during|from|by|owing|rn|temporarily|currently|until|please|sorry|pls|lah"
    "|atm|with|when|sir|madam|of)\\b)"
)
TECH = (
    "(?:technical|technological|system|systems|server|servers|network|platform|software|hardware|database|internal"
    "|connectivity|connection|backend|core banking|it|infrastructure|host|gateway|cloud|provider|upstream|api|power)"
)
TROUBLE = (
    "(?:reasons?|errors?|faults?|failures?|issues?|problems?|difficult(?:y|ies)|outages?|downtime|upgrades?"
    "|maintenance|troubles?|glitch(?:es)?|breakdowns?|disruptions?|interruptions?|constraints?|timeouts?|hiccups?"
    "|crash(?:es)?|snags?|wahala|migration)"
)
REGRETS = (
    "(?:sorry|apolog(?:y|ies|i[sz]e)|regret(?:s|ted|tably)?|unfortunately|oops|oopsie|whoops|uh[- ]?oh|my bad|pardon"
    "|embarrassing|ugh|yikes|argh|bear with us|hang tight|inconvenience|(?:for|appreciate) your (?:patience"
    "|understanding)|im afraid|we are afraid|oh no|oh dear|drat|shoot|dang|alas|sadly|regret|forgive (?:me|us))"
)
SOON = (
    "(?:again|later|tomorrow|tonight|shortly|soon|after|once more|another time|in (?:an?|a few|a bit|some|ten|five"
    "|two|half|[0-9]+|several|one)|afterwards|momentarily|this (?:evening|afternoon)|on (?:monday"
    "|tuesday|wednesday|thursday|friday|saturday|sunday)|from [0-9])"
)
RETURN = (
    "(?:(?:(?:please|kindly|pls|plz|do|and|or|you may|you can|could you|can you|just|then|abeg|to|must"
    "|should) )?(?:re-?try|try|send|resend|re-?send|re-?submit|submit|text|message|write|ask|reply|come|check|call|dial"
    "|ring|repeat|give (?:it|us|me)|visit|log in|book|have another go|hit me up|ping)(?: [a-z0-9:'-]+){0,6} "
    f"{SOON}|retry(?: ?[.!,]|$)|resend|re-?submit|mind (?:sending|trying|texting|repeating)|back (?:soon|shortly"
    "|tomorrow|later|in)|another (?:go|try|shot))"
)
ELSEWHERE = (
    "(?:(?:please|kindly|pls|or|and|to|you may|you can|must|should) )?(?:contact|call|phone|ring|visit|email|use"
    "|see|speak"
    "|telephone|dial|go to|swing by|ask|log in|check|try) (?:us|support|customer (?:care|service|support)|the "
    "(?:[a-z'-]"
    "+ )?(?:desk|office|shop|store|surgery|clinic|counter|branch|school|admin|administrator|app|website|web|site|front"
    "|helpdesk|reception|portal|hotline|box|team|practice|pharmacy|library)|our (?:[a-z-]+ )?(?:website|site|app|desk"
    "|office|hotline|team|helpline|call|page|portal|front|web|shop|branch|line|staff|agents?)|your (?:[a-z-]+ )?("
    "?:admin|administrator|branch|bank|manager|agent|it|home branch)|any (?:[a-z-]+ ){0,3}(?:branch|agent|office"
    "|outlet)|reception|[0-9][0-9 -]{3,}|administrator|admin|it support|an agent)"
)
DO = (
    "(?:process|handle|answer|respond|reply|help|assist|look (?:up|into|that|this|it|your)|pull|fetch|retrieve|provide"
    "|give you|share|check|reach|get (?:to|through|hold|at|into|your|an? (?:answer|reply|response)|the (?:data"
    "|answer|reply"
    "|response|schedule|status|list))|complete|save|store|record|connect|load|access|confirm|verify|register|file|lodge"
    "|log|send|show|display|update|change|cancel|schedule|create|generate|submit|forward|pass|translate|calculate"
    "|search"
    "|execute|do (?:that|this|it)|fulfil|find your|find you|see your|action|view|book your|take (?:your|new|any)"
    "|accept your"
    "|read your|open your|receive your)"
)
"""What machines do with a message; what a shop cannot take or offer is an answer."""
SELF = (
    "(?:i|we|im|were|ive|weve|me|us|our (?:[a-z-]+ ){0,2}(?:system|server|service|bot|assistant|team|platform|software"
    "|tool|desk|line)|(?:the |this )?(?:system|server|service|bot|assistant|app|model|ai))"
)
UNABLE = (
    rf"(?:\b{SELF} (?:(?:are|is|am|was|were|have|been|currently|presently|just|temporarily|also|still|now|really|saw"
    rf"|got|your|text|message|it|but|request|that|and) )*{CANNOT} {HOW}{DO}|{START}(?:[a-z]+,? )?{CANNOT} "
    rf"{HOW}{DO}|\b(?:your|this|that|the|any) (?:[a-z0-9-]+ ){{0,4}}{MINE} (?:[a-z0-9-]+ ){{0,7}}(?:(?:{NOT}"
    rf"|never) {HOW}(?:{KEPT}|count|go through|be done|reach)|failed)\b|\b{MINE} (?:was |were |is |are |has been "
    ")?(?:unsuccessful|not successful|incomplete"
    "|failed))"
)
BROKEN = (
    rf"(?:\b{CHANNEL} {IS}{{0,4}}{AWAY}\b|\b{CHANNEL} {CHANNEL_OFF}|\b{TECH} {TROUBLE}\b|\b(?:fault"
    "|glitch|malfunction|downtime|outage|technical difficult(?:y|ies))\\b|\\b(?:broken|timed out"
    "|unavailable|unreachable|overloaded|overwhelmed|swamped|snowed under|offline|knackered)\\b)"
)
CAUSE = (
    r"(?:(?:due|owing|thanks|down) to (?:an? |the |our |some )?(?:[a-z-]+ ){0,3}(?:upgrade|maintenance|outage|fault"
    rf"|error|issue|problem|failure|downtime|{TECH})\b|\b(?:while|as|because|since) (?:we|our|its?|the (?:[a-z]+ "
    ")?(?:system|service|server|platform|provider|network))\\b|\\bon our (?:side|end)\\b)"
)
