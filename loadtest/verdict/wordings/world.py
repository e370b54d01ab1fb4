"""The wordings of `wordings`, in other languages: same rule, same form of rows.

Stems rather than words where a language inflects. One row per language; every alternative holds one of its needles.
"""

from __future__ import annotations

Wording = tuple[str, ...]
"""Needles separated by `|`, then the alternatives: regular expressions to search in folded text."""

LIMIT: tuple[Wording, ...] = (
    (  # Spanish
        "demasiad|muchos mensajes|limite|despacio",
        r"\bdemasiad[oa]s (?:mensajes|solicitudes|peticiones|intentos|textos|consultas)",
        r"\bmuchos mensajes seguidos",
        (
            r"\b(?:alcanzad[oa]|alcanzaste|superad[oa]|superaste|excedid[oa]|excediste|llegado al?|sobrepasado) "
            r"(?:\w+ ){0,3}limite\b(?! de (?:cred|velo))"
        ),
        r"\blimite (?!de (?:cred|velo))(?:\w+ ){0,5}(?:alcanzado|superado|excedido)\b",
        r"\bmas despacio\b",
    ),
    (  # Portuguese
        "muit|demasiad|limite|excesso",
        r"\b(?:enviou|enviando|mandou|mandando) (?:\w+ ){0,2}muitas mensagens",
        r"\bdemasiad[oa]s (?:mensagens|pedidos)",
        (
            r"\bmuit[ao]s (?:mensagens|solicitacoes|requisicoes|tentativas|pedidos)(?: \w+){0,4}[.,!;] ?"
            "(?:por favor,? )?(?:aguarde|tente|espere)"
        ),
        r"\bmuit[ao]s (?:solicitacoes|requisicoes|tentativas)\b",
        r"\bexcesso de (?:mensagens|solicitacoes|tentativas)",
        (
            r"\b(?:atingiu|atingido|excedeu|excedido|ultrapassou|alcancou|chegou ao) (?:\w+ ){0,3}limite\b"
            "(?! de (?:cred|velo))"
        ),
        r"\blimite (?!de (?:cred|velo))(?:\w+ ){0,5}(?:atingido|excedido|ultrapassado|alcancado)\b",
    ),
    (  # French
        "trop de|limite|quota",
        r"\btrop de (?:messages|requetes|demandes|sms|tentatives|textos)\b",
        r"\b(?:atteint|depasse) (?:\w+ ){0,3}(?:limite|quota)\b(?! de (?:cred|vite))",
        r"\b(?:limite|quota) (?!de (?:cred|vite))(?:\w+ ){0,6}(?:atteinte?|depassee?)\b",
    ),
    (  # German
        "zu viele|limit|kontingent|obergrenze",
        r"\bzu viele (?:\w+ )?(?:nachrichten|anfragen|sms|versuche|mitteilungen)\b",
        (
            r"(?<!kredit)(?<!tempo)(?:limit|kontingent|obergrenze)(?: \w+){0,7} (?:erreicht|uberschritten"
            r"|ausgeschopft|aufgebraucht)\b"
        ),
    ),
    (  # Italian
        "tropp|limite|quota",
        r"\btropp[ie] (?:messaggi|richieste|sms|tentativi)\b",
        r"\b(?:raggiunto|superato|oltrepassato) (?:\w+ ){0,3}(?:limite|quota)\b(?! di (?:cred|velo))",
        r"\blimite (?!di (?:cred|velo))(?:\w+ ){0,6}(?:raggiunto|superato)\b",
    ),
    (  # Dutch
        "te veel|limiet",
        r"\bte veel (?:berichten|verzoeken|smsjes|smsen|pogingen|aanvragen)\b",
        r"limiet (?:\w+ ){0,8}(?:bereikt|overschreden)\b",
    ),
    (  # Swedish, Danish, Norwegian
        "for m|grans|grense",
        r"\bfor m(?:an|ang)(?:ga|ge|e) (?:meddelanden|forfragningar|forsok|beskeder|meldinger|foresporsler)\b",
        r"(?:grans|grense)\w* (?:\w+ ){0,5}(?:nadd|natt|overskriden|overskredet)\b",
    ),
    (  # Polish
        "zbyt|za duzo|limit",
        r"\b(?:zbyt (?:wiele|duzo)|za duzo) (?:wiadomosci|zapytan|prob|zadan|sms)",
        r"\b(?:przekrocz|osiagn)\w* (?:\w+ ){0,3}limit",
        r"\blimit\w* (?:\w+ ){0,5}(?:przekroczon|osiagniet|wyczerpan)",
    ),
    (  # Turkish
        "cok fazla|limit|sinir|kota",
        r"\bcok fazla (?:istek|mesaj|deneme|talep)",
        r"(?<!hiz )\b(?:limit|sinir|kota)\w* (?:\w+ ){0,2}(?:astiniz|asildi|ulastiniz|ulasildi|doldu)",
    ),
    (  # Russian
        "слишком|лимит|квот",
        r"слишком (?:много|часто отправляете) (?:\w+ )?(?:сообщени|запрос|попыт)",
        r"(?:отправля|пиш)\w+ (?:\w+ ){0,2}слишком часто",
        r"(?:превы[сш]|достиг|исчерпа)\w* (?:\w+ ){0,3}(?:лимит|квот)",
        r"(?:лимит|квот)\w* (?:\w+ ){0,5}(?:превышен|достигнут|исчерпан)",
    ),
    (  # Hindi, in Latin and in Devanagari letters
        "zyada|jyada|limit|बहुत|सीमा|लिमिट",
        r"\b(?:bahut|bohot|bahot|kaafi) (?:zyada|jyada) (?:message|sms|msg|request|text)",
        r"\blimit (?:\w+ ){0,2}(?:cross|khatam|poori|puri|pahunch)",
        "बहुत (?:ज़्यादा|ज्यादा|अधिक|सारे) (?:संदेश|मैसेज|अनुरोध|एसएमएस)",
        "(?:सीमा|लिमिट)[^।]{0,16}(?:पार|समाप्त|पूरी|पहुंच|पहुँच|खत्म)",
    ),
    (  # Indonesian
        "terlalu banyak|batas",
        r"\bterlalu banyak (?:pesan|permintaan|percobaan)",
        r"\b(?:mencapai|melebihi|melampaui) (?:\w+ ){0,2}batas\b",
    ),
    (  # Vietnamese
        "qua nhieu|gioi han",
        r"\bqua nhieu (?:tin nhan|yeu cau)",
        r"\b(?:vuot qua|dat den|dat) (?:\w+ )?gioi han (?:tin nhan|gui|so)",
    ),
    (  # Arabic
        "رسائل|طلبات|محاولات|الحد",
        "(?:رسائل|طلبات|محاولات) (?:كثيرة|عديدة)",
        "(?:تجاوز|بلغ|وصل)[^.]{0,20}الحد",
    ),
    (  # Japanese
        "多すぎ|上限|制限",
        "(?:メッセージ|リクエスト|送信|回数)[^。]{0,12}多すぎ",
        "(?:上限|制限)(?:数|回数)?(?:に達し|を超え|を超過)",
        "レート制限(?!は(?:あり|ござい)ません)",
    ),
    (  # Chinese, simplified and traditional
        "过|過|频繁|頻繁|太|上限|限制|额|額",
        (
            "(?:消息|短信|信息|请求|請求|訊息|简讯|簡訊|操作|发送|發送|傳送)[^。,]{0,6}(?:过多|過多|太多"
            "|过于频繁|過於頻繁|太频繁|太頻繁|过快|過快|太快)"
        ),
        "(?:达到|超过|超出|達到|超過)[^。,]{0,12}(?:上限|限制|限额|限額|配额|配額)",
        "(?:上限|配额|配額)已(?:达到|達到|用完|用尽|用盡|满|滿)",
    ),
    (  # Korean
        "너무|한도|제한|할당량",
        "(?:메시지|요청|문자|시도)[^.]{0,8}너무 (?:많|자주|빠)",
        "(?:한도|횟수|할당량|전송 제한)[^.]{0,12}(?:초과|도달|소진)",
    ),
)

