"""Wordings in Ukrainian, Czech, Romanian, Hungarian, Finnish, Greek, Hebrew, Swahili, Filipino, Bengali and Thai.

The commonest alone: an error, a message that was not taken, an unknown number, a service away, a limit.
"""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import EDGE, NOT, START, WORD

LIMIT: tuple[str, ...] = (
    # Ukrainian
    f"(?:досягли|досягнуто|перевищ{WORD}|вичерпа{WORD}) (?:{WORD} ){{0,3}}(?:ліміт|квот|максимум|обмежен)",
    f"(?:ліміт|квот)(?:{WORD})? (?:{WORD} ){{0,5}}(?:вичерпан|перевищен|досягнут|закінчи)",
    f"(?:забагато|надто багато|занадто багато) (?:{WORD} )?(?:повідомлен|запит|спроб|питан)",
    f"(?:закінчил|використали всі|вичерпали)(?:{WORD})? (?:{WORD} ){{0,3}}(?:повідомлен|запит|кредит|питан|запитан)",
    # Czech and Slovak
    r"\b(?:prekrocil|dosahl|vycerpal|prekrocen|dosiahl|dosazen)[a-z]* (?:[a-z]+ ){0,3}(?:limit|maxim|kvot|pocet)",
    r"\b(?:limit|kvot)[a-z]* (?:[a-z]+ ){0,3}(?:prekrocen|vycerpan|dosazen)",
    r"\b(?:prilis mnoho|moc) (?:zprav|pozadavku|dotazu|pokusu|sprav|poziadaviek)",
    r"\b(?:vycerpal|vyuzil|spotreboval|dosly)[a-z]* (?:[a-z]+ ){0,4}(?:zprav|dotaz|kredit|otaz)",
    # Romanian
    r"\b(?:atins|depasit|epuizat) (?:[a-z]+ ){0,3}(?:limit|numarul maxim|maxim|cot)",
    r"\bprea multe (?:mesaje|cereri|solicitari|intrebari|incercari)|\bprea (?:repede|des) (?:mesaje)?",
    r"\b(?:nu mai ai|nu mai aveti|ati ramas fara|ai ramas fara|epuizat) (?:[a-z]+ ){0,2}(?:credite|intrebari|credit)",
    # Hungarian
    (
        r"\b(?:elerte|tullepte|elerted|kimeritette)[a-z]* (?:[a-z]+ ){0,3}[a-z]*(?:limit|korlat|keret)|\btul sok "
        "(?:uzenet|keres|kerdes|probalkozas)"
    ),
    (
        r"\belfogyott?(?:ak)? (?:[a-z]+ ){0,3}(?:kredit|uzenet|kerdes|egyenleg)|\b(?:kredit|keret|uzenet)[a-z]* "
        "(?:[a-z]+ ){0,2}elfogyott"
    ),
    # Finnish
    r"\b(?:saavuttanut|ylittanyt|kayttanyt) (?:[a-z]+ ){0,3}(?:raja|kiinti|enimmais|kaikki|viesti|krediit|kysymy)",
    (
        r"\bliian (?:monta|paljon) (?:[a-z]+ )?(?:viesti|pyynto|kysymy|yrity)|\bliian (?:nopeasti|usein)\b"
        r"|\b(?:raja|kiintio) (?:on )?(?:taynna|ylitetty|saavutettu)"
    ),
    # Greek
    (
        f"(?:φτασει|ξεπερασει|υπερβει|εξαντλησει|υπερβηκατε|εξαντλησατε)(?: {WORD}){{0,3}} (?:ορι|μεγιστ|μηνυματ"
        "|ερωτησ|μοναδ)"
    ),
    f"(?:παρα πολλα|υπερβολικα πολλα|πολλα) (?:μηνυματα|αιτηματα)|πολυ (?:γρηγορα|συχνα) (?:{WORD})?",
    # Hebrew
    f"(?:הגעת|הגעתם|חרגת|חרגתם|עברת)(?: {WORD}){{0,2}} (?:למגבל|מהמגבל|את המגבל|למכס|למקסימ|המכס)",
    "יותר מדי (?:הודעות|בקשות|שאלות|ניסיונות)|נגמר(?:ו|ה)? (?:לך |לכם )?(?:ה)?(?:קרדיט|הודעות|יתרה|שאלות)|מהר מדי",
    # Swahili
    (
        r"\b(?:umefikia|umepita|umezidi) (?:[a-z]+ ){0,2}(?:kikomo|kiwango|idadi)|\b(?:ujumbe|maombi|maswali) mengi "
        r"(?:mno|sana)|\bsalio (?:[a-z]+ )?(?:halitoshi|limekwisha)"
    ),
    # Filipino
    (
        r"\b(?:naabot|lumampas|lagpas|nalampasan)(?: [a-z]+){0,4} (?:limit|limitasyon|quota)|\bmasyadong (?:marami"
        r"|mabilis|madalas)|\bubos na (?:[a-z]+ ){0,3}(?:mensahe|credits?|load|tanong|limit)"
    ),
    # Bengali
    (
        "(?:সীমা|লিমিট|কোটা)[^.]{0,20}(?:পৌঁছ|শেষ|অতিক্রম|পার)|(?:অনেক বেশি|অতিরিক্ত|খুব বেশি) (?:বার্তা|মেসেজ"
        "|অনুরোধ)|(?:ক্রেডিট|ব্যালেন্স)[^.]{0,12}(?:শেষ|অপর্যাপ্ত)"
    ),
    # Thai
    (
        "(?:ครบ|ถึง|เกิน)[^.]{0,10}(?:จำนวน|ขีดจำกัด|โควตา|ลิมิต|สูงสุด)|(?:ข้อความ|คำขอ)[^.]{0,8}(?:มากเกินไป"
        "|บ่อยเกินไป|เร็วเกินไป)|(?:เครดิต|ยอดเงิน|สิทธิ์)[^.]{0,12}(?:หมด|ไม่พอ|ไม่เพียงพอ)"
    ),
)

