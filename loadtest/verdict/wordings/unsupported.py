"""Other languages than English on what is not taken: unsupported, too long, not allowed; and on failures told tersely.

Families of meaning that are built alike everywhere: a noun of the message, then a verb.
"""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import NOT, WORD

_ROMANCE_MEDIA = (
    "(?:fot[oa]s?|photos?|imagen(?:es)?|images?|imagens?|imagem|immagin[ei]|arquivos?|archivos?|fichiers?|file|videos?"
    "|audios?|vocal[ei]|vocaux)"
)
_DE_MEDIA = "(?:fotos|bilder|dateien|videos|sprachnachrichten|anhange|audios|medien)"
_NORD_MEDIA = "(?:bild(?:er)?|bilde|billed(?:e|er)|foton?|filer?|fil|videor?|videoer|vedlegg|bilagor|lydfiler)"
_RU_MEDIA = "(?:фото|изображени|картин|файл|видео|голосов|вложени|аудио|зображен|світлин)"

LIMIT: tuple[str, ...] = (
    # The most that may be used is used.
    (
        r"\b(?:ylittanyt|saavuttanut) [a-z]*raja|\b[a-z]+raja ylitetty|\b(?:mencapai|melebihi) had\b|\bhad "
        "(?:penggunaan|kadar|harian)(?: [a-z]+){0,3} (?:dicapai|melebihi)"
    ),
    (
        r"\b(?:overschreden|bereikt) (?:de |je |uw )?(?:rate limit|gebruikslimiet)|\brate limit (?:is "
        ")?(?:overschreden|uberschritten|depassee?|superad[ao]|excedid[ao]|superato|przekroczon|asildi|terlampaui)"
    ),
    (
        f"превышен(?:{WORD})? (?:{WORD} )?(?:предел|лимит|квот)|(?:достиг|превыси)(?:{WORD})? (?:{WORD} "
        f"){{0,2}}предел|חריגה מ(?:המ)?(?:מגבל|הגבל)"
    ),
    "(?:频率|頻率|次数|次數|请求|請求)[^.,]{0,6}(?:超限|超出|超过限|超過限)|(?:به|از) حد مجاز",
    r"\b(?:depasse|atteint) (?:[a-z]+ ){0,2}(?:utilisation|lutilisation|usage|lusage) maxim",
    (
        r"\b(?:superado|excedido|alcanzado|excedeu|atingiu|ultrapassou|superato|raggiunto) (?:[a-z]+ ){0,2}(?:uso"
        "|utilizzo|utilizacao) maxim"
    ),
    (
        r"\bmaximale(?:n)? (?:nutzung|anzahl)(?: [a-z]+){0,4} (?:uberschritten|erreicht)|\bmaximale gebruik(?: "
        "[a-z]+){0,3} (?:overschreden|bereikt)"
    ),
    (
        f"(?:превы[сш]|достиг|исчерпа|перевищ|досяг){WORD} (?:{WORD} ){{0,2}}(?:максимальн|дозволен|допустим){WORD} "
        f"(?:{WORD} )?(?:использован|количеств|числ|кількіст|використан)"
    ),
)