REFUSAL: tuple[Wording, ...] = (
    (  # Spanish
        "no |error|problema|salio mal|demasiado|supera|excede|bloquead|suspendid|denegado",
        (
            r"\bno (?:se )?(?:pudimos|pudo|podemos|hemos podido|ha podido|fue posible|puede|es posible) "
            "(?:procesar|recibir|aceptar|entregar|guardar)"
        ),
        (
            r"\b(?:numero|telefono|cuenta)(?: \w+){0,3} no (?:esta|se encuentra|ha sido) (?:\w+ )?(?:registrad"
            "|vinculad|verificad|autorizad|asociad|activ)"
        ),
        r"\bno estas? (?:registrad|suscrit|autorizad)",
        r"\bservicio (?:\w+ ){0,3}no (?:esta )?disponible",
        r"\b(?:ha ocurrido|ocurrio|se produjo|hubo) un (?:\w+ )?(?:error|problema)\b",
        r"\balgo salio mal\b",
        (
            r"\b(?:archivo|foto|imagen|video|audio|mensaje)(?: \w+){0,2} (?:demasiado (?:grande|larg)|(?:supera"
            r"|excede) (?:\w+ ){0,4}(?:mb|kb|tamano|limite))"
        ),
        r"\b(?:numero|cuenta)(?: \w+){0,3} (?:bloquead|suspendid)",
        r"\bacceso denegado",
    ),
    (  # Portuguese
        "nao |indisponivel|ocorreu|deu errado|grande|excede|ultrapassa|bloquead|suspens|negado",
        (
            r"\bnao (?:foi possivel|conseguimos|pudemos|podemos|pode ser) (?:processa|recebe|receber|aceita"
            "|entrega|salva)"
        ),
        (
            r"\b(?:numero|telefone|conta)(?: \w+){0,3} nao (?:esta|foi|e) (?:\w+ )?(?:registrad|cadastrad"
            "|vinculad|verificad|autorizad|associad|ativ)"
        ),
        r"\bservico (?:\w+ ){0,3}indisponivel",
        r"\bocorreu um (?:\w+ )?(?:erro|problema)\b",
        r"\balgo deu errado\b",
        (
            r"\b(?:arquivo|foto|imagem|mensagem|video|audio)(?: \w+){0,2} (?:muito grande|grande demais|"
            r"(?:excede|ultrapassa) (?:\w+ ){0,4}(?:mb|tamanho|limite))"
        ),
        r"\b(?:numero|conta)(?: \w+){0,3} (?:bloquead|suspens)",
        r"\bacesso negado",
    ),
    (  # French
        "pas |impossible|indisponible|erreur|trop |bloque|suspendu|refuse",
        r"\bpas (?:pu|reussi a) (?:\w+ )?(?:traiter|recevoir|livrer|enregistrer|accepter|etre traite)",
        r"\bimpossible de (?:traiter|recevoir|livrer|enregistrer)",
        r"\bne peu(?:t|vent) (?:pas )?etre traite",
        (
            r"\b(?:numero|compte|telephone)(?: \w+){0,3} n'est (?:pas|plus) (?:\w+ )?(?:enregistre|lie|associe"
            "|verifie|autorise|reconnu|inscrit|active)"
        ),
        r"\bvous n'etes pas (?:\w+ )?(?:inscrit|enregistre|autorise|abonne)",
        r"\bservice (?:\w+ ){0,3}indisponible",
        r"\bune erreur (?:\w+ ){0,3}(?:produite|survenue)",
        r"\b(?:fichier|photo|image|message|video)(?: \w+){0,2} trop (?:volumineu|gros|grand|lourd|long)",
        r"\b(?:numero|compte)(?: \w+){0,3} (?:bloque|suspendu)",
        r"\bacces refuse",
    ),
    (  # German
        "nicht|kein|fehler|schief|zu gross|zu lang|gesperrt|blockiert|verweigert",
        (
            r"\b(?:nachricht|anfrage|datei|bild|foto|sms|anhang)(?: \w+){0,4} nicht (?:verarbeit|zugestellt"
            "|angenommen|annehmen|empfangen|bearbeite|gespeichert)"
        ),
        (
            r"\b(?:\w*nummer|\w*konto|account)(?: \w+){0,3} (?:nicht|kein\w*)(?: \w+){0,4}? (?:registriert"
            "|verknupft|verifiziert|bestatigt|bekannt|freigeschaltet|berechtigt|zugeordnet|verbunden)"
        ),
        r"\bsie sind nicht (?:registriert|berechtigt|angemeldet|autorisiert)",
        r"\b\w*dienst(?: \w+){0,4} nicht (?:verfugbar|erreichbar)",
        r"\bfehler (?:ist )?aufgetreten",
        r"\betwas (?:ist )?schief ?g(?:elaufen|egangen)",
        r"\b(?:datei|nachricht|bild|foto)(?: \w+){0,3} zu (?:gross|lang)\b",
        r"\b(?:\w*nummer|\w*konto)(?: \w+){0,3} (?:gesperrt|blockiert)",
        r"\bzugriff verweigert",
    ),
    (  # Italian
        "non |impossibile|errore|problema|andato storto|troppo|bloccat|sospes|negato",
        (
            r"\bnon (?:e stato possibile|siamo riusciti a|possiamo|abbiamo potuto|puo essere|riusciamo a) "
            "(?:elabora|riceve|accetta|consegna|gesti|salva)"
        ),
        r"\bimpossibile (?:elaborare|ricevere|accettare|consegnare)",
        (
            r"\b(?:numero|account|telefono)(?: \w+){0,3} non (?:e|risulta) (?:\w+ )?(?:registrat|collegat"
            "|verificat|autorizzat|associat|attiv|riconosciut)"
        ),
        r"\bservizio (?:\w+ ){0,3}non (?:e )?disponibile",
        r"\bsi e verificato un (?:\w+ )?(?:errore|problema)",
        r"\bqualcosa e andato storto",
        r"\b(?:file|foto|immagine|messaggio|video)(?: \w+){0,2} troppo (?:grande|lung|pesante)",
        r"\b(?:numero|account)(?: \w+){0,3} (?:bloccat|sospes)",
        r"\baccesso negato",
    ),
    (  # Dutch
        "niet|mis|fout|te groot|te lang|geblokkeerd|geweigerd",
        (
            r"\b(?:kunnen|konden|kon|kan) (?:\w+ ){0,5}niet (?:worden )?(?:verwerk|ontvang|aannem|bezorg"
            "|opslaan|opgeslagen)"
        ),
        (
            r"\b(?:\w*nummer|account)(?: \w+){0,3} niet (?:\w+ )?(?:geregistreerd|gekoppeld|geverifieerd|bekend"
            "|herkend|gemachtigd)"
        ),
        r"\b\w*dienst(?: \w+){0,3} niet beschikbaar",
        r"\ber (?:is|ging) iets (?:mis|fout)",
        r"\ber is een fout opgetreden",
        r"\b(?:bestand|foto|bericht|afbeelding)(?: \w+){0,2} te (?:groot|lang)\b",
        r"\b(?:\w*nummer|account)(?: \w+){0,3} geblokkeerd",
        r"\btoegang geweigerd",
    ),
    (  # Swedish, Danish, Norwegian
        "inte|ikke|gick fel|gik galt|gikk galt",
        r"\b(?:kunde|kan|kunne) (?:vi )?(?:inte|ikke) (?:behandla|behandle|ta emot|motta|modtage|ta imot)",
        (
            r"\b(?:numret|nummeret|\w*nummer|kontot|kontoen)(?: \w+){0,4} (?:inte|ikke) (?:registrer|kopplat"
            "|koblet|tilknyttet|verifiser|verifierat)"
        ),
        r"\bnagot gick fel\b",
        r"\bnoget gik galt\b",
        r"\bnoe gikk galt\b",
    ),
    (  # Polish
        "nie |niedostepn|wystapil|poszlo|zablokowan",
        r"\bnie (?:mozemy|moglismy|udalo sie|mozna|moze) (?:\w+ ){0,3}(?:przetworz|obsluz|odebrac|dostarcz)",
        (
            r"\b(?:numer|konto)\w*(?: \w+){0,3} nie (?:jest|zostal\w*) (?:\w+ )?(?:zarejestrowan|polaczon"
            "|powiazan|zweryfikowan|przypisan|autoryzowan)"
        ),
        r"\b(?:uslug|serwis)\w* (?:\w+ ){0,3}niedostepn",
        r"\bwystapil (?:\w+ )?(?:blad|problem)",
        r"\bcos poszlo nie tak",
        r"\b(?:plik|zdjecie|wiadomosc)(?: \w+){0,2} (?:za|zbyt) (?:duz|dlug)",
        r"\b(?:numer|konto)(?: \w+){0,3} zablokowan",
    ),
    (  # Turkish
        "isle|madi|medi|edildi|degil|dogrulanma|engellen|askiya|kullanilam|olustu|ters|cok buyuk",
        (
            r"\b(?:mesaj|istek|istegi|talep|talebi|dosya|fotograf)\w* (?:\w+ ){0,3}(?:isleye?me|islenemedi"
            "|alinamadi|iletilemedi|kaydedilemedi|reddedildi)"
        ),
        (
            r"\b(?:numara|hesap|hesab|telefon)\w* (?:\w+ ){0,5}(?:(?:kayitli|bagli|yetkili|iliskili) degil"
            "|dogrulanmam|engellen|askiya alin)"
        ),
        r"\b(?:hizmet|servis)\w* (?:\w+ ){0,3}kullanilam",
        r"\bbir (?:hata|sorun) olustu",
        r"\bbir seyler ters gitti",
        r"\bdosya\w* (?:\w+ ){0,2}cok buyuk",
    ),
    (  # Russian
        "не |недоступ|ошибка|слишком|заблокирован",
        r"не (?:удалось|можем|смогли|может быть) (?:\w+ ){0,3}(?:обработа|принят|получит|достав|сохран)",
        (
            r"(?:номер|аккаунт|телефон)\w*(?: \w+){0,3} не (?:\w+ )?(?:зарегистрирован|привязан|подтвержден"
            "|найден|авторизован|связан)"
        ),
        r"(?:сервис|служба|услуга)(?: \w+){0,3} недоступ",
        r"произошла (?:\w+ )?ошибка",
        "что-то пошло не так",
        r"(?:файл|сообщение|фото)(?: \w+){0,2} слишком (?:больш|длинн|велик)",
        r"(?:номер|аккаунт)(?: \w+){0,3} заблокирован",
    ),
    (  # Hindi, in Latin and in Devanagari letters
        "nahi|galat|gadbad|नहीं|गलत|गड़बड़|अनुपलब्ध",
        r"\b(?:message|request|photo|file)\w* (?:\w+ ){0,3}(?:process|save|receive) nahi",
        (
            r"\b(?:number|account)(?: \w+){0,5} (?:register|registered|link|linked|verify|verified|juda)"
            r"(?: \w+)? nahi"
        ),
        r"\bkuch (?:galat|gadbad)",
        "(?:संदेश|मैसेज|अनुरोध)[^।]{0,16}(?:प्रोसेस|संसाधित|स्वीकार) नहीं",
        "(?:नंबर|खाता|खाते)[^।]{0,24}(?:पंजीकृत|लिंक|जुड़ा|सत्यापित|रजिस्टर)[^।]{0,6}नहीं",
        "कुछ (?:गलत|गड़बड़)",
        "सेवा[^।]{0,16}(?:उपलब्ध नहीं|अनुपलब्ध)",
    ),
    (  # Indonesian
        "tidak|belum|kesalahan",
        r"\btidak (?:dapat|bisa) (?:memproses|menerima)",
        r"\b(?:nomor|akun)(?: \w+){0,3} (?:tidak|belum) (?:terdaftar|terhubung|terverifikasi)",
        r"\bterjadi kesalahan",
        r"\blayanan (?:\w+ ){0,3}tidak tersedia",
    ),
    (  # Vietnamese
        "khong the|chua|da xay ra loi",
        r"\bkhong the (?:xu ly|nhan) (?:tin nhan|yeu cau)",
        r"\bso (?:\w+ ){0,4}chua (?:duoc )?(?:dang ky|lien ket|xac minh)",
        r"\bda xay ra loi",
    ),
    (  # Arabic
        "معالجة|غير|خطا|خطأ",
        "(?:لم نتمكن|تعذر|تعذرت|لا يمكن)[^.]{0,12}معالجة",
        "(?:رقم|حساب)[^.]{0,20}غير (?:مسجل|مرتبط|مفعل|مصرح|موثق)",
        "حدث خطأ",
        "الخدمة غير متاحة",
    ),
    (  # Japanese
        "でき|い|エラー|すぎ|超えて",
        "(?:処理|受信|受付|受け付け|配信|保存)(?:する(?:こと)?が|が|は)?でき(?:ません|なかった)",
        "番号[^。]{0,20}(?:登録|連携|認証|リンク)(?:されて|して)い(?:ません|ない)",
        "(?:サービス|システム)[^。]{0,12}(?:利用でき(?:ません|ない)|ご利用いただけません|停止し)",
        "エラーが発生",
        "(?:ファイル|画像|写真)[^。]{0,10}(?:大きすぎ|超えて)",
        "(?:ブロック|拒否)され(?:ました|ています)",
    ),
    (  # Chinese, simplified and traditional
        "无法|無法|不|未|没有|沒有|错|錯|过|過|太|超|被|停",
        "(?:无法|無法|不能|未能)(?:处理|處理|接收|受理|送达|送達|保存)",
        (
            "(?:号码|號碼|账号|帳號|账户|帳戶|手机)[^。,]{0,10}(?:未|没有|沒有)(?:被)?(?:注册|註冊|绑定|綁定"
            "|关联|關聯|验证|驗證|授权|授權)"
        ),
        "(?:服务|服務)[^。,]{0,8}(?:不可用|无法使用|無法使用|暂停|暫停)",
        "(?:发生|發生|出现|出現)了?(?:错误|錯誤)",
        "出错了",
        "出錯了",
        "(?:文件|图片|檔案|圖片)[^。,]{0,8}(?:过大|太大|過大|超过|超過|超出)",
        "被(?:封禁|屏蔽|封鎖|拉黑|拒绝|拒絕)",
    ),
    (  # Korean
        "없|못|않|오류|너무|초과|차단|중단",
        "(?:처리|수신|접수|저장)[^.]{0,3}(?:할 수 없|하지 못|못했|수 없)",
        "(?:번호|계정)[^.]{0,16}(?:등록|연결|인증|연동)(?:되어 있지|되지|되어있지) ?않",
        r"(?:등록|연결|인증|연동)되지 않은 (?:\w+ )?(?:번호|계정|사용자)",
        "서비스[^.]{0,14}(?:사용할 수 없|이용할 수 없|이용하실 수 없|중단)",
        "오류가 발생",
        "(?:파일|사진|이미지|용량)[^.]{0,8}(?:너무 (?:큽|크)|초과)",
        "차단(?:되|된|됐)",
    ),
)
