"""What sounds like a refusal and is none: cut out of a text before any wording is looked for. One row each."""

from __future__ import annotations

GUARDS: tuple[str, ...] = (
    # What the sender wrote, given back.
    r"\b(?:you (?:said|wrote|typed|texted|sent|asked)|echo|received|i heard)\b ?:.*",
    r"\b(?:sua mensagem|tu mensaje|dijiste|escribiste|vous avez ecrit|du hast geschrieben)\b ?:.*",
    # The entries of a menu.
    r"(?:\b[0-9]{1,2}(?:[.):]| [-=:]) ?[^.!?0-9]{1,60}){2,}",
    r"\b(?:reply|text|send|press|type|tap) \"?[0-9]{1,2}\"? (?:for|to|if|when)\b[^.!?;]*",
    r"(?:^|[.!?] ?)(?:subject|betreff|asunto|objet|oggetto|assunto|temat|onderwerp) ?:.*",
    # News, and a person's voice mail.
    r"\b(?:news|stocks|markets|sports|headlines|breaking) ?:.*",
    r"[^.!?]*\bleave (?:me |us )?(?:a|your) message\b[^.!?]*",
    # What the sender asked for, or will be reminded of.
    r"\b(?:reminder|note saved|note to self|memo|to-?do|draft|headline|calendar)\b(?: [a-z0-9-]+){0,4} ?[:-].*",
    (
        r"[^.!?]*\b(?:as you (?:asked|requested|wished|wanted|told us)|(?:at|on|upon) your request|como (?:pidio"
        "|pediste"
        "|pidiste|usted pidio|solicito)|a peticion suya|como (?:pediu|voce pediu)|a seu pedido|comme (?:demande"
        "|vous lavez"
        r" demande)|a votre demande|wie (?:gewunscht|von (?:ihnen|dir) gewunscht)|auf ihren wunsch|come (?:richiesto|da"
        r" (?:sua|tua) richiesta)|zoals (?:gevraagd|u vroeg|je vroeg)|op (?:uw|je) verzoek|zgodnie z prosba|na twoja"
        " prosbe|talebiniz uzerine|isteginiz uzerine|sesuai permintaan|theo yeu cau|pa din begaran|som "
        r"onskat)\b[^.!?]*"
    ),
    (
        "[^.!?]*(?:по (?:вашеи|твоеи) просьбе|на ваше прохання|بناء على طلبك|حسب طلبك|आपके (?:अनुरोध"
        "|कहने) (?:पर|के अनुसार)|按(?:您的)?要求|应您(?:的)?要求)[^.!?]*"
    ),
    (
        r"\b(?:reminders?|alerts?|notifications?|newsletters?|tips|digest|promotions|offers|recordatorios|alertas"
        "|avisos"
        "|notificaciones|lembretes|notificacoes|rappels|alertes|notifications|erinnerungen|benachrichtigungen"
        "|promemoria"
        r"|avvisi|notifiche|herinneringen|powiadomienia|przypomnienia|hatirlatma[a-z]*|bildirim[a-z]*|pengingat"
        "|notifikasi|paminnelser|pamindelser)(?: (?:by|via|por|par|per|przez|lewat) [a-z]+)?(?: [a-z]+){0,4} "
        "(?:off|paused"
        r"|stopped|disabled|suspended|on hold|cancelled|muted|snoozed|desactivad[oa]s|desativad[oa]s|suspendid[oa]s"
        "|pausad[oa]s|suspendus|suspendues|desactive[a-z]*|abgeschaltet|deaktiviert|ausgeschaltet|pausiert"
        "|disattivat[ie]"
        "|sospes[ie]|uitgeschakeld|uit|wylaczone|wstrzymane|kapatildi|kapali|durduruldu|dinonaktifkan|dimatikan"
        "|avstangda"
        r"|slaet fra|skrudd av)\b[^.!?]*"
    ),
    "(?:напоминания|уведомления|сповіщення|нагадування) [^.!?]{0,30}(?:отключ|приостанов|вимкн)[^.!?]*",
    (
        r"\bnot (?:yet )?registered for (?:the|any|our|this) (?:[a-z0-9]+ )?(?:run|class|course|event|race|exam|webinar"
        "|workshop"
        r"|lesson|session|tournament|trip|camp|match|game|meeting)\b"
    ),
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
    # What is over, and outages of other things.
    (
        r"^.*\b(?:outages?|problems?|issues?|errors?|services?|systems?|everything|all|bot|server|line|maintenance"
        "|it|fault"
        r"|were|we are|im|things)(?: (?:in|with|at|on) [a-z0-9 ]{1,20})?(?: is| are| has been| have been| was| were|s)?"
        "(?: now| all| finally| fully| already)* (?:over|fixed|resolved|restored|repaired|solved|sorted|(?:running"
        "|working|up"
        "|live|online|open) again|works? again|back (?:up|online|to normal|on|in service|running)|is back|up and "
        "running"
        r")(?: ?[.!,]|$| and| now| at| on| since| in| as| to| for).*"
    ),
    (
        r"\b(?:power|electricity|water|gas|internet|broadband|phone|signal|train|track) (?:is |has been |are "
        ")?(?:outages?"
        r"|cuts?|failures?|off|out|down|problems?|faults?)\b"
    ),
    (
        r"\boutages? (?:in|near|around|at|on) (?:your|[0-9]|[a-z]+ (?:street|road|avenue|st|rd|ave))[^.,;!?]*"
        r"|\b(?:your|power|reported?|report an?|the|this|last [a-z]+) outage\b(?: (?:is|was|has been|at) [^.,;!?]*)?"
    ),
    (
        r"\b(?:apologi[sz]e|apologies|sorry) (?:for|about) (?:yesterday|last|the (?:earlier|recent|previous)"
        "|[a-z]+days?s)"
        r"[^.!?]*"
    ),
    # A thing of the sender's, of which they asked.
    (
        r"\byour (?:[a-z-]+ )?(?:server|database|router|modem|computer|laptop|printer|browser|website|function|script"
        r"|engine|washer|boiler|car|wi-?fi|internet|dishwasher|fridge|heating)\b[^.!?]*"
    ),
    # An order that has not left yet.
    (
        r"[^.!?]*\b(?:nog niet|noch nicht|pas encore|aun no|todavia no|ainda nao|ancora|jeszcze|henuz|not yet|not "
        "been|belum"
        r"|chua|annu inte|enda ikke|ikke (?:blevet )?endnu)\b[^.!?]*\b(?:verzonden|verstuurd|versendet|verschickt"
        "|versandt"
        "|expediee?|envoyee?|enviad[oa]|despachad[oa]|spedit[oa]|wyslane|wyslana|kargoya|dikirim|gui di|shipped"
        "|dispatched"
        r"|skickats|skickad|sendt)\b[^.!?]*"
    ),
    (
        "[^.!?]*(?:شحن|توصيل) (?:طلب|شحنت)[^.!?]*|[^.!?]*(?:еще|ще) не (?:отправлен|надіслан"
        "|відправлен)[^.!?]*|[^.!?]*(?:发货|發貨|発送|발송)[^.!?]*"
    ),
    r"\b(?:with|gets|getting|receives|receiving|handles?) too many [a-z]+\b",
    # A parcel that found nobody in.
    (
        r"[^.!?]*\b(?:parcel|package|courier|driver|shipment|delivery|order|paquete|pedido|envio|repartidor|encomenda"
        r"|entregador|colis|livreur|coursier|paket|paketbote|sendung|zusteller|lieferung|pacco|corriere|pakket|pakketje"
        r"|bezorger|paczk[a-z]+|przesylk[a-z]+|kurier[a-z]*|kargo[a-z]*|kurye[a-z]*|don hang|buu kien|shipper|kurir"
        r"|rider|paczka|paketet|pakken|budet|zasilk[a-z]+|coletul|csomag[a-z]*)\b[^.!?]*(?:\b(?:deliver(?:ed)?"
        "|hand(?:ed)? over"
        "|drop(?:ped)? off|left|no ?(?:one|body) (?:was )?(?:in|home)|access|entregar(?:lo|la|te)?|entregad[oa]"
        "|entregue"
        r"|livrer|livre|remis|remettre|zustellen|zugestellt|abgeben|angetroffen|consegnare|consegnato|bezorgen|bezorgd"
        r"|afleveren|afgeleverd|doreczyc|doreczon[a-z]*|dostarczy[a-z]*|teslim|diantar|mengantar|dikirim|giao|levereras"
        r"|leverera|leveres|levere|dorucit|dorucen[a-z]*|livrat|livra|kezbesit[a-z]*)\b)[^.!?]*"
    ),
    "[^.!?]*(?:посылк|курьер|заказ|посилк|курєр)[^.!?]*(?:достав|вручит|вручить)[^.!?]*",
    "[^.!?]*(?:достав|вручит)[^.!?]*(?:посылк|заказ|посилк)[^.!?]*",
    (
        "[^.!?]*(?:تسليم|توصيل)[^.!?]*(?:طرد|شحنت|طلبي)[^.!?]*|[^.!?]*(?:पार्सल|पैकेज|कूरियर)[^.!?]*(?:डिलीवर"
        "|पहुँचा|पहुंचा|वितरित)[^.!?]*"
    ),
    (
        "[^.!?]*(?:荷物|お届け|配達)[^.!?]*(?:不在|お届け|配達)[^.!?]*|[^.!?]*(?:包裹|快递"
        "|快遞)[^.!?]*(?:投递|派送|送达|签收|送達|簽收)[^.!?]*|[^.!?]*(?:택배|소포)[^.!?]*(?:배송|배달"
        "|전달)[^.!?]*"
    ),
    # A train that does not run.
    (
        r"[^.!?]*\b(?:trains?|bus|flight|ferry|tram|metro|line [0-9]+|trein|vlucht|zug|flug|s-bahn|linie [0-9]+"
        "|treno|volo"
        "|trem|voo|onibus|tren|vuelo|autobus|vol|ligne [0-9]+|linea [0-9]+|lijn [0-9]+|pociag|lot|sefer|otobus"
        "|kereta|taget|toget)"
        r"\b[^.!?]*\b(?:cancell?ed|delayed|late|replacement|platform|runs?|running|rijdt|vertraging|vervalt|fallt aus"
        r"|verspatet|verspatung|cancelad[oa]|retras[a-z]+|suprimid[oa]|annule|supprime|retard|ritardo|cancellat[oa]"
        "|soppress[oa]|atras[a-z]+|odwolan[a-z]*|opoznion[a-z]*|iptal|rotar|installd|aflyst|innstilt|between|entre"
        r"|tra|zwischen)\b[^.!?]*"
    ),
    (
        r"[^.!?]*\b(?:deliver|entregar|livrer|remettre|zustellen|consegnare|bezorgen|afleveren|doreczyc|dostarczyc"
        "|teslim"
        r"|mengantar|giao|leverera|levere|dorucit|livra)\b[^.!?]*\b(?:parcel|package|shipment|paquete|envio"
        "|encomenda|colis"
        r"|paket|sendung|pacco|pakket|pakketje|paczk[a-z]|przesylk[a-z]|kargo[a-z]*|paketet|pakken|zasilku|coletul"
        r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[^.!?]*"
    ),
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