REFUSAL: tuple[str, ...] = (
    # Ukrainian
    (
        f"(?:стала|сталася|виникл|трапил|сталась)(?:{WORD})? (?:{WORD} ){{0,3}}(?:помилк|збій|проблем|неполадк)"
        f"|{START}(?:внутрішня |системна )?помилка(?: (?:при|сервер|під)| ?[:!.,-]|$)"
    ),
    (
        f"{NOT} (?:вдалося|вдалось|можемо|змогли|зміг|можу) (?:{WORD} ){{0,3}}(?:оброб|зберег|надісл|відправ|викона"
        "|запис|завантаж|зв.яза|звяза|створ|отрима|зареєстр|оформ|відпов)"
    ),
    (
        f"(?:номер|акаунт|телефон)(?:{WORD})?(?: {WORD}){{0,3}} не (?:{WORD} )?(?:зареєстр|знайден|прив.яз|привяз"
        "|підтвердж)|щось пішло не так|технічн(?:і|а|их) (?:робот|неполад|проблем|помилк)"
    ),
    (
        f"{EDGE}(?:сервіс|бот|систем|сервер|послуг)(?:{WORD})?(?: {WORD}){{0,3}} (?:недоступ|не працю|не відповіда"
        "|зламав|вимкнен)"
    ),
    # Czech and Slovak
    (
        r"\b(?:doslo k|nastal[ao]?|vyskytl[ao]? se|objevil[ao]? se) (?:[a-z]+ ){0,2}(?:chyb|problem|poruch)|\bneco "
        r"se (?:pokazilo|nepovedlo)|\bnieco sa pokazilo"
    ),
    (
        r"\b(?:nepodarilo se|nepodarilo sa|nemohli jsme|nelze|nemuzeme|nedokazali jsme) (?:[a-z]+ ){0,3}(?:ulozit"
        "|zpracovat|odeslat|rezervovat|nacist|dokoncit|provest|zaznamenat|pripojit|vytvorit|odpovedet)"
    ),
    (
        r"\b(?:cislo|ucet|telefon)(?: [a-z]+){0,3} (?:neni|nebyl[ao]?|nemame) (?:[a-z]+ ){0,2}(?:registrovan"
        r"|zaregistrovan|propojen|nalezen|v (?:nasi|nasem|databazi|systemu)|znam)|\bnezname (?:cislo|odesilatel)"
    ),
    (
        r"\b(?:sluzba|system|server|bot)(?: [a-z]+){0,3} (?:nedostupn|nefunguje|neodpovida|mimo provoz|spadl|v "
        r"udrzbe)|\btechnick[eay] (?:problem|potiz|zavad|chyb)"
    ),
    # Romanian
    (
        r"\ba (?:aparut|intervenit) (?:o |un )?(?:[a-z]+ )?(?:eroare|problema|defect)|\bceva nu a (?:mers"
        r"|functionat)|\bs-?a produs o eroare|\bprobleme tehnice"
    ),
    (
        r"\bnu (?:am|a|s-a|sa) (?:putut|reusit)(?: sa| fi)? (?:[a-z]+ )?(?:proces|salv|trimit|inregistr|program"
        "|rezerv|incarc|finaliz|raspund|conect|cre)"
    ),
    (
        r"\b(?:numar|numarul|contul)(?: [a-z]+){0,3} nu (?:este|e|a fost) (?:[a-z]+ )?(?:inregistrat|asociat|gasit"
        r"|verificat|autorizat|cunoscut)|\bserviciul(?: [a-z]+){0,3} (?:indisponibil|nu (?:este )?(?:disponibil"
        "|functioneaz|raspunde))"
    ),
    # Hungarian
    (
        r"\b(?:hiba|problema|zavar) (?:tortent|lepett fel|adodott|merult fel)|\bvalami (?:elromlott|nem sikerult"
        r"|hiba)|\bmuszaki (?:hiba|problema)"
    ),
    (
        r"\bnem (?:sikerult|tudtuk|tudjuk|lehetett|tudtam) (?:[a-z]+ ){0,4}(?:menteni|feldolgozni|elkuldeni"
        "|rogziteni|lefoglalni|betolteni|kapcsolodni|elmenteni|teljesiteni|valaszolni|foglal)"
    ),
    (
        r"\b(?:telefonszam|szam|fiok)[a-z]*(?: [a-z]+){0,3} nincs (?:regisztralva|a rendszer|osszekapcsolva)"
        r"|\bismeretlen (?:szam|felado)|\bszolgaltatas(?: [a-z]+){0,3} nem (?:elerheto|mukodik)"
    ),
    # Finnish
    (
        r"\b(?:tapahtui|sattui|ilmeni|havaittiin) (?:[a-z]+ )?(?:virhe|hairio|ongelma)|\bjotain meni (?:pieleen"
        r"|vikaan)|\btekninen (?:vika|ongelma|hairio)|\bteknisia ongelmia"
    ),
    (
        r"\b(?:emme|en|ei) (?:voineet|voinut|onnistuneet|onnistunut|voitu|saatu|saanut|pysty[a-z]*) (?:[a-z]+ "
        r"){0,2}(?:tallen|kasitte|lahet|vara|hake|lata|luo|suorit|vasta|rekister|yhdist|nayt)|\bepaonnistui\b"
    ),
    (
        r"\b(?:numero|puhelinnumero|tili)[a-z]*(?: [a-z]+){0,3} ei (?:ole|loydy) (?:rekister|liitetty|jarjestelma"
        r"|tunni)|\btuntematon (?:numero|lahettaja)|\bpalvelu(?: [a-z]+){0,3} (?:ei ole (?:kaytettavissa"
        r"|saatavilla)|pois kaytosta)|\bhuoltokatko"
    ),
    # Greek
    (
        f"(?:παρουσιαστηκε|προεκυψε|συνεβη|υπηρξε)(?: {WORD}){{0,2}} (?:σφαλμα|προβλημα|βλαβη|λαθοσ)|κατι πηγε "
        "(?:στραβα|λαθοσ)|τεχνικ(?:ο|α) (?:προβλημα|σφαλμα|προβληματα)"
    ),
    (
        f"δεν (?:μπορεσαμε|μπορουμε|μπορεσα|καταφεραμε|ηταν δυνατη|ηταν δυνατο)(?: {WORD}){{0,3}} (?:επεξεργ|αποθηκ"
        "|στειλ|αποστολ|ολοκληρ|κλεισ|φορτω|απαντ|συνδε|καταχωρ|εμφαν|κρατησ)|αποτυχια "
    ),
    (
        f"(?:αριθμοσ|λογαριασμοσ|τηλεφωνο) σασ(?: {WORD}){{0,2}} δεν (?:ειναι|εχει|βρεθηκε|υπαρχει)|υπηρεσια(?: "
        f"{WORD}){{0,3}} (?:δεν ειναι διαθεσιμη|μη διαθεσιμη|εκτοσ λειτουργιασ)"
    ),
    # Hebrew
    (
        f"(?:אירעה|אירע|קרתה|התרחשה|נתקלנו|הייתה)(?: {WORD}){{0,2}} (?:שגיאה|תקלה|בעיה|בתקלה|בשגיאה)|משהו (?:השתבש"
        f"|לא עבד)|{START}(?:שגיאה|תקלה)(?: ?[:!.,-]|$| ב)"
    ),
    (
        f"(?:לא הצלחנו|לא הצלחתי|לא ניתן|לא ניתן היה|איננו יכולים|לא יכולנו)(?: היה)? (?:{WORD} )?(?:לשמור|לעבד"
        "|לשלוח|לקבוע|להזמין|לטעון|להשלים|לרשום|להתחבר|לענות|להציג)"
    ),
    (
        f"(?:מספר|המספר|החשבון|הטלפון)(?: {WORD}){{0,3}} (?:אינו|לא|איננו) (?:{WORD} )?(?:רשומ?|רשום|מקושר|מוכר"
        f"|מאומת|קיים|נמצא)|(?:השירות|המערכת)(?: {WORD}){{0,2}} (?:אינו זמין|אינה זמינה|לא זמין|לא זמינה|מושבת)"
    ),
    # Swahili
    (
        r"\b(?:kuna|kumetokea|imetokea|kulikuwa na|tumepata) (?:[a-z]+ )?(?:hitilafu|tatizo|kosa|shida ya)"
        r"|\b(?:imeshindikana|imeshindwa|hatukuweza|haikuwezekana|hatuwezi) |\bnamba (?:[a-z]+ ){0,2}haijasajiliwa"
        r"|\bnambari (?:[a-z]+ ){0,2}haijasajiliwa|\bhuduma (?:[a-z]+ ){0,2}haipatikani"
    ),
    # Filipino
    (
        r"\b(?:may|nagkaroon ng|nagka)[ -](?:[a-z]+ ){0,2}(?:problema|error|aberya|sira|isyu)(?: ang| sa| kami|$| "
        r"?[.!,])|\bhindi (?:namin |ko |na )?(?:na-?process|naproseso|nai-?save|naipadala|magawa|nagawa|na-?save"
        "|maproseso|maipadala|nakarehistro|rehistrado|available)"
    ),
    # Bengali
    (
        "(?:ত্রুটি|সমস্যা|ভুল|গোলমাল)[^.]{0,10}(?:হয়েছে|ঘটেছে|হচ্ছে|দেখা দিয়েছে)|(?:করা যায়নি|করতে পারিনি|সম্ভব "
        "হয়নি|ব্যর্থ হয়েছে)|নম্বর[^.]{0,16}(?:নিবন্ধিত নয়|নিবন্ধিত নেই|পাওয়া যায়নি)|(?:সেবা|সার্ভার"
        "|সিস্টেম)[^.]{0,12}(?:বন্ধ|উপলব্ধ নয়|উপলব্ধ নেই)"
    ),
    # Thai
    (
        "(?:เกิด|มี|พบ)(?:ข้อผิดพลาด|ปัญหา|ความผิดพลาด)|(?:ระบบ|บริการ|เซิร์ฟเวอร์)[^.]{0,8}(?:ขัดข้อง|ล่ม"
        "|ไม่พร้อม|ไม่สามารถ|ปิดปรับปรุง)|ไม่สามารถ(?:บันทึก|ดำเนินการ|ประมวลผล|ส่ง|จอง|โหลด|เชื่อมต่อ|ตอบ)"
        "|(?:หมายเลข|เบอร์)[^.]{0,12}(?:ไม่ได้ลงทะเบียน|ยังไม่ได้ลงทะเบียน|ไม่พบ)"
    ),
)
