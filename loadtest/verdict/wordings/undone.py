"""Other languages than English on what was asked and did not come about: requests, votes, bookings."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import WORD

_ES_ASKED = (
    "(?:mensajes?|solicitud|peticion|consulta|pedido|voto|reserva|cita|registro|respuesta|orden|reporte|queja|pregunta"
    "|operacion|transaccion|tramite|inscripcion|turno|recarga|reclamo|envio)"
)
_PT_ASKED = (
    "(?:mensagem|solicitacao|consulta|pedido|voto|reserva|agendamento|cadastro|resposta|reclamacao|pergunta|operacao"
    "|transacao|inscricao|recarga|requisicao|envio)"
)
_FR_ASKED = (
    "(?:messages?|demande|requete|vote|reservation|inscription|reponse|question|operation|transaction|commande"
    "|reclamation"
    "|choix|enregistrement|envoi|consultation|rendez-vous)"
)
_DE_ASKED = (
    "(?:[a-z]*nachricht|[a-z]*anfrage|stimme|reservierung|buchung|anmeldung|antwort|frage|vorgang|auftrag|bestellung"
    "|meldung|abfrage|termin[a-z]*|eingabe|registrierung|transaktion|beschwerde|auskunft|abstimmung)"
)
_IT_ASKED = (
    "(?:messaggio|richiesta|voto|prenotazione|iscrizione|risposta|domanda|operazione|transazione|ordine|segnalazione"
    "|reclamo|registrazione|appuntamento|invio)"
)
_NL_ASKED = (
    "(?:bericht|aanvraag|verzoek|stem|reservering|boeking|aanmelding|antwoord|vraag|opdracht|bestelling|melding"
    "|afspraak"
    "|transactie|klacht|inschrijving|registratie)"
)
_PL_ASKED = (
    "(?:wiadomosc|zgloszenie|prosba|zapytanie|glos|rezerwacja|rejestracja|odpowiedz|pytanie|operacja|transakcja"
    "|zamowienie"
    "|wizyta|polecenie|reklamacja|zapis|wniosek)"
)
_TR_ASKED = (
    "(?:mesaj|talep|talebi|istek|istegi|oy|rezervasyon|randevu|kayit|kaydi|cevab|yanit|soru|islem|siparis|basvuru"
    "|sikayet"
    "|sorgu)"
)
_RU_ASKED = (
    "(?:сообщени|запрос|заявк|голос|бронь|бронирован|запись|ответ|вопрос|операци|заказ|жалоб|обращени|команд|регистрац"
    "|повідомлен|запит|бронюван|відповід|питан|замовлен|звернен)"
)
_ID_ASKED = (
    "(?:pesan|permintaan|suara|pemesanan|reservasi|pendaftaran|jawaban|pertanyaan|transaksi|laporan|janji|keluhan)"
)
_NORD_ASKED = (
    "(?:meddelandet?|forfragan|begaran|rosten?|bokningen?|anmalan|svaret?|fragan?|bestallningen?|beskeden?"
    "|foresporselen?"
    "|anmodningen?|stemmen?|bestillingen?|bookingen?|meldingen?|henvendelsen?|sporsmalet?|arendet?|registreringen?)"
)

REFUSAL: tuple[str, ...] = (
    # For technical reasons.
    (
        r"\b(?:por|debido a) (?:motivos?|razones|causas|questoes|razoes|problemas) (?:tecnic|operativ|operaciona|de "
        "sistema)"
        r"|\b(?:pour|a cause de|en raison de) (?:des |de )?raisons? technique|\baus (?:rein )?technischen grunden\b"
        r"|\b(?:per|a causa"
        r" di) (?:motivi|ragioni|cause) tecnic|\bom technische redenen\b|\bwegens technische\b|\bz (?:przyczyn|powodow)"
        r" technicznych|\bteknik (?:nedenler|sebepler|bir neden|arizadan|nedenden)|\b(?:karena|sebab) (?:alasan"
        "|kendala|masalah"
        r"|gangguan) (?:teknis|sistem|jaringan|server)|\b(?:vi|do) (?:ly do|loi|su co|van de) ky thuat|\bav "
        "tekniska (?:skal|orsaker)"
        r"|\b(?:av|af) tekniske (?:arsaker|arsager|grunde|grunner)|\bz technickych (?:duvodu|dovodov|pricin)|\bdin "
        "(?:motive"
        r"|cauze) tehnice|\bmuszaki okok|\bteknisista syista|\bkutokana na (?:hitilafu|tatizo|matatizo|kosa)"
        r"|\b(?:sababu za|kwa sababu"
        r" ya) (?:kiufundi|hitilafu|tatizo)|\bdahil sa (?:teknikal|problema|aberya|error|system|sira)"
    ),
    (
        "по техническим причинам|з технічних причин|لاسباب (?:تقنية|فنية)|بسبب (?:عطل|خلل|مشكلة|خطا)|तकनीकी (?:कारण"
        "|वजह)"
        "|(?:技術的な|システムの?)(?:理由|問題|障害|都合)|(?:由于|因|因为|由於|因為)(?:技术|技術|系统|系統|网络|網路)"
        "|기술적인? (?:문제|이유|오류|사유)|시스템 (?:문제|사정)|τεχνικουσ λογουσ|מסיבות טכניות|עקב (?:תקלה|בעיה)"
        "|কারিগরি (?:কারণ|ত্রুটি|সমস্যা)"
        "|(?:ปัญหา|เหตุขัดข้อง)ทางเทคนิค"
    ),
    # What was asked did not come about.
    (
        rf"\b{_ES_ASKED}(?: [a-z0-9]+){{0,3}} (?:no (?:ha sido|fue|se|pudo(?: ser)?|ha podido(?: ser)?|esta|quedo) "
        "(?:[a-z]+ )?(?:exitos|complet"
        r"|proces|registr|guard|realiz|concret|contabiliz|tramit|ejecut|anot|valid|recib|atendid|contestad"
        r"|pudo|conclu)|no (?:registrad|guardad|procesad|contabilizad|completad|realizad|recibid|valid))"
    ),
    (
        rf"\b{_PT_ASKED}(?: [a-z0-9]+){{0,3}} (?:nao (?:foi|pode ser|pode|se|ficou|esta|conseguiu ser) (?:[a-z]+ "
        ")?(?:conclu|complet"
        r"|process|registrad|salv|realizad|contabilizad|computad|aceit|efetuad|efetivad|recebid|atendid"
        r"|respondid)|nao (?:registrad|salv|processad|concluid|computad|contabilizad|realizad|recebid))"
    ),
    (
        rf"\b{_FR_ASKED}(?: [a-z0-9]+){{0,3}} (?:na(?: malheureusement)? pas (?:abouti|reussi|fonctionne|(?:pu etre"
        "|ete) (?:enregistre|pris|traite|recu|comptabilise|transmis|valide|effectue|accepte|finalise))|non "
        "(?:comptabilise|enregistre"
        r"|traite|pris|envoye|recu|abouti|valide|effectue|transmis))"
    ),
    (
        rf"\b{_DE_ASKED}(?: [a-z0-9]+){{0,6}} nicht (?:[a-z]+ )?(?:erfolgreich|gezahlt|erfasst|gespeichert"
        "|ausgefuhrt|bearbeitet"
        r"|verarbeitet|angenommen|geklappt|durchgegangen|durchgefuhrt|ubernommen|gebucht|gewertet|eingegangen"
        r"|abgeschlossen|zustande|beantwortet|registriert|erledigt|aufgenommen)\b"
    ),
    (
        rf"\b{_IT_ASKED}(?: [a-z0-9]+){{0,3}} non (?:e (?:[a-z]+ )?(?:andat|riuscit|stat[oa] (?:registrat|salvat"
        "|elaborat|ricevut|conteggiat|completat|effettuat|accettat|inoltrat))|registrat|salvat|conteggiat|elaborat"
        r"|effettuat|confermat|ricevut|riuscit|completat|accettat|complet)"
    ),
    (
        rf"\b(?:{_NL_ASKED})(?: [a-z0-9]+){{0,5}} niet (?:[a-z]+ )?(?:gelukt|geteld|opgeslagen|verwerkt|ontvangen"
        "|verzonden|uitgevoerd"
        r"|aangenomen|geregistreerd|gelezen|doorgekomen|geboekt|beantwoord|voltooid|afgerond|gemaakt)\b"
    ),
    (
        rf"\b{_PL_ASKED}(?: [a-z0-9]+){{0,3}} nie (?:zostal[aoy]?|moze byc|mogl[aoy]? (?:zostac|byc)|mogl[aoy]?"
        "|udal[aoy] sie|powiodl[aoy]"
        r" sie)(?: [a-z]+){0,2} ?(?:przyjet|przetworzon|zapisan|policzon|zrealizowan|wykonan|zarejestrowan|obsluzon"
        r"|odebran|uwzglednion|zakonczon|odczytan|zlozon)|\b(?:zgloszenie|zapytanie|rezerwacja|operacja"
        "|rejestracja) nie (?:udal[aoy]|powiodl[aoy]) sie"
    ),
    (
        r"\b(?:gerceklestiril|tamamlan|islen|kaydedil|alin|olusturul|iletil|gonderil|sonuclandiril|yapil|onaylan"
        r"|guncellen|kabul edil|degerlendiril|karsilan|cevaplan|yanitlan|yuklen|goruntulen|sayil|hesaplan|dogrulan"
        "|eklen|getiril|cekil|sorgulan|ulasil)[ae]m(?:adi|edi|iyor|amakta|emekte)"
        rf"|\b{_TR_ASKED}(?:[a-z]{{0,6}})(?: [a-z0-9]+){{0,4}} (?:sayilmadi|islenmedi|kaydedilmedi|alinmadi"
        "|basarisiz|gecersiz sayildi|gerceklesmedi|kabul edilmedi"
        r"|ulasmadi|iletilmedi|tamamlanmadi)"
    ),
    (
        r"\b(?:islem|talep|istek|sorgu|kayit|randevu|siparis)[a-z]* (?:[a-z]+ ){0,4}[a-z]+(?:il|ul|in|un|n"
        "|l)[ae]m(?:iyor|uyor|akta|ekte)[a-z]*"
    ),
    (
        f"{_RU_ASKED}(?:{WORD})?(?: {WORD}){{0,3}} не (?:был[аои]? |{WORD} )?(?:выполнен|учтен|принят|сохранен"
        "|записан|обработан"
        "|зарегистрирован|засчитан|прошл|прошел|удал|оформлен|зафиксирован|виконан|врахован|прийнят|збережен|оброблен"
        f"|зареєстрован|зараховано|вдал)|(?:сообщени|повідомлен){WORD} (?:{WORD} )?не (?:{WORD} )?(?:отправлен"
        "|доставлен|получен|надіслан|отриман)"
    ),
    (
        rf"\b{_ID_ASKED}(?: [a-z0-9]+){{0,3}} (?:tidak|gagal|tak)(?: dapat| bisa)? (?:berhasil|terhitung|tersimpan"
        "|terkirim|diproses|tercatat|terproses|dihitung|diterima|disimpan|dikirim|terdaftar|selesai|dibuat"
        "|dijawab)"
    ),
    (
        rf"\b(?:din |ditt |dit |er |denna )?{_NORD_ASKED}(?: [a-z0-9]+){{0,3}} (?:(?:lyckades|raknades|sparades"
        "|kunde|behandlades|registrerades"
        r"|togs|skickades|kunne|lykkedes|lyktes|talte) (?:[a-z]+ )?(?:inte|ikke|ej)\b|(?:har|blev|ble|er|ar) "
        "(?:[a-z]+ )?(?:inte|ikke)"
        " (?:raknat|sparat|behandlat|registrerat|talt|lagret|gemt|behandlet|registrer|sendt|mottatt|modtaget"
        "|skickat|mottagit|lyckats))"
    ),
    (
        r"\b(?:yeu cau|phieu bau|phieu|tin nhan|dat lich|cuoc hen|dang ky|giao dich|cau hoi|lenh)(?: [a-z]+){0,4} "
        "(?:khong|chua) (?:the )?(?:duoc )?(?:thanh cong|tinh|ghi nhan|xu ly|luu|gui|hoan tat|hoan thanh|thuc hien"
        "|tra loi)"
    ),
    (
        r"\b(?:pozadavek|zadost|hlas|rezervace|zprava|objednavka|dotaz|registrace|poziadavka|sprava)(?: "
        "[a-z]+){0,5} (?:nebyl[aoy]?|nebol[aoi]?|nelze|neprosl[aoy]?)(?: [a-z]+){0,4} ?(?:dokoncen"
        r"|zapocit|zpracov|ulozen|prijat|proveden|zaznamenan|vyrizen|spracovan)"
        r"|\b(?:hlas|pozadavek|zprava|rezervace)[a-z]* (?:[a-z]+ )?nebyl[aoy]? (?:[a-z]+ ){0,4}(?:dokoncen|zapocit"
        "|zpracov|ulozen|prijat|proveden)"
    ),
    (
        r"\b(?:cererea|solicitarea|mesajul|votul|rezervarea|programarea|inregistrarea|comanda)(?: [a-z]+){0,4} nu "
        "(?:a|au|s-a|sa|este|e|poate) (?:[a-z]+ )?(?:fost|putut|reusit|inregistrat|procesat|salvat|numarat|trimis"
        "|finalizat)"
    ),
    (
        r"\b(?:kerese|uzenete|szavazata|foglalasa|kerest|kerelme|szavazat|foglalas|uzenet)(?: [a-z]+){0,4} "
        "(?:nem(?: [a-z]+)? (?:sikerult|teljesult|rogzitett|mentettuk)|sikertelen)"
    ),
    (
        r"\b(?:pyyntosi|viestisi|aanesi|varauksesi|pyynto|viesti|aanta|varausta|viestia|ilmoittautuminen)(?: "
        "[a-z]+){0,4} (?:ei|epaonnistui)(?: [a-z]+)? (?:onnistunut|laskettu|tallennettu|kasitelty|lahetetty|voitu"
        "|rekisteroity|vastaanotettu|toteutunut)"
    ),
    (
        r"\b(?:ombi|kura|ujumbe|maombi|malipo|usajili|miadi|swali|agizo)(?: [a-z]+){0,3} ha(?:li|i|u|ya|wa|ki"
        "|ja)[a-z]*(?:fanik|hesab|hifadh|pokel|tum|shughulik|kamilik|sajil|wezekan|fik|jib|pok)[a-z]*"
        r"|\bhatuku(?:weza|pokea|pata|fanikiwa)"
    ),
    (
        r"\bhindi (?:po )?(?:na|ma|nai|mai|na-|ma-|nai-)?-?(?:bilang|tanggap|tuloy|itala|proseso|process|save|send"
        "|rehistro|reserba|book|record|kumpleto|basa|sagot|receive|count|abot|rating)[a-z]*"
    ),
    (
        "(?:आपका|आपकी|यह) (?:अनुरोध|वोट|संदेश|बुकिंग|मैसेज|शिकायत|पंजीकरण|सवाल)[^.]{0,14}(?:दर्ज|पूरा|पूरी|सेव"
        "|स्वीकार|प्रोसेस|गिना|सफल|भेजा)[^.]{0,8}नहीं"
    ),
    (
        "(?:لم|لن) (?:ت|ي)?(?:نجح|تم|يتم|تكتمل|يكتمل|يسجل|يحفظ|ينجح)[^.]{0,10}(?:طلب|استعلام|صوت|رسالت|حجز|عملية"
        "|تسجيل|ارسال|احتساب|معاملة)"
    ),
    (
        "(?:お問い合わせ|投票|ご予約|予約|リクエスト|ご注文|メッセージ|登録|お手続き|ご質問|送信"
        "|操作)[^.]{0,10}(?:反映|完了|処理|受け付け|記録|保存|登録|成立|送信"
        "|受理)[^.]{0,4}(?:できません|されません|でき?なかった|されなかった|いたしかね|されていません)"
    ),
    (
        "(?:投票|查询|查詢|请求|請求|预约|預約|消息|訊息|订单|訂單|申请|申請|操作|登记|登記|报名|報名|投诉|投訴"
        "|留言)(?:未|没有|沒有|未能)(?:被)?(?:成功|计入|計入|记录|記錄|保存|受理|完成|提交|处理|處理|送达"
        "|送達)|(?:未能|没能|沒能)(?:成功|完成)"
    ),
    (
        "(?:투표|요청|조회|예약|메시지|문자|주문|신청|등록|접수|문의|처리)[^.]{0,8}(?:집계|완료|처리|저장|접수"
        "|등록|반영|전송|성공|전달)[^.]{0,3}(?:되지|하지|이 되지) ?(?:않|못)"
    ),
    # A setback, and on our side.
    (
        r"\b(?:un|algun|hubo|tuvimos|tivemos|um|surgio) (?:[a-z]+ )?contra(?:tiempo|tempo)s?\b|\bcontretemps\b"
        r"|\b(?:intoppo|contrattempo)\b"
        r"|\b(?:aksilik|aberya)\b[^.!?]*\b(?:oldu|yasan|cikti|sa amin|kami)|\betwas nicht (?:funktioniert|geklappt"
        r"|gestimmt)\b|\biets"
        r" (?:kapot|stuk|mis|fout)\b|\bcos sie (?:[a-z]+ ){0,2}(?:popsulo|zepsulo|wysypalo|zacielo)|\bneco se "
        "(?:rozbilo|pokazilo)"
    ),
    (
        r"\b(?:error|problema|fallo|falla|erro|falha|probleme|souci|panne|errore|guasto|fehler|problem|storung|fout"
        "|storing"
        "|probleem|blad|awaria|hata|sorun|kendala|masalah|gangguan|su co|loi|hitilafu|tatizo"
        r"|problema)\b[^.!?]{0,30}\b(?:de nuestro lado"
        "|de nuestra parte|por nuestra parte|do nosso lado|da nossa parte|de notre cote|chez nous|dalla nostra "
        "parte|da parte nostra"
        "|bei uns|auf unserer seite|bij ons|aan onze kant|u nas|po naszej stronie|bizim taraf|di pihak kami|di "
        "sisi kami|ben minh"
        r"|phia chung toi|upande wetu|sa amin)"
    ),
    (
        f"(?:у нас|на нашей стороне) (?:{WORD} )?(?:что-то )?(?:сломал|сбой|неполадк|ошибк|авари|упал)|(?:हमारी"
        "|हमारे) (?:ओर|तरफ़|तरफ)[^.]{0,8}"
        "(?:गड़बड़|समस्या|दिक्कत|ख़राबी|खराबी)|(?:こちら|弊社|当方)(?:側)?[^.]{0,4}(?:不具合|問題|エラー"
        "|障害)|(?:我们|我們)(?:这边|這邊|这里|這裡)"
        "[^.,]{0,4}(?:出|有|发生|發生)[^.,]{0,3}(?:问题|問題|故障|错误|錯誤)|(?:저희|우리) 쪽[^.]{0,4}(?:문제|오류"
        "|장애)|(?:لدينا|من جهتنا) (?:خلل|مشكلة|عطل)"
    ),
    # A message that did not come through.
    (
        r"\bmessage n(?:est|a) pas (?:passe|arrive|parti)|\bnachricht ist (?:[a-z]+ )?nicht (?:durchgekommen"
        r"|angekommen)|\bmessaggio non"
        r" (?:e |ha )?(?:passato|arrivato|partito)|\bmensagem nao (?:passou|chegou|entrou)|\bmensaje no (?:paso"
        r"|llego|entro)|\bbericht is"
        r" niet (?:doorgekomen|aangekomen)|\bwiadomosc nie (?:przeszla|dotarla|doszla)|\bmesaj[a-z]* (?:gecmedi"
        "|ulasmadi|gelmedi)"
        r"|\bpesan (?:[a-z]+ )?tidak (?:masuk|sampai)|\bmeddelandet kom inte (?:fram|igenom)|\btin nhan (?:[a-z]+ "
        ")*khong (?:den|vao) duoc"
    ),
)
