"""What sounds like a refusal and is none: cut out of a text before any wording is looked for. One row each."""

from __future__ import annotations

GUARDS: tuple[str, ...] = (
    # What the sender wrote, given back.
    r"\b(?:you (?:said|wrote|typed|texted|sent|asked)|echo|received|i heard)\b ?:.*",
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
        "|been |be )?(?:(?:reach(?:ed|ing)?|hit(?:ting)?|exceed(?:ed|ing)?|surpass(?:ed|ing)?) (?:[a-z-]+ "
        "){0,4}(?:limits?"
        r"|quotas?|cap|maximum|allowance|budget)|rate[ -]?limit(?:ed)?|throttled|over)\b"
    ),
    r"\b(?:no|without) (?:rate[ -]?)?limits?\b",
    r"\brate[ -]?limits? (?:has|have|was|were) (?:been )?(?:raised|increased|lifted|removed)\b",
    r"\btoo many [^.!?]{0,40} (?:will|may|can|could|might|would)\b",
    r"\b(?:will|well|shall|ill) (?:try|retry)(?: it)? again\b",
    r"\b(?:no|any|without) (?:errors?|problems?|issues?)\b",
    # "No problem", in other languages.
    (
        r"\b(?:no (?:hay|tenemos|tengo|tiene|hubo|existe)|ningun|sin) (?:ningun )?(?:problema|inconveniente|error"
        r"|fallo)s?\b"
    ),
    r"\b(?:nao (?:ha|tem|temos|houve)|nenhum|sem) (?:nenhum )?(?:problema|erro|falha)s?\b",
    r"\b(?:pas d|pas de|aucune?|sans) ?(?:souci|probleme|erreur|incident)s?\b",
    r"\b(?:nessun|senza|non ce|non ci sono) (?:nessun )?(?:problema|problemi|errore|errori)\b",
    (
        r"\b(?:keine?n?|ohne) (?:problem|probleme|fehler|storung|storungen)\b|\b(?:geen|zonder) (?:probleem"
        r"|problemen|storing|fout)\b"
    ),
    r"\b(?:inga|inget|intet|ingen|utan|uten|uden) (?:problem|problemer|fel|fejl|feil)\b",
    (
        r"\b(?:nie ma|bez|brak) (?:zadn[a-z]+ )?(?:problemu|problemow|bledow|sprawy)\b|\b(?:sorun|problem|hata) "
        r"(?:degil|yok)\b"
    ),
    (
        r"\b(?:tidak ada|tanpa|tak ada) (?:masalah|kendala|kesalahan|error|gangguan)\b|\bkhong (?:co |gap )?(?:van "
        r"de|loi|su co)\b"
    ),
    (
        r"\b(?:zadny|neni|bez) (?:problem|problemu|chyb)\b|\b(?:nicio|fara|nu e|nu este) (?:nicio )?(?:problema"
        r"|probleme)\b"
    ),
    (
        r"\bnincs (?:semmi )?(?:problema|gond|hiba)|\bei (?:ole )?(?:ongelmaa|ongelmia|virheita)|\bhakuna (?:shida"
        "|tatizo|hitilafu)"
    ),
    (
        r"\bwalang (?:[a-z]+ )?(?:problema|error|aberya|isyu)\b|\b(?:κανενα|χωρισ|δεν υπαρχει) (?:κανενα "
        ")?(?:προβλημα|σφαλμα)"
    ),
    (
        "(?:нет|без|немае|нема|жодних) (?:никаких )?(?:проблем|ошибок|сбоев|помилок)|(?:проблем|ошибок|помилок) "
        "(?:нет|немае)"
    ),
    "(?:לא הייתה|אין) (?:שום )?(?:בעיה|תקלה|שגיאה)|(?:لا|بدون)(?: يوجد| توجد| اي)* (?:مشكلة|مشاكل|خطا|اخطاء)",
    "कोई (?:समस्या|दिक्कत|त्रुटि|परेशानी) नहीं|কোনো (?:সমস্যা|ত্রুটি) (?:নেই|নয়|হয়নি)|ไม่มี(?:ปัญหา|ข้อผิดพลาด)",
    (
        "(?:没|沒|没有|沒有)(?:任何)?(?:问题|問題|错误|錯誤|故障)|(?:問題|エラー|不具合)(?:は|も)?(?:あり"
        "|ござい)ません|問題な[いくし]"
    ),
    "(?:문제|오류)(?:가|는|도)? ?없",
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
