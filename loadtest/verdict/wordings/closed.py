"""Other languages than English on what is not open to you: switched off, not in your plan, only for members."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import NOT, START, WORD

_ABOUT = (
    "(?:fun[ck]|fonction|sms|mensaj|mensag|messag|nachricht|consult|foto|photo|imag|immag|bild|audio|text|testo|servi"
    "|dienst|est[ae]\\b)"
)
"""What a bot's plan may lack: a tariff lacks other things, which are an answer."""

REFUSAL: tuple[str, ...] = (
    # Switched off, closed, out.
    (
        r"\b(?:por|via|de|mediante) (?:sms|mensaje|texto|mensagem|whatsapp)(?: [a-z]+){0,2} (?:esta|se encuentra"
        "|ha sido|fue|foi|ficou|continua|sigue)"
        "(?: [a-z]+)? (?:suspend|desactiv|deshabilit|apagad|cerrad|paus|deslig|desativ|fechad|indispon|inactiv"
        "|inativ|fuera|fora|no disponible)"
    ),
    (
        r"\bpar (?:sms|message|texto|whatsapp)(?: [a-z]+){0,2} (?:est|a ete|sont) (?:[a-z]+ )?(?:desactive|suspendu"
        "|coupe|ferme|interrompu|indisponible|arrete|en pause|en panne)"
    ),
    (
        r"\bper (?:sms|whatsapp|nachricht|textnachricht) (?:ist|sind|wurde) (?:[a-z]+ ){0,3}(?:abgeschaltet"
        "|ausgeschaltet|deaktiviert|eingestellt|unterbrochen|ausgesetzt|pausiert|geschlossen|nicht (?:moglich"
        "|verfugbar)|gesperrt)"
    ),
    (
        r"\b(?:via|per|tramite) (?:sms|messaggio|whatsapp) (?:[a-z]+ )?(?:e|sono|e stat[oa]) (?:[a-z]+ "
        ")?(?:disattivat|sospes|chius|interrott|spent|non (?:disponibil|attiv)|fuori)"
    ),
    (
        r"\b(?:per|via) (?:sms|bericht|whatsapp) (?:is|zijn|staat) (?:[a-z]+ ){0,2}(?:uitgeschakeld|uitgezet"
        r"|gestopt|opgeschort|gesloten|niet (?:mogelijk|beschikbaar)|uit)\b|\b(?:systeem|[a-z]*systeem|server"
        "|dienst|site|app|lijn|netwerk) ligt (?:[a-z]+ )?(?:eruit|plat|stil|op zijn gat)"
    ),
    (
        r"\bprzez (?:sms|wiadomosc|wiadomosci|whatsapp) (?:jest|sa|zostal[ao]?) (?:[a-z]+ ){0,2}(?:wylaczon"
        "|zawieszon|wstrzyman|nieczynn|niedostepn|zablokowan|zamknie)"
    ),
    (
        r"\b(?:sms|mesaj|whatsapp) (?:ile|uzerinden) (?:[a-z]+ ){1,3}(?:su an |simdilik |gecici olarak )*(?:kapali"
        "|kapatildi|durduruldu|askiya alindi|devre disi|kullanilamiyor|hizmet disi|yapilamiyor|yok)"
    ),
    (
        f"(?:по|через) (?:sms|смс|сообщени{WORD}|повідомлен{WORD}) (?:{WORD} ){{0,2}}(?:отключен|приостановлен"
        "|закрыт|недоступн|не работает|остановлен|вимкнен|призупинен|недоступн|закрит|не працює)"
    ),
    (
        r"\b(?:lewat|melalui|via) (?:sms|pesan|wa|whatsapp|chat) (?:[a-z]+ ){0,2}(?:dinonaktifkan|ditutup"
        "|dihentikan|tidak (?:tersedia|aktif|bisa|dapat)|dimatikan|ditangguhkan|nonaktif)"
    ),
    (
        r"\b(?:qua|bang) (?:sms|tin nhan|zalo) (?:[a-z]+ ){0,3}(?:bi tat|tam dung|tam ngung|dung|khong (?:hoat dong"
        "|kha dung)|ngung|bi khoa|tam dong)"
    ),
    (
        r"\b(?:via|per|over|med|pa) (?:sms|melding|besked) (?:ar|er|har) (?:[a-z]+ ){0,3}(?:avstangd|stangd|pausad"
        "|inte tillganglig|skrudd av|slatt av|stengt|stoppet|slaet fra|lukket|ikke (?:tilgjengelig|tilgaengelig"
        "|mulig)|sat pa pause|nere|nede)"
    ),
    "(?:एसएमएस|मैसेज|संदेश|व्हाट्सएप) (?:से|के ज़रिए|के जरिए|द्वारा|पर)[^.]{0,24}(?:बंद|निलंबित|उपलब्ध नहीं|स्थगित|रोक)",
    (
        "(?:عبر|ب) ?(?:الرسائل|الرسائل النصية|رسائل|واتساب)[^.]{0,16}(?:متوقف|موقوف|معطل|معلق|مغلق|غير متاح|متوقفة"
        "|معطلة|غير متاحة)"
    ),
    (
        "(?:sms|メッセージ|ショートメール|テキスト)(?:で|から|による)の?[^.]{0,16}(?:停止|中止"
        "|休止|受け付けており?ません|ご利用いただけ|できません|終了)"
    ),
    "(?:短信|簡訊|消息|微信)[^.,]{0,8}(?:暂时关闭|已关闭|暂停|暫停|停用|關閉|关闭|停止|不可用|暂不)",
    "(?:문자|메시지|카카오톡|sms)[^.]{0,12}(?:중단|중지|정지|이용하실 수 없|불가|꺼져|종료)",
    (
        r"\b(?:mfumo|huduma|seva|mtandao)(?: [a-z]+){0,3} (?:uko chini|iko chini|umezimwa|imezimwa|imesimamishwa"
        "|haufanyi kazi|haifanyi kazi|imefungwa|umefungwa|haupatikani)"
    ),
    (
        r"\b(?:down|sira|sarado|off|hindi gumagana|naka-off|suspendido)(?: po| pa)?(?: muna)? (?:ang|yung|ng) "
        "(?:[a-z]+ ){0,2}(?:system|sistema|serbisyo|server|app|bot|booking|linya|website|network)"
    ),
    (
        r"\b(?:sistemul|serverul|serviciul) (?:[a-z]+ )?(?:a cazut|e picat|este picat|nu raspunde)|\bpe sms (?:este"
        "|e) (?:[a-z]+ )?(?:oprit|suspendat|dezactivat)"
    ),
    (
        r"\b(?:pres|cez|skrz) sms (?:je|jsou) (?:[a-z]+ ){0,2}(?:vypnut|pozastaven|zastaven|nedostupn)"
        r"|\btekstiviestilla (?:on|ei) (?:[a-z]+ ){0,2}(?:poissa|suljettu|kaytossa|mahdollista)|\bsms-ben (?:[a-z]+ "
        "){0,2}(?:szunetel|leallt|nem)"
    ),
    # Nobody reads here.
    (
        r"\b(?:ya )?no (?:recibe|atiende|acepta|lee|admite) (?:mas )?mensajes\b"
        r"|\bnao (?:recebe|aceita|le|atende) (?:mais )?mensagens\b|\bne (?:recoit|lit|prend|traite) (?:plus|pas) "
        r"(?:de |les |vos )?(?:messages|sms)\b"
        r"|\b(?:nimmt|liest|empfangt|werden) (?:[a-z]+ )?keine (?:nachrichten|sms)\b|\bnon (?:riceve|legge|accetta) "
        "(?:piu )?(?:messaggi"
        r"|sms)\b|\b(?:ontvangt|leest|neemt) geen (?:berichten|sms)|\bnie (?:odbiera|przyjmuje|odczytuje) (?:juz )?"
        r"(?:wiadomosci|sms)|\bmesaj (?:kabul etm|almi|okunmu)[a-z]*|\btidak (?:menerima|membaca) (?:pesan|sms)\b"
    ),
    f"{NOT} (?:принимает|получает|читает|приймає|отримує) (?:{WORD} )?(?:сообщени|смс|sms|повідомлен)",
    # No connection, and not in a position to.
    (
        r"\b(?:no hay|sin|perdimos la|se perdio la) (?:conexion|comunicacion) (?:con|a)\b|\bconexion (?:[a-z]+ "
        "){0,3}(?:fallid|perdid"
        r"|imposible|rechazad)|\bsem (?:conexao|comunicacao) com|\bconexao (?:[a-z]+ ){0,3}(?:falhou|perdid"
        r"|recusad)|\bconnexion"
        r" (?:[a-z]+ ){0,3}(?:impossible|perdue|echouee|refusee|interrompue)|\baucune connexion|\b(?:keine verbindung"
        " (?:zu|mit|zum|zur)|verbindung (?:[a-z]+ ){1,4}(?:fehlgeschlagen|nicht moglich|unterbrochen|verloren"
        r"|abgebrochen))\b"
    ),
    (
        r"\bconnessione (?:[a-z]+ ){0,3}(?:non riuscit|fallit|assent|pers|rifiutat|interrott)|\bnessuna connessione "
        r"(?:con|al)|\bgeen"
        r" verbinding (?:met|mogelijk)|\bverbinding (?:[a-z]+ ){1,4}(?:mislukt|verbroken|verloren)|\bbrak "
        r"polaczenia z|\bpolaczenie"
        r" (?:[a-z]+ ){0,3}(?:nieudane|zerwane|utracone|odrzucone)|\bbaglanilamadi|\bbaglanilamiyor|\bbaglanti "
        "(?:kurulamadi"
        r"|kurulamiyor|yok|hatasi|koptu|kesildi)|\btidak (?:dapat|bisa) terhubung|\bkoneksi (?:[a-z]+ "
        "){0,3}(?:gagal|terputus"
        r"|bermasalah)|\bkhong (?:the )?(?:ket noi|lien lac) (?:duoc|voi|den|toi)|\bmat ket noi|\bhindi (?:po "
        ")?(?:maka-?connect"
        r"|makakonekta|makakonek)|\bingen (?:anslutning|forbindelse|kontakt) (?:till|til|med)|\b(?:anslutningen "
        "misslyckades"
        r"|nelze se pripojit|chyba pripojeni|nu (?:se poate|ma pot|ne putem) conecta)"
    ),
    (
        f"(?:нет|отсутствует|потеряна|немає|втрачено) (?:связ|соединени|подключени|зв.?язк|з.?єднан){WORD} (?:с|со"
        "|із|з) |(?:соединение"
        f"|подключение) (?:{WORD} )?(?:не установлен|прерван|потерян|невозможн)|कनेक्ट नहीं|कनेक्शन (?:टूट|विफल"
        "|नहीं)|انقطع"
        "الاتصال|لا يوجد اتصال ب|(?:接続|通信)(?:が|に)(?:切れ|失敗|でき)|(?:连接|連接|连线"
        "|連線)(?:中断|中斷|超时|逾時|断开)"
        "|연결이? (?:끊|되지|실패)"
    ),
    (
        r"\bno (?:estamos|estoy|se encuentra) en condiciones de\b|\bnao (?:estamos em condicoes|temos como|tenho "
        r"como) |\bnon"
        r" (?:siamo|sono) in grado di\b|\bpas en mesure (?:de|d)\b|\bnicht in der lage\b|\bniet in staat (?:om|uw"
        r"|je)\b|\bnie"
        r" jestesmy w stanie\b|\b(?:cevaplayamiyor|yanitlayamiyor|yardimci olamiyor|cevap veremiyor|yanit "
        "veremiyor)[a-z]*"
        r"|\b(?:kami|saya) (?:belum|tidak|tak) (?:bisa|dapat) (?:menjawab|melayani|memproses|membalas|membantu)|не "
        "в состоянии"
        "|(?:お答え|ご回答|回答|対応|ご案内|お受け|お応え|返信)[^.]{0,6}(?:できません|できかね|いたしかね|致しかね)"
    ),
    (
        rf"{START}fuera de (?:servicio|linea)\b|{START}fora d(?:o ar|e servico)\b|\bservice (?:[a-z]+ "
        r")?(?:interrompu|suspendu|coupe)\b"
    ),
    (
        r"\b(?:nummer|rufnummer|nummer) (?:[a-z]+ )?(?:steht|ist|staat|is) niet? ?(?:nicht )?(?:auf|in|op) "
        "(?:unserer|der|dieser|onze|de)"
        r" (?:[a-z]+)|\bnummer steht nicht (?:auf|in)\b|\bnumeru nie ma na liscie|\b(?:numarani[a-z]*|numara) "
        "(?:[a-z]+ )?(?:listemizde"
        r"|sistemimizde|kayitlarimizda) (?:yok|bulunmuyor|gorunmuyor)|\bnumero (?:no esta|nao esta|nest pas|non e"
        "|non figura) (?:en|na"
        "|sur|dans|nella|in|nei) (?:la |nuestra |nossa |notre |nostra |nostri |nuestros |nossos )?(?:list|registr"
        "|system|sistem)"
    ),
    (
        r"\b(?:bot|robot|robo|chatbot|asistente|assistente|sistema)(?: [a-z]+)? (?:no (?:esta )?funciona|nao "
        "(?:esta )?funciona|non"
        r" funziona)[a-z]*|\b(?:bot|systeem|server|dienst|app) (?:doet het|werkt) (?:[a-z]+ )?niet\b|\b(?:bot|he "
        "thong|dich vu|ung"
        r" dung) (?:[a-z]+ )?khong (?:hoat dong|lam viec)|\b(?:boti|mfumo|huduma|programu) (?:[a-z]+ "
        ")?(?:ha[a-z]{1,3}fanyi kazi)"
        r"|\bno atendemos (?:por|via) (?:mensaje|sms|texto|whatsapp)|(?:ボット|システム|サービス"
        "|アプリ)[^.]{0,6}動(?:いて|作し)"
        "[^.]{0,3}(?:いません|おりません|ません|ない)"
    ),
    # The server does not answer.
    (
        r"\b(?:servidor|sistema|servico|servicio|servidores) (?:[a-z]+ ){0,2}(?:no responde|nao responde|caiu|se "
        "cayo|fora do ar|esta caido|esta fora|no contesta)"
        r"|\b(?:serveur|systeme) (?:[a-z]+ )?ne (?:repond|marche|fonctionne)|\b(?:server|system|dienst) (?:[a-z]+ "
        ")?(?:streikt|spinnt|antwortet nicht|reagiert nicht|ist down|non risponde|nie odpowiada|padl|nie dziala"
        "|reageert niet|hapert|tidak (?:menjawab|merespons?)|khong (?:phan hoi|tra loi)|svarar inte|svarer ikke"
        "|neodpovida|ei vastaa)"
        r"|\bsunucu[a-z]* (?:[a-z]+ )?(?:yanit|cevap) vermiyor|\bserver (?:nu raspunde|nem valaszol)|\b(?:may chu"
        "|he thong) (?:[a-z]+ ){0,2}(?:khong phan hoi|bi sap|dang loi|qua tai)"
    ),
    # Not in your plan.
    (
        r"\b(?:su|tu|seu|teu|o) (?:plan|plano|paquete|pacote|tarifa|suscripcion|assinatura|contrato|abono) "
        "(?:[a-z]+ ){0,2}(?:no|nao) (?:incluye|cubre|permite|contempla|admite|inclui|cobre|da "
        rf"acceso)\b[^.!?]*{_ABOUT}"
        r"|\b(?:votre|ton|vos) (?:forfait|abonnement|offre|formule|plan|contrat) (?:[a-z]+ )?(?:ne|n)(?: "
        rf")?(?:comprend|couvre|inclut|permet|autorise|donne|inclue)[a-z]* pas\b[^.!?]*{_ABOUT}"
        r"|\b(?:tuo|suo|vostro) (?:piano|abbonamento|pacchetto|contratto|profilo) non (?:comprende|include|copre"
        rf"|prevede|consente|permette)\b[^.!?]*{_ABOUT}"
    ),
    (
        r"\b(?:ihr|dein|ihrem|deinem|ihren|deinen|im|in ihrem|in deinem) (?:tarif|abo|abonnement|paket|vertrag"
        "|konto) (?:[a-z]+ ){0,4}(?:nicht|keine?n?) ?(?:[a-z]+ )?(?:enthalten|inbegriffen|vorgesehen"
        "|freigeschaltet|abgedeckt|verfugbar|dabei|[.!]|$)"
        r"|\b(?:ihr|dein) (?:tarif|abo|abonnement|paket|vertrag) (?:enthalt|umfasst|deckt|erlaubt|beinhaltet) "
        r"(?:[a-z]+ ){0,4}(?:nicht|keine?n?)\b|\bfur (?:ihren|deinen|diesen) (?:tarif|account|vertrag|anschluss)(?: "
        r"[a-z]+)? nicht\b"
        r"|\bnicht freigeschaltet\b|\b(?:je|uw) (?:abonnement|bundel|pakket|contract|account) (?:bevat|dekt|omvat"
        r"|heeft|ondersteunt) (?:[a-z]+ ){0,3}(?:niet|geen)\b"
    ),
    (
        r"\b(?:twoj|panstwa|ten) (?:abonament|plan|pakiet|kontrakt) nie (?:obejmuje|zawiera|pozwala|ma|uwzglednia)"
        r"|\b(?:paketiniz|tarifeniz|planiniz|aboneliginiz|paketin|uyeliginiz)(?: [a-z]+){0,3} (?:kapsamiyor"
        "|icermiyor|desteklemiyor|dahil degil|izin vermiyor|uygun degil)"
        r"|\b(?:paket|langganan)(?: [a-z]+){0,2} tidak (?:mencakup|termasuk|mendukung|memiliki)|\bgoi (?:[a-z]+ "
        r"){1,4}khong (?:bao gom|ho tro|co|cho phep)|\b(?:ditt|dit) (?:abonnemang|abonnement|avtal)(?: [a-z]+)? "
        "(?:omfattar|inkluderar|omfatter|inkluderer|dekker|daekker|har) (?:[a-z]+ )?(?:inte|ikke)"
        r"|\b(?:vas|vase) (?:tarif|predplatne|balicek) (?:neobsahuje|nezahrnuje)|\b(?:abonamentul|planul|pachetul) "
        r"(?:[a-z]+ )?nu (?:include|acopera|permite)|\bkifurushi (?:[a-z]+ )?(?:hakina|hakijumuishi|hakijumlishi)"
        r"|\bhindi (?:po )?(?:kasama|sakop|saklaw|kabilang) (?:sa|ng)|\bcsomag[a-z]* nem tartalmazza"
        r"|\btilauksee[a-z]* ei sisally"
    ),
    (
        f"(?:тариф|подписк|пакет|план|підписк)(?:{WORD})?(?: {WORD})? не (?:включает|предусматривает|содержит"
        "|поддерживает|позволяет|включає|передбачає|містить|дозволяє)"
        "|(?:باقتك|اشتراكك|خطتك|باقة)[^.]{0,10}لا (?:تشمل|يشمل|تتضمن|يتضمن|تسمح|يسمح|تدعم)|(?:प्लान|पैक|सदस्यता"
        "|योजना|प्लैन)[^.]{0,24}(?:शामिल|उपलब्ध|मान्य) नहीं"
        "|(?:プラン|ご契約|契約)[^.]{0,16}(?:ご利用になれません|利用できません|ご利用いただけません"
        "|含まれて(?:い|おり)ません|対象外|対応して)|(?:套餐|方案|订阅|訂閱|会员等级"
        "|版本)[^.,]{0,4}(?:不包含|不包括|未包含|不支持|不含|无法使用)"
        "|(?:요금제|플랜|이용권|구독|상품)[^.]{0,20}(?:포함되어 있지|포함되지|지원되지|지원하지|이용하실 수 없"
        "|사용할 수 없)"
        "|συνδρομη σασ δεν περιλαμβανει|המנוי שלך (?:לא|אינו) כולל|আপনার "
        "প্ল্যানে[^.]{0,20}নেই|แพ็กเกจ[^.]{0,16}ไม่(?:รวม|รองรับ)"
    ),
    # Only for members.
    (
        r"\b(?:servicio|linea|canal|numero|bot|servico|canal|linha|funcion|funcao|recurso|atendimento)(?: "
        "[a-z]+){0,2} (?:es |e |esta |fica )?(?:solo|so|somente|apenas|unicamente|exclusiv[oa]|exclusivamente"
        r"|reservad[oa]|restrit[oa]) (?:es )?(?:para|a|dos?|de|aos?)\b"
        r"|\b(?:service|ligne|numero|canal|fonction)(?: [a-z]+){0,2} (?:est )?(?:reserve|uniquement|exclusivement"
        r"|limite)e?s? (?:aux?|a la|a|pour|destine)\b|\b(?:servizio|numero|linea|canale|funzione)(?: [a-z]+)? (?:e "
        r")?(?:riservat[oa]|solo|esclusiv[oa]|dedicat[oa] solo) (?:ai|agli|alle|a|per|al)\b"
    ),
    (
        r"\b(?:dienst|service|nummer|angebot|kanal|bot|funktion)(?: [a-z]+)? (?:ist |steht |gilt )?(?:nur"
        r"|ausschliesslich)(?: [a-z]+)? (?:fur|von|mitglied|kunden)|\b(?:dienst|service|nummer|kanaal|lijn"
        r"|functie)(?: [a-z]+)? is (?:alleen|uitsluitend|enkel|slechts)(?: [a-z]+)? (?:voor|beschikbaar)|\bnur "
        r"(?:fur|von) (?:mitglieder|kunden|mitarbeiter|abonnenten|registrierte)|\balleen voor (?:leden|klanten"
        "|medewerkers|abonnees)"
        r"|\b(?:usluga|serwis|linia|numer|funkcja|kanal)(?: [a-z]+){0,2} (?:jest )?(?:tylko|wylacznie|dostepn[a-z]+ "
        r"(?:tylko|wylacznie))(?: [a-z]+)? (?:dla|przez)|\btylko dla (?:czlonkow|klientow|pracownikow|abonentow"
        "|zarejestrowanych)"
    ),
    (
        r"\b(?:hizmet|hat|servis|bot|numara|ozellik)(?: [a-z]+){0,2} (?:yalnizca|sadece) (?:[a-z]+ )?(?:uye|musteri"
        r"|personel|abone|kayitli|calisan)[a-z]*|\b(?:layanan|nomor|fitur|bot|saluran)(?: [a-z]+){0,3} (?:hanya"
        r"|khusus)(?: [a-z]+)? (?:untuk|bagi|anggota|pelanggan|member|karyawan|nasabah)|\b(?:dich vu|so|kenh|tinh "
        r"nang)(?: [a-z]+){0,2} (?:chi )?(?:danh (?:cho|rieng)|chi cho)\b"
        r"|\b(?:tjansten|tjenesten|numret|nummeret|servicen)(?: [a-z]+)? (?:ar|er) (?:bara|endast|enbart|kun|bare"
        r"|forbehallen) (?:for)?|\bhuduma(?: [a-z]+)? (?:ni )?(?:kwa|ya) [a-z]+ (?:tu|pekee)\b|\bpara (?:lang "
        r"|lamang )?sa (?:mga )?[a-z]+ (?:lang|lamang)\b|\b(?:sluzba|linka)(?: [a-z]+)? (?:je )?(?:jen|pouze|len"
        r"|iba|urcena)(?: [a-z]+)? pro|\bserviciul (?:[a-z]+ )?(?:este )?(?:doar|numai|rezervat|exclusiv)|\bpalvelu "
        r"on (?:vain|tarkoitettu)|\bszolgaltatas csak"
    ),
    (
        f"(?:услуга|сервис|бот|служба|линия|канал|функция|послуга|сервіс)(?: {WORD}){{0,2}} (?:только|лишь"
        f"|исключительно|лише|тільки|виключно) (?:{WORD} )?(?:для|клиент|участник)"
        "|(?:خدمة|الخدمة|الرقم)[^.]{0,10}(?:مخصصة|متاحة|حصرية|مخصص|مقتصرة)[^.]{0,14}(?:فقط|حصرا)|(?:सेवा|नंबर"
        "|सुविधा)[^.]{0,6}(?:केवल|सिर्फ)[^.]{0,24}(?:के लिए)"
        "|(?:サービス|番号|機能|窓口)[^.]{0,10}(?:専用|限定|のみ)|(?:服务|服務|号码|號碼"
        "|功能)[^.,]{0,2}(?:仅供|僅供|仅限|僅限|只对|只對|只限|专供)|(?:서비스|번호"
        "|기능)[^.]{0,4}(?:[^ .]{1,6} )?(?:전용|만 (?:이용|사용)|에 한해)"
        "|υπηρεσια(?: [^ ]+)? (?:ειναι )?μονο για|השירות (?:מיועד )?(?:ל[^ ]+ )?בלבד|সেবাটি শুধু|บริการนี้(?:เฉพาะ"
        "|สำหรับ)"
    ),
    # Not such a thing.
    (
        r"\bno (?:aceptamos|admitimos|recibimos|procesamos|leemos|se aceptan|se admiten) (?:[a-z]+ ){0,2}(?:fotos"
        r"|imagenes|audios|videos|archivos|notas)|\bnao (?:aceitamos|recebemos|lemos|processamos|ouvimos) (?:[a-z]+ "
        r"){0,2}(?:fotos|imagens|audios|videos|arquivos)|\bsolo texto\b|\bsomente texto\b|\bso texto\b"
        r"|\b(?:photos|images|videos|messages vocaux|fichiers|pieces jointes)(?: [a-z]+)? ne sont pas (?:pris"
        r"|prises|accepte|supporte|lu|recu|autorise|traite)[a-z]*|\btexte uniquement\b"
        r"|\b(?:bilder|fotos|videos|sprachnachrichten|anhange|dateien) (?:[a-z]+ ){0,5}nicht (?:[a-z]+ "
        r")?(?:annehmen|lesen|verarbeiten|offnen|empfangen|anzeigen|unterstutzt|angenommen|moglich)|\bnur text\b"
        r"|\bnon (?:accettiamo|riceviamo|leggiamo|accetta) (?:[a-z]+ ){0,2}(?:foto|immagini|video|audio|file"
        r"|vocali)|\b(?:foto|immagini|video|vocali|audio|allegati) non (?:sono |vengono )?(?:accettat|supportat"
        r"|ammess)|\bsolo testo\b|\balleen tekst\b|\btylko tekst\b"
        r"|\b(?:fotograf|resim|ses|video|dosya)[a-z]* (?:[a-z]+ )?(?:kabul (?:edemiyoruz|etmiyoruz|edilmiyor"
        r"|edilmez)|alamiyoruz|acamiyoruz|okuyamiyoruz)|\b(?:foto|gambar|video|suara|audio|file)(?: [a-z]+)? "
        "(?:tidak|belum) (?:bisa |dapat )?(?:didukung|diterima|diproses|dibaca|dibuka)"
    ),
    # A number that nobody knows, without the verb "to be".
    (
        r"\b(?:numero|utente|utenza|telefono|account) non (?:abilitat|registrat|autorizzat|riconosciut|attiv"
        r"|presente|censit)|\b(?:numero|usuario|telefono|linea|cuenta) no (?:habilitad|registrad|autorizad"
        r"|reconocid|activ|afiliad|inscrit|asociad)|\b(?:numero|usuario|telefone|conta|linha) nao (?:habilitad"
        "|registrad|cadastrad|autorizad|reconhecid|ativ)"
        r"|\b(?:numero|utilisateur|compte|abonne) non (?:reconnu|enregistre|autorise|active|inscrit|identifie"
        r"|habilite)|\b(?:nummer|rufnummer|konto|absender) nicht (?:registriert|bekannt|freigeschaltet|berechtigt"
        r"|gefunden|hinterlegt|zugelassen)|\b(?:nummer|account|afzender) niet (?:bekend|geregistreerd|herkend"
        "|gevonden|gekoppeld)"
        r"|\b(?:numer|konto|nadawca) (?:niezarejestrowan|nieznan|nierozpoznan|nieautoryzowan|nieaktywn)|\b(?:hat"
        r"|numara|telefon)[a-z]* (?:[a-z]+ ){0,2}(?:kayitli|tanimli|yetkili|abone) degil|\bnomor (?:[a-z]+ "
        ")?(?:tidak|belum) (?:terdaftar|dikenal|diizinkan)"
    ),
)
