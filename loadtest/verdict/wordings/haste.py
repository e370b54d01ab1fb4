"""Other languages than English on haste: enough for today, and not so fast."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import WORD

LIMIT: tuple[str, ...] = (
    # More than the number that is allowed.
    (
        r"\b(?:superad[oa]|excedid[oa]|superaste|excediste|excedeu|ultrapassou|superato|oltrepassato|depasse) (?:el"
        "|o|il|le) (?:numero|nombre|maximo|cupo|total)"
        " (?:[a-z]+ )?(?:de|di|d) (?:consultas|mensajes|preguntas|mensagens|perguntas|domande|messaggi|richieste"
        "|questions|messages|demandes)"
    ),
    (
        r"\b(?:dagtegoed|daglimiet|maandtegoed|tageskontingent|monatskontingent|tageslimit) (?:[a-z]+ "
        r"){0,3}(?:verbruikt|op|bereikt|aufgebraucht|ausgeschopft|erreicht)\b"
    ),
    "превышен[оаы]? (?:число|количество|кількість)|перевищено (?:кількість|число)",
    # Enough questions for today.
    (
        r"\bya (?:has |ha )?(?:usad[oa]|usaste|hiciste|hecho|uso|hizo|enviaste|enviado|agotaste) (?:tus|sus|las"
        r"|los|todas) (?:[a-z0-9]+ ){0,2}(?:preguntas|mensajes|consultas|intentos)\b"
    ),
    (
        r"\bja (?:fez|usou|enviou|utilizou|mandou|gastou) (?:as |os )?(?:suas|seus|todas|todos) (?:[a-z0-9]+ "
        r"){0,2}(?:perguntas|mensagens|consultas|tentativas)\b"
    ),
    (
        r"\bdeja (?:pose|utilise|envoye|fait|consomme|epuise) (?:toutes |tous )?(?:vos|tes|les) (?:[a-z0-9]+ "
        r"){0,2}(?:questions|messages|demandes|essais|requetes)\b"
    ),
    (
        r"\b(?:deine|ihre|alle) (?:[a-z0-9]+ ){0,2}(?:fragen|nachrichten|anfragen|versuche) (?:[a-z]+ "
        r"){0,4}(?:gestellt|genutzt|gesendet|benutzt|geschickt|verbraucht|aufgebraucht|weg)\b"
    ),
    (
        r"\bgia (?:fatto|usato|inviato|mandato|utilizzato|esaurito) (?:tutte |tutti )?(?:le|i|tutte) (?:tue |tuoi "
        r"|sue |suoi )?(?:[a-z0-9]+ ){0,2}(?:domande|messaggi|richieste|tentativi)\b"
    ),
    (
        r"\b(?:je|uw|al je|alle) (?:[a-z0-9]+ ){0,2}(?:vragen|berichten|verzoeken) (?:[a-z]+ ){0,4}(?:al |op"
        r"|gesteld|gebruikt|verstuurd|verbruikt)(?:gesteld|gebruikt|verstuurd)?\b"
    ),
    (
        r"\b(?:zadal|wyslal|wykorzystal|zuzyl)[a-z]* (?:juz|dzis|dzisiaj|wszystkie|swoje) (?:[a-z0-9]+ "
        r"){0,3}(?:pytan|pytania|wiadomosci|zapytan)\b"
    ),
    (
        r"\b(?:soru|mesaj|sorgu) (?:hakkinizi|hakkini|haklarinizi|limitinizi|kotanizi|sinirinizi|hakki) (?:[a-z]+ "
        ")?(?:kullandi|doldurdu|bitir|tuket|astin|doldu|bitti)[a-z]*"
    ),
    (
        f"(?:задали|использовали|отправили|израсходовали|поставили|використали|надіслали) (?:{WORD} "
        f"){{0,3}}(?:вопрос|сообщен|запрос|питан|повідомлен|запит){WORD}? (?:{WORD} )?(?:сегодня|сьогодні)"
        f"|(?:сегодня|сьогодні) (?:{WORD} )?(?:задали|отправили|использовали|поставили) (?:{WORD} ){{0,2}}(?:вопрос"
        "|сообщен|питан)"
    ),
    (
        r"\bsudah (?:memakai|menggunakan|menghabiskan|bertanya|mengirim|pakai) (?:semua|[0-9]+|dua|tiga|empat|lima"
        r"|sepuluh)(?: [a-z0-9]+)? (?:pertanyaan|pesan|kali|kuota|permintaan)[a-z]*\b"
    ),
    r"\b(?:da )?(?:hoi|gui|dung|su dung) (?:du|het) (?:[a-z0-9]+ ){0,3}(?:cau|tin|luot|lan)\b",
    (
        r"\b(?:redan|allerede) (?:stallt|anvant|skickat|stilt|brukt|sendt|brugt|stillet) (?:(?:alla|dina|alle|dine"
        r"|[0-9]+|tva|to|tre|fem|tio|ti) )+(?:fragor|meddelanden|sporsmal|meldinger|sporgsmal|beskeder)\b"
    ),
    "आज[^.]{0,20}(?:सवाल|प्रश्न|संदेश|मैसेज)[^.]{0,16}(?:पूरे हो|हो चुके|हो गए|ख़त्म|खत्म|समाप्त|पूछ चुके|भेज चुके)",
    (
        "(?:طرحت|ارسلت|استخدمت|استنفدت|استهلكت) (?:[^ .]+ ){0,3}(?:اسئلة|رسائل|سؤالا|رسالة|محاولات|اسئلتك"
        "|رسائلك)[^.]{0,12}اليوم"
    ),
    (
        "(?:本日|今日)[^.]{0,16}(?:質問|メッセージ|ご利用|送信|お問い合わせ)[^.]{0,10}(?:[0-9]+|一|二|三"
        "|五|十)(?:回|件|通|つ)(?:まで|以内)|(?:回|件|通)を(?:すべて|全て)?(?:使|ご利用)"
    ),
    (
        "(?:问题|問題|消息|訊息|次数|次數|提问|提問|机会|機會)[^.,]{0,6}(?:问完|問完|用完|用光|都用|已满|已滿"
        "|发完|發完)|(?:已经|已經|已)(?:问|問|发|發|用)(?:满|滿|完|够)[^.,]{0,8}(?:问题|問題|消息|訊息"
        "|次|条|條)"
    ),
    "오늘[^.]{0,12}(?:질문|메시지|문자|횟수)[^.]{0,10}(?:모두|다|전부) (?:하셨|하였|했|사용|쓰셨|썼|보내셨)",
    # Not so fast.
    (
        r"\bno tan rapido\b|\b(?:vas|va|escribes|mandas|envias) (?:muy|demasiado) (?:rapido|deprisa)\b|\bun mensaje "
        r"a la vez\b|\bentre (?:cada )?mensajes?\b[^.!?]*\b(?:espera|minuto|segundo)|\bespere? [^.!?]{1,30} entre "
        r"(?:cada )?mensajes?\b"
    ),
    (
        r"\bum[a]? (?:mensagem|pergunta|de) (?:de |a )?(?:cada|uma) (?:vez|por vez)\b|\buma de cada vez\b|\bnao tao "
        r"rapido\b|\b(?:espere|aguarde) [^.!?]{1,30} entre (?:as |cada )?mensage(?:ns|m)\b"
    ),
    (
        r"\bpas si vite\b|\bpas trop vite\b|\bun message a la fois\b|\b(?:attendez|attends|patientez|laissez) "
        r"[^.!?]{1,30} entre (?:deux|chaque|les) messages?\b|\bmoins vite\b"
    ),
    (
        r"\bnicht so schnell\b|\beine (?:nachricht|frage) nach der anderen\b|\b(?:warten|warte) [^.!?]{1,30} "
        r"zwischen (?:zwei |den )?nachrichten\b|^(?:bitte )?(?:langsam|sachte|immer mit der ruhe)\b[!,. ]"
    ),
    (
        r"\bnon cosi (?:in fretta|veloce)\b|\bun messaggio (?:alla|per) volta\b|\b(?:aspetta|aspetti|attendi"
        r"|attenda) [^.!?]{1,30} tra (?:un messaggio|i messaggi|due messaggi)\b|^(?:vai )?(?:piano|calma"
        r"|rallenta)\b ?[!,.]"
    ),
    (
        r"^(?:rustig aan|rustig|niet zo snel|ho ho|kalm aan)\b ?[!,.]|\bniet zo snel\b|\b(?:wacht) [^.!?]{1,30} "
        r"tussen (?:twee |de )?berichten\b|\bgaat te snel\b"
    ),
    (
        r"\bnie tak szybko\b|^zwolnij\b|\b(?:odczekaj|poczekaj|zaczekaj) [^.!?]{1,30} (?:miedzy|pomiedzy|przed)\b"
        r"|\bpo jednej wiadomosci\b"
    ),
    (
        r"\bbu kadar hizli\b|\bcok hizlisin|\b(?:biraz )?yavas(?:layin| olun| lutfen)|\bmesajlar arasinda "
        r"[^.!?]{1,30} (?:bekle)|\btek tek (?:yaz|gonder)"
    ),
    (
        "не так быстро|помедленнее|не так швидко|(?:не торопитесь|не спешите|не поспішайте)[^.]{0,4}[!.,] (?:подожд"
        "|один|одно|зачека)|между сообщениями|між повідомленнями|по одному (?:сообщению|вопросу)|по одному "
        "(?:повідомленню|питанню)"
    ),
    (
        r"\bjangan terlalu cepat\b|\bsatu (?:pesan|pertanyaan) (?:saja )?(?:setiap|per|sekali)|\bpelan pelan\b"
        r"|\bcepat sekali\b|\btunggu [^.!?]{1,30} (?:antar|sebelum) (?:pesan|kirim|mengirim)"
    ),
    (
        r"\b(?:gui|nhan|nhan tin|hoi) (?:[a-z]+ ){0,2}(?:qua nhanh|nhanh qua|lien tuc qua|qua nhieu|nhieu qua|don "
        r"dap)\b|\btu tu (?:thoi|nhe|da)|\bcham lai\b"
    ),
    (
        r"\binte sa (?:fort|snabbt)\b|\bikke sa (?:fort|hurtigt|raskt)\b|^(?:lugn|ta det lugnt|rolig)\b ?[!,.]|\ben "
        r"(?:fraga|melding|besked) i taget\b|\ben (?:melding|besked) (?:av|ad) gangen\b"
    ),
    (
        "इतनी (?:जल्दी|तेज़|तेजी)|ارسل ببطء|(?:1通ずつ|一通ずつ)|(?:别这么快|別這麼快|(?:说|發|发|请"
        "|請)慢(?:一)?[点點])|(?:너무 빨라|너무 빠르|한 번에 하나)"
    ),
    (
        r"\b(?:pole pole|polepole|taratibu)\b ?[!,.]|\bunatuma haraka|\bharaka (?:mno|sana)|\bisa[- ]isa lang\b"
        r"|\bang bilis mo\b"
    ),
)
