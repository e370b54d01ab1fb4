"""What sounds like a refusal and is none: cut out of a text before any wording is looked for. One row each."""

from __future__ import annotations

GUARDS: tuple[str, ...] = (
    # What the sender wrote, given back.
    r"\byou (?:said|wrote|typed|texted|sent)\b ?:.*",
    r"\b(?:sua mensagem|tu mensaje|dijiste|escribiste|vous avez ecrit|du hast geschrieben)\b ?:.*",
    # The entries of a menu.
    r"(?:\b[0-9]{1,2}(?:[.):]| [-=:]) ?[^.!?0-9]{1,60}){2,}",
    r"\b(?:reply|text|send|press|type|tap) \"?[0-9]{1,2}\"? (?:for|to|if|when)\b[^.!?;]*",
    # Limits of other things.
    (
        r"\b(?:heart[- ]rate|credit|spending|speed|order|overdraft|budget|withdrawal|price|loan|age|purchase|weight"
        r"|height|baggage|card|stop|sales|rental|borrowing|transfer|deposit) (?:limits?|quotas?|cap)\b"
    ),
    r"\blimit (?:order|price|goal)s?\b",
    r"\blimite (?:de|di) (?:cred|velo|gast|idad|eda|peso|compra)[a-z]*",
    r"\blimite de (?:vitesse|age|poids)",
    r"\b(?:kredit|tempo|geschwindigkeits|alters|gewichts)[a-z]*(?:limit|grenze)[a-z]*",
    r"\bhiz (?:limit|sinir)[a-z]*",
    "レート制限は(?:あり|ござい)ません",
    # What did not happen, or only may.
    (
        r"\b(?:[a-z]+nt|not|never|without|avoid|before youve?|until youve?|before you have|until you have) (?:yet "
        "|been |be )?(?:reach(?:ed|ing)?|hit(?:ting)?|exceed(?:ed|ing)?|surpass(?:ed|ing)?|rate[ -]?limit(?:ed)?"
        r"|throttled|over)\b"
    ),
    r"\b(?:no|without) (?:rate[ -]?)?limits?\b",
    r"\brate[ -]?limits? (?:has|have|was|were) (?:been )?(?:raised|increased|lifted|removed)\b",
    r"\btoo many [^.!?]{0,40} (?:will|may|can|could|might|would)\b",
    r"\b(?:will|well|shall|ill) (?:try|retry)(?: it)? again\b",
    r"\b(?:no|any|without) (?:errors?|problems?|issues?)\b",
    # Errors and problems as things.
    r"\berror (?:rates?|reports?|messages?|logs?|budgets?|handling|reporting|checking|correction|margins?|bars?)\b",
    (
        r"\b(?:report|reported|reporting|describe|fix|fixed|fixing|solve|solved|about|logged|margin of|trial and) "
        r"(?:an? |the |your |this |any )?(?:[a-z-]+ )?(?:error|problem|issue|glitch)s?\b"
    ),
    r"\b(?:your|the) (?:[a-z-]+ )?(?:error|problem|issue) (?:report|was logged|has been logged|was reported)\b",
    r"\b(?:typing|spelling|rounding|user|human) errors?\b",
    r"\btrouble (?:understanding|hearing|reading|finding|locating) (?:you|that|your|it|this)\b",
    r"\bfehlermeldung[a-z]*",
    # Business that goes on elsewhere.
    (
        r"\b(?:payment|card|transaction|charge|login|delivery|package|parcel|claim|loan|bid|offer)(?: [a-z]+){0,3} "
        r"(?:failed|declined|rejected|denied|refused|blocked)\b"
    ),
    r"\b(?:waiting|mailing|wait) ?list\b",
    r"\b(?:unknown|blocked) (?:number|caller)s?(?: called| at)\b",
    r"\bmissed (?:an? )?(?:call|calls) from (?:an? )?unknown number\b",
)
