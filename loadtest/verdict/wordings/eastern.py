"""Wordings in Polish, Turkish and Russian."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import EDGE, NOT, START, WORD

_TR_THINGS = "(?:istek|mesaj|deneme|talep|soru|hak|kredi|sorgu)"
_RU_THINGS = "(?:сообщени|запрос|попыт|вопрос|кредит|токен)"
_RU_LATER = f"(?:позже|позднее|через (?:{WORD} )?(?:минут|час|секунд|пару|некоторое))"

LIMIT: tuple[str, ...] = (
    # Polish
    r"\b(?:zbyt (?:wiele|duzo)|za duzo) (?:wiadomosci|zapytan|prob|zadan|sms|pytan)",
    r"\b(?:wysyl|pisz)[a-z]* (?:[a-z]+ ){0,2}(?:zbyt|za) (?:szybko|czesto)",
    r"\b(?:przekrocz|osiagn|wyczerp|wykorzyst)[a-z]* (?:[a-z]+ ){0,3}limit",
    r"\blimit[a-z]* (?:[a-z]+ ){0,5}(?:przekroczon|osiagniet|wyczerpan)",
    r"\b(?:wykorzystal|wyczerpal|zuzyl)[a-z]* (?:[a-z]+ ){0,3}(?:wiadomosci|pytan|pytania|kredyt|zapytan|prob|srodki)",
    r"\b(?:osiagn|przekrocz)[a-z]* (?:[a-z]+ ){0,2}(?:maksimum|maksymaln[a-z]+ (?:liczb|ilosc)[a-z]*)",
    r"\b(?:skonczyly|wyczerpaly|zabraklo) (?:[a-z]+ ){0,4}(?:kredyt|wiadomosci|pytania|srodki|zapytania)",
    r"\b(?:nie masz juz|brak) (?:[a-z]+ )?(?:kredytow|srodkow|zapytan)\b|\bza mal[oy] srodkow",
    (
        f"{START}(?:tylko |maksymalnie |najwyzej )?(?:[0-9]+|jedna|jedno|dwie|trzy|piec) (?:wiadomosc|pytani"
        r"|zapytani)[a-z]* (?:na|co|dziennie)\b"
    ),
    # Turkish
    rf"\bcok (?:fazla|sayida) {_TR_THINGS}",
    r"\bcok (?:hizli|sik) (?:[a-z]+ ){0,2}(?:mesaj|yaz|gonder|istek)",
    r"\b(?:limit|sinir|kota)[a-z]* (?:[a-z]+ ){0,2}(?:astiniz|asildi|ulast|ulasildi|doldu|bitti|tukendi|doldurdu)",
    (
        rf"\b(?:{_TR_THINGS}|bakiye)[a-z]* (?:[a-z]+ ){{0,2}}(?:bitti|tukendi|doldu|bitirdin|bitirdiniz|kalmadi"
        "|yetersiz|tuketti)"
    ),
    r"\b(?:maksimum|azami) (?:[a-z]+ ){0,3}(?:ulast|doldu|asti)",
    rf"\b(?:{_TR_THINGS})[a-z]* (?:haklarinizi |hakkinizi )?(?:tukettiniz|kullandiniz|doldurdunuz)",
    rf"{START}(?:dakikada|gunde|saatte) (?:sadece|yalnizca|en fazla) [a-z0-9]+ {_TR_THINGS}",
    f"{START}(?:lutfen )?(?:biraz )?yavasla",
    r"\b(?:sistem|sunucu|servis|hat)[a-z]* (?:[a-z]+ ){0,3}(?:asiri )?(?:yogun|mesgul)[^?]{0,50}(?:tekrar|sonra)",
    # Russian
    f"слишком (?:много|большое количество|часто отправляете|быстро отправляете) (?:{WORD} )?{_RU_THINGS}",
    f"(?:отправля|пиш|шлёт|шлет){WORD} (?:{WORD} ){{0,2}}слишком (?:часто|быстро)",
    f"(?:достиг|превыси)(?:{WORD})? (?:{WORD} ){{0,2}}(?:максим|предел|ограничен)",
    f"(?:больше нет|не осталось|недостаточно) (?:{WORD} )?(?:запросов|попыток|кредит|токен|средств|баллов)",
    f"(?:баланс|счет|счёт)(?:{WORD})? (?:{WORD} ){{0,2}}(?:исчерпан|пуст|недостаточ|закончил)",
    f"{START}(?:только |не более |максимум )?(?:[0-9]+|одно|один|два|три|пять) {_RU_THINGS}{WORD}? (?:в|за|раз в)\\b",
    f"(?:превы[сш]|достиг|исчерпа){WORD} (?:{WORD} ){{0,3}}(?:лимит|квот)",
    f"(?:лимит|квот)(?:{WORD})? (?:{WORD} ){{0,5}}(?:превышен|достигнут|исчерпан|закончил)",
    f"(?:закончил|израсходовал|исчерпал|использовали все){WORD}? (?:{WORD} ){{0,4}}{_RU_THINGS}",
    f"{_RU_THINGS}{WORD} (?:{WORD} ){{0,3}}(?:закончил|исчерпан|израсходован)",
    f"{START}(?:{WORD},? )?(?:не так быстро|помедленнее|не спамьте)",
    f"(?:сервер|сервис|систем|модел){WORD}? (?:{WORD} ){{0,3}}перегруж",
)

REFUSAL: tuple[str, ...] = (
    # Polish
    (
        r"\bnie (?:mozemy|moglismy|moglem|udalo (?:nam |mi )?sie|mozna|moze|moge|powiodlo sie) (?:[a-z]+ "
        "){0,3}(?:przetworz|obsluz|odebrac"
        "|dostarcz|zapis|wysl|polaczyc|wykona|wygener|pobra|odpowiedz|zarezerw|zarejestr|umow|wyswietl|sprawdz|zlozyc"
        "|utworz|doda|potwierdz|zaktualiz)"
    ),
    (
        r"\b(?:operacja|rezerwacja|zapis|wysylanie|rejestracja|zgloszenie)(?: [a-z]+){0,2} (?:nie powiodl[aoy] sie"
        "|zakonczyl[aoy] sie (?:niepowodzeniem|bledem))"
    ),
    r"\bnie (?:ma|znaleziono|znalezlismy|mamy) (?:[a-z]+ ){0,2}(?:konta|klienta|uzytkownika|pacjenta|numeru)\b",
    (
        r"\b(?:twoj|ten|pana|pani) numer(?: telefonu)? (?:nie (?:figuruje|wystepuje|istnieje)|(?:jest )?nieznany)\b"
        r"|\bnie ma (?:[a-z]+ )?(?:w|na) (?:naszej|naszym) (?:bazie|systemie|liscie)"
    ),
    (
        r"\b(?:bot|system|serwer|aplikacja)(?: [a-z]+){0,2} (?:sie (?:zawiesil|zepsul)|padl|nie odpowiada|ulegl)"
        r"|\b(?:zawiesil|zepsul|wysypal)[aoy]? (?:nam )?sie\b"
    ),
    r"\bprzerwa techniczna|\b(?:problem[a-z]*|usterka|awaria) (?:techniczn|system|serwer)|\bawaria\b ?(?:[.!,]|$)",
    (
        r"\b(?:numer|konto|uzytkownik)[a-z]*(?: [a-z]+){0,3} nie (?:jest|zostal[a-z]*) (?:[a-z]+ )?(?:zarejestrowan"
        "|polaczon|powiazan|zweryfikowan|przypisan|autoryzowan|znalezion|aktywn)"
    ),
    (
        r"\bnie (?:masz|ma pan|posiadasz) (?:dostepu|uprawnien|konta)|\bnie (?:jestes) (?:[a-z]+ )?(?:zarejestrowan"
        "|uprawnion)"
    ),
    r"\bnie (?:znam|rozpoznaje|rozpoznajemy) (?:tego|twojego) numeru|\bnieznany (?:numer|nadawca)",
    r"\b(?:uslug|serwis|system|bot)[a-z]* (?:[a-z]+ ){0,3}(?:niedostepn|nie dziala|w trakcie konserwacji)",
    r"\b(?:wystapil[a-z]*|napotkal[a-z]*|mamy|mam) (?:[a-z]+ ){0,2}(?:blad|bledy|problem)",
    (
        f"{START}(?:przepraszam[a-z]*,? |ups,? )*(?:nieoczekiwany )?blad(?: (?:podczas|serwera|systemu|wewnetrzny|przy|"
        r"[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\bcos (?:poszlo nie tak|sie zepsulo)",
    r"\b(?:plik|zdjecie|wiadomosc)(?: [a-z]+){0,2} (?:za|zbyt) (?:duz|dlug)",
    r"\b(?:numer|konto|abonament|subskrypcja)(?: [a-z]+){0,3} (?:zablokowan|wygasl)",
    r"\bodmowa dostepu|\bbrak (?:dostepu|uprawnien)\b",
    # Turkish
    (
        r"\b(?:mesaj|istek|istegi|talep|talebi|dosya|fotograf|siparis|islem|kayit|ses|gorsel)[a-z]* (?:[a-z]+ ){0,3}"
        "(?:isleye?me|islenemedi|islenirken hata|alinamadi|iletilemedi|kaydedilemedi|reddedildi|gerceklestirilemedi"
        "|gonderilemedi|tamamlanamadi|yapilamadi)"
    ),
    (
        r"\b(?:kaydedilemedi|alinamadi|islenemedi|olusturulamadi|gonderilemedi|tamamlanamadi|yuklenemedi|getirilemedi"
        "|gerceklestirilemedi|baslatilamadi|goruntulenemedi|eklenemedi|guncellenemedi|kaydedemedik|isleyemedik|alamadik"
        "|gonderemedik|olusturamadik)"
    ),
    (
        r"\b(?:numara|telefon)[a-z]* (?:[a-z]+ ){0,4}(?:taninmiyor|tanimiyoruz|bulunmuyor|bulamadik|ait degil"
        r"|kayitli bir hesap yok)|\b(?:bilinmeyen|tanimsiz) (?:numara|gonderen)"
    ),
    r"\b(?:hesap|kullanici|musteri|hasta) (?:kaydi )?bulunamadi",
    r"\b(?:hizmet veremiyor|yanit vermiyor|cevap vermiyor|erisilemiyor|cevrimdisi|coktu|bozuldu)",
    r"\bteknik (?:bir )?(?:ariza|sorun|aksaklik|hata|problem)",
    (
        r"\b(?:numara|hesap|hesab|telefon|kullanici)[a-z]* (?:[a-z]+ ){0,5}(?:(?:kayitli|bagli|yetkili|iliskili|tanimli"
        "|aktif) degil|dogrulanmam|engellen|askiya alin|bulunamadi)"
    ),
    (
        r"\b(?:yetkiniz|izniniz|erisiminiz|yetkin|iznin) (?:[a-z]+ ){0,2}(?:yok|bulunmuyor)|\byetkisiz (?:erisim"
        "|kullanici)"
    ),
    r"\b(?:once|lutfen) (?:[a-z]+ ){0,3}(?:kayit ol|uye ol|kaydol)[a-z]*",
    (
        r"\b(?:hizmet|servis|sistem|bot)[a-z]* (?:[a-z]+ ){0,4}(?:kullanilam|devre disi|bakim|calismiyor"
        "|hizmet veremiyor|kapali)"
    ),
    (
        r"\b(?:hata|sorun|ariza|aksaklik|problem)[a-z]* (?:[a-z]+ ){0,2}(?:olustu|meydana|yasan|yasiyor|cikti|var\b"
        "|olustu|aldim|aldik|nedeniyle|sebebiyle|dolayi)"
    ),
    (
        f"{START}(?:uzgunum,? |maalesef |ups,? )*(?:sistem |sunucu |teknik |bilinmeyen |beklenmeyen |bir )*hata"
        "(?:si)? ?(?:[:!.,-]|$)"
    ),
    r"\b(?:bir )?(?:seyler|sey) ters gitti|\byanlis gitti",
    r"\b(?:dosya|mesaj|fotograf)[a-z]* (?:[a-z]+ ){0,2}cok (?:buyuk|uzun)",
    r"\b(?:abonelig|uyelig|deneme sure)[a-z]* (?:[a-z]+ ){0,2}(?:sona erdi|doldu|bitti)",
    # Russian
    (
        f"{NOT} (?:удалось|можем|смогли|смог|могу|может быть|получилось) (?:{WORD} ){{0,3}}(?:обработа|принят|получит"
        "|достав|сохран|отправ|выполн|загруз|подключ|созда|добав|связат|сгенер|ответи|распозна|обработк|запис|оформ"
        "|заброни|зарегистр|показ|открыт|провер|подтверд|обнов|заверш|соедин)"
    ),
    (
        f"(?:номер|аккаунт|телефон|пользовател|учетн)(?:{WORD})?(?: {WORD}){{0,3}} не (?:{WORD} )?(?:зарегистрирован"
        "|привязан|подтвержден|найден|авторизован|связан|активирован|указан)"
    ),
    f"(?:вы|ты) (?:{WORD} )?не (?:{WORD} )?(?:зарегистрирован|авторизован|являетесь|участник|в списке)",
    (
        f"(?:нет (?:доступа|прав|разрешения)|доступ (?:запрещен|закрыт|ограничен)|{WORD} нет в (?:нашей |нашем )?"
        "(?:базе|списке|системе))"
    ),
    (
        f"{NOT} (?:знаю|узнаю|нашли|нашел|найден) (?:этот |ваш |такой )?(?:номер|пользовател|аккаунт)"
        "|неизвестный (?:номер|отправител)"
    ),
    f"(?:сначала|необходимо|нужно|пожалуйста) (?:{WORD} ){{0,2}}зарегистр",
    (
        f"{EDGE}(?:сервис|служба|услуга|бот|систем|сервер){WORD}?(?: {WORD}){{0,3}} (?:недоступ|не работает|отключ"
        "|на обслуживании|на техническ)"
    ),
    "технически(?:е|х|ми|м) (?:работ|неполад|проблем|сбо)|техническ(?:ая|ой) (?:ошибк|проблем)|технический сбой",
    (
        f"{EDGE}(?:бот|сервер|систем|приложени|сервис|все|всё)(?:{WORD})?(?: {WORD}){{0,2}} (?:сломал|упал|завис|не "
        "отвеча|вышел из строя|лёг|лег)"
    ),
    "временно (?:невозмож|отключ)",
    (
        "(?:ваш|этот|данный|твой) (?:номер|телефон)(?: телефона)? (?:не значится|нам неизвест|неизвест|не числится"
        "|не опознан|отсутствует)"
    ),
    (
        f"(?:нет|не найден|не нашли)(?:о|а|ы)? (?:{WORD} )?(?:клиент|аккаунт|учетн|пациент|пользовател"
        f"|профил){WORD}? (?:{WORD} ){{0,2}}(?:этим|таким|вашим|этого|вашего) номер"
    ),
    f"(?:произош|возник|случи|обнаруж|появи){WORD} (?:{WORD} ){{0,3}}(?:ошибк|сбой|проблем|неполадк)",
    (
        f"{START}(?:извините,? |простите,? |упс,? )*(?:внутренняя |системная |неизвестная )*(?:ошибка|сбой)(?: (?:при"
        "|сервера|в|на|базы|системы|обработки|[0-9]+)| ?[:!.,-]|$)"
    ),
    "(?:что-то|что то) (?:пошло не так|сломалось)|все сломалось",
    f"(?:извините|простите|к сожалению|упс)[^?]{{0,90}}(?:попроб|повтор|напиш){WORD} [^.?]{{0,30}}{_RU_LATER}",
    f"(?:файл|сообщение|фото)(?: {WORD}){{0,2}} слишком (?:больш|длинн|велик)",
    (
        f"(?:номер|аккаунт|подписка|доступ|пробный период)(?: {WORD}){{0,3}} (?:заблокирован|истек|закончил"
        "|приостановлен)|вы заблокированы"
    ),
)