REFUSAL: tuple[str, ...] = (
    # Whatever was tried failed: a reply that begins so, or a verb before it.
    r"^(?:sorry,? |oops,? )?failed to [a-z]+|^(?:maaf,? )?gagal [a-z]+|^ralat\b|\bralat (?:telah )?berlaku",
    "^(?:عذرا,? )?فشل|^(?:מצטערים,? )?(?:נכשל|נכשלה|כשל) ?ב|خطایی رخ داد|ناموفق بود|با خطا مواجه",
    (
        r"\b[a-z]+en (?:is )?mislukt\b|\b(?:yorumlama|olusturma|kaydetme|gonderme|yukleme|indirme|islem|cevirme) "
        r"basarisiz|\bindirilemedi\b"
    ),
    (
        "(?:生成|获取|獲取|取得|下载|下載|解析|解释|解釋|识别|識別|转录|轉錄|分析|加载|載入|更新|创建|建立|翻译"
        "|翻譯|读取|讀取)[^.,]{0,8}(?:失败|失敗)"
    ),
    (
        f"{NOT} удалось (?:{WORD} )?(?:расшифр|транскриб|интерпрет|распозна|преобраз|скача|прочит|проанализ|перевести)"
        f"|{NOT} вдалося (?:{WORD} )?(?:транскриб|інтерпрет|розпізна|перетвор|прочит)"
    ),
    (
        r"\bkhong the (?:dich|sao chep|phan tich|tao|doc|chuyen)|\bkhong nhan duoc phan hoi|\bloi (?:da )?xay ra"
        r"|\bnie udalo sie (?:[a-z]+ )?(?:zinterpret|przetlumacz|odczyt|rozpozn)"
    ),
    r"^virhe ?(?:[:!.]|$)|\b(?:muoto|tyyppi|tiedostomuoto|tiedosto) ei tuettu",
    # You may not use it.
    (
        r"\b(?:darfst|durfen)\b[^.!?]{0,30}\bnicht (?:verwenden|nutzen|benutzen|schreiben)|\b(?:anda|kamu) tidak "
        r"(?:diizinkan|diperbolehkan|dibenarkan)|\bban khong duoc phep"
    ),
    (
        r"\bgeen (?:bevoegdheid|rechten)\b|\bsinulla ei ole (?:[a-z]+ )?(?:oikeu|lupa)|\bizin verilmiyor|\bno "
        r"(?:tienes|tiene) permitido|\bnao (?:tem|esta) permitid"
    ),
    (
        "(?:您|你)(?:不被|未被|没有被|沒有被|无权|無權)|(?:不允许|不允許)(?:您|你)?使用|(?:غير مسموح|لا يسمح) لك"
        "|אינך מורשה|אין לך הרשאה"
        "|مجاز به [^.]{0,24}نیستید"
    ),
    "(?:тебе|вам|вы|ты) (?:запрещен|не разрешен|не имеете прав|не дозволен)|(?:немає|нема) (?:доступу|прав|дозволу)",
    # Such a thing is not supported.
    (
        r"\bniet ondersteund[a-z]* (?:bestand|formaat|type|bericht)|неподдержанн[^ ]+ (?:тип|формат|файл)|پشتیبانی "
        r"نمیشود|\bjenis fail tidak disokong"
    ),
    (
        r"\b(?:tipo|formato|archivo|mensaje|arquivo|mensagem|file|messaggio|contenuto|contenido|conteudo)s?(?: "
        "[a-z]+){0,3} (?:no|nao|non) (?:es |esta |e |sono |son |sao )?(?:soportad|suportad|supportat|admitid"
        "|aceptad|aceit|accettat|compativ|compatib)"
    ),
    (
        r"\b(?:type|format|fichier|message|contenu)s?(?: [a-z]+){0,3} (?:nest|ne sont) pas (?:pris|supporte|accepte"
        "|compatible|autorise)"
    ),
    (
        r"\b(?:typ|format|datei|nachrichtentyp|nachricht|medien)(?: [a-z]+){0,3} (?:wird|werden|ist) (?:[a-z]+ "
        ")?nicht (?:unterstutzt|akzeptiert|zugelassen)"
    ),
    (
        r"\b(?:type|formaat|bestand|bericht)(?: [a-z]+){0,3} (?:wordt|worden|is) (?:[a-z]+ )?niet (?:ondersteund"
        "|geaccepteerd)"
    ),
    (
        r"\b(?:typ|typen|format|formatet|fil|filen|meddelande|besked|melding)[a-z]*(?: [a-z]+){0,3} (?:stods "
        "(?:[a-z]+ )?inte|understottes (?:[a-z]+ )?ikke|stottes (?:[a-z]+ )?ikke|stods ej)"
    ),
    (
        r"\b(?:typ|format|plik|rodzaj|wiadomosc)[a-z]*(?: [a-z]+){0,3} (?:nie jest|nie sa) (?:obslugiwan|wspieran"
        r"|akceptowan)|\bnieobslugiwan[a-z]+ (?:typ|format|plik|rodzaj)"
    ),
    (
        f"(?:тип|формат|файл|сообщени|повідомлен)(?:{WORD})?(?: {WORD}){{0,3}} не (?:поддержива|підтрим|принима"
        f"|приймаєт)|неподдерживаем{WORD} (?:тип|формат|файл)|непідтримуван{WORD} (?:тип|формат|файл)"
    ),
    (
        r"\b(?:tur|turu|format|formati|dosya|mesaj)[a-z]*(?: [a-z]+){0,3} desteklenm(?:iyor|emekte)"
        r"|\bdesteklenmeyen (?:dosya|format|mesaj|tur)"
    ),
    (
        r"\b(?:jenis|format|file|tipe|pesan)(?: [a-z]+){0,3} (?:tidak|belum) didukung|\b(?:dinh dang|loai|tep)(?: "
        "[a-z]+){0,3} (?:khong|chua) (?:duoc )?ho tro"
    ),
    (
        "(?:نوع|صيغة|الملف|تنسيق|الرسالة)[^.]{0,20}(?:غير مدعوم|لا ندعم|غير مقبول)|(?:لا ندعم|لا ادعم|لا يمكنني "
        "قراءة)[^.]{0,8}(?:الصور|الملفات|هذا النوع)"
    ),
    (
        "(?:प्रारूप|फ़ाइल|फाइल|संदेश|प्रकार)[^.]{0,16}(?:समर्थित|सपोर्ट)[^.]{0,6}नहीं|(?:סוג|פורמט|הקובץ"
        "|ההודעה)[^.]{0,16}(?:אינו|לא|אינה) נתמכ?ת?ך?"
    ),
    (
        r"\b(?:typ|format|soubor|zprava)[a-z]*(?: [a-z]+){0,3} (?:neni|nejsou) podporovan|\bnepodporovan[a-z]+ "
        r"(?:typ|format|soubor)|\b(?:tip|format|fisier)[a-z]*(?: [a-z]+){0,3} nu (?:este|e|sunt) (?:suportat"
        "|acceptat)"
    ),
    (
        f"(?:τυποσ|μορφη|αρχειο|μηνυμα)(?: {WORD}){{0,3}} δεν υποστηριζ|\\b(?:tyyppi|muoto|tiedosto)[a-z]*(?: "
        f"[a-z]+){{0,3}} ei tueta|\\b(?:formatum|tipus|fajl)[a-z]*(?: [a-z]+){{0,3}} nem tamogatott"
    ),
    # We cannot see such a thing.
    (
        r"\b(?:no|nao|non) (?:puedo|puede|podemos|posso|podemos|pode|possiamo|puo|consigo) (?:ver|leer|procesar"
        "|abrir|recibir|aceptar|ler|processar|receber|aceitar|vedere|leggere|elaborare|aprire|ricevere) (?:[a-z]+ "
        rf")?{_ROMANCE_MEDIA}\b"
    ),
    (
        r"\bne (?:peux|peut|pouvons) pas (?:voir|lire|traiter|ouvrir|recevoir|accepter|analyser|afficher) (?:[a-z]+ "
        rf")?{_ROMANCE_MEDIA}\b"
    ),
    (
        rf"\b(?:kann|konnen) (?:[a-z0-9]+ ){{0,4}}keine (?:[a-z]+ )?{_DE_MEDIA} (?:[a-z]+ )?(?:anzeigen|verarbeiten"
        "|lesen|offnen|empfangen|annehmen|sehen)"
    ),
    (
        r"\bkan (?:[a-z]+ ){0,2}geen (?:fotos|afbeeldingen|bestanden|videos|bijlagen) (?:[a-z]+ )?(?:lezen"
        "|verwerken|ontvangen|bekijken|openen)"
    ),
    (
        r"\bkan (?:[a-z]+ )?(?:inte|ikke) (?:lasa|se|visa|ta emot|oppna|lese|vise|apne|laese|abne|modtage|behandle"
        rf"|behandla) (?:[a-z]+ )?{_NORD_MEDIA}\b"
    ),
    (
        f"{NOT} (?:может|можем|могу|умею|можу|може|вмію) (?:{WORD} )?(?:просматри|обрабат|читат|смотрет|принима"
        f"|открыва|переглядат|обробля|приймат|відкриват){WORD} (?:{WORD} )?{_RU_MEDIA}"
    ),
    (
        r"\bnie (?:moge|mozemy|moze|potrafie) (?:odczyta|wyswietl|przetwarza|odbiera|otwiera|zobaczy)[a-z]* "
        "(?:[a-z]+ )?(?:zdjec|plik|obraz|nagran|film)"
    ),
    # Too long, too large.
    (
        f"(?:длина|размер|довжина|розмір)(?:{WORD})?(?: {WORD}){{0,3}} (?:превыша|перевищу)|(?:сообщение|файл"
        f"|повідомлення) (?:{WORD} )?(?:слишком|занадто|надто) (?:длинн|больш|довг|велик)"
    ),
    (
        r"\b(?:dlugosc|rozmiar|wielkosc)(?: [a-z]+){0,4} przekracza|\b(?:lange|grosse|lengte|grootte)(?: "
        "[a-z]+){0,4} (?:uberschreitet|ubersteigt|overschrijdt)"
    ),
    (
        r"\b(?:longueur|taille|tamano|longitud|tamanho|comprimento|lunghezza|dimensione)(?: [a-z]+){0,4} (?:depasse"
        "|supera|excede|ultrapassa)"
    ),
    (
        r"\b(?:uzunluk|uzunlugu|boyut|boyutu)(?: [a-z]+){0,3} (?:asiyor|asmakta)|\b(?:panjang|ukuran)(?: "
        "[a-z]+){0,3} melebihi|(?:אורך|גודל)[^.]{0,20}(?:חורג|עולה על)|(?:طول|حجم)[^.]{0,20}(?:يتجاوز|اكبر من)"
    ),
    (
        r"\b(?:delka|velikost)(?: [a-z]+){0,3} prekracuje|\b(?:lungimea|dimensiunea)(?: [a-z]+){0,3} depaseste"
        r"|\b(?:langden|storleken|laengden|storrelsen|lengden)(?: [a-z]+){0,3} (?:overskrider|overstiger)"
    ),
    # You are blocked.
    (
        r"\b(?:has sido|fuiste|estas|ha sido|voce foi|foi|voce esta|sei stat[oa]|siete stati|e stato) (?:[a-z]+ "
        r")?(?:bloquead|banead|vetad|banid|bloccat|bannat)[oai]\b ?(?:[.!,]|$|d|por|per|en|no|da)"
    ),
    (
        r"\b(?:vous avez ete|vous etes|tu as ete|tu es) (?:bloque|banni|suspendu|exclu)|\b(?:sie wurden|du wurdest"
        "|sie sind|du bist) (?:[a-z]+ )?(?:gesperrt|blockiert|gebannt|ausgeschlossen)"
    ),
    (
        r"\b(?:je bent|u bent|je werd) (?:[a-z]+ )?(?:geblokkeerd|verbannen|geschorst)|\bdu (?:ar|har blivit|er|er "
        "blevet|har blitt) (?:blockerad|avstangd|blokeret|blokkert|utestengt|udelukket|bannlyst)"
    ),
    (
        r"\b(?:zostal[a-z]*|jestes) (?:[a-z]+ )?(?:zablokowan|zbanowan)[a-z]*|\bengellendiniz\b|\byasaklandiniz\b"
        r"|\b(?:byl[aoi]? (?:jste|jsi) )?zablokovan[iya]?\b"
    ),
    (
        f"(?:вы|ты) (?:{WORD} )?(?:забанен|заблокирован|в черном списке)|вас (?:{WORD} )?(?:заблок|забан)|(?:вы|вас"
        f"|тебя|ви) (?:{WORD} )?(?:заблокувал|заблоковано|заблокован)|(?:נחסמת|נחסם|נחסמה|חסומה?) (?:מ|ב|גישת|על)"
    ),
    # Upkeep.
    (
        r"\b(?:[a-z]*dienst|service|[a-z]*system|bot|server|netzwerk|plattform|seite|app)(?: [a-z]+){0,2} wird "
        "(?:[a-z]+ ){0,2}gewartet"
    ),
    (
        f"(?:находится на|сейчас на|закрыт на|проходит|проводится|проводим) техническ{WORD} обслуживан|(?:перебуває "
        f"на|зараз на|проходить|проводиться) технічн{WORD} обслуговуван"
    ),
    (
        f"(?:ведутся|проводятся|проводяться|тривають) (?:профилактическ|профілактичн|плановы|планов){WORD} "
        f"(?:{WORD} )?(?:работ|робот)|(?:נמצאת?|כרגע|הבוט|המערכת|השירות) בתחזוקה|תחת תחזוקה"
    ),
    (
        "(?:进行|進行|正在|系统|系統|服务|服務|升级|升級)[^.,]{0,8}(?:维护|維護)|(?:bakimda|bakim calismasi|bakim "
        "nedeniyle)|साल-संभाल"
        "|रखरखाव (?:चल|के)"
    ),
    (
        r"\bprace (?:techniczne|serwisowe|konserwacyjne)|\bprzerwa (?:techniczna|serwisowa)|\b(?:in|per) "
        r"manutenzione\b|\bunderhall(?:sarbete)? pagar|\bhuolto(?:tauko|katko)"
    ),
)
