"""Wordings in German, Dutch, Swedish, Danish and Norwegian."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_DE_THINGS = "(?:nachrichten|anfragen|sms|versuche|mitteilungen|fragen|credits|guthaben|freinachrichten)"
_DE_LATER = "(?:spater|nochmal|in (?:ein|einer|einem|einigen|wenigen|kurze|[0-9]+)|gleich|demnachst)"
_DE_DONE = (
    "(?:verarbeit|zugestellt|angenommen|annehmen|empfangen|bearbeite|gespeichert|speichern|abgeschlossen|geladen"
    "|gesendet|erstell|ausgefuhrt|beantwort|hochgeladen|generier|gelesen|registriert werden|aufgenommen)"
)

LIMIT: tuple[str, ...] = (
    # German
    rf"\b(?:zu|so) viele (?:[a-z]+ )?{_DE_THINGS}\b",
    r"\b(?:schreib|send|schick|du|sie)[a-z]* (?:[a-z]+ ){0,3}zu (?:schnell|oft|haufig)\b",
    (
        "(?:limit|kontingent|obergrenze|nachrichtengrenze)(?: [a-z0-9]+){0,7} (?:erreicht|uberschritten|ausgeschopft"
        r"|aufgebraucht|erschopft)\b"
    ),
    (
        rf"\b(?:alle|deine|ihre|dein|ihr) (?:[a-z0-9]+ ){{0,4}}{_DE_THINGS} (?:[a-z]+ ){{0,4}}(?:verbraucht"
        "|aufgebraucht|ausgeschopft)"
    ),
    rf"{START}(?:bitte |immer )?(?:langsam|langsamer)\b ?[!,.]",
    (
        r"\b(?:warte|warten)[a-z]* (?:[a-z0-9]+ ){0,4}bevor (?:du|sie) (?:[a-z]+ ){0,3}(?:weitere|nachste|erneut|wieder"
        "|neue)"
    ),
    r"\b(?:sind|ist|server|system|dienst|modell) (?:[a-z]+ ){0,4}(?:uberlastet|ausgelastet)",
    r"\bnachricht (?:[a-z]+ ){0,3}verworfen\b",
    # Dutch
    r"\bte veel (?:berichten|verzoeken|smsjes|smsen|pogingen|aanvragen|vragen)\b",
    r"\b(?:stuur|stuurt|verstuur|typ|gaat|verzend)[a-z]* (?:[a-z]+ ){0,3}te snel\b",
    r"limiet (?:[a-z0-9]+ ){0,8}(?:bereikt|overschreden)\b",
    r"\b(?:bereikt|overschreden) (?:[a-z]+ ){0,3}[a-z]*limiet\b|\b[a-z]*limiet bereikt\b",
    r"\balle (?:[a-z]+ ){0,3}(?:berichten|vragen|credits) (?:[a-z]+ ){0,3}(?:verbruikt|opgebruikt)",
    # Swedish, Danish, Norwegian
    r"\bfor m(?:an|ang)(?:ga|ge|e) (?:meddelanden|forfragningar|forsok|beskeder|meldinger|foresporsler)\b",
    r"\b(?:skickar|skriver|sender) (?:[a-z]+ ){0,3}for (?:snabbt|fort|hurtig|raskt)",
    r"(?:grans|grense)[a-z]* (?:[a-z0-9]+ ){0,5}(?:nadd|natt|overskriden|overskredet)\b",
    r"\b(?:natt|nadd|naet|overskridit|overskredet) (?:[a-z]+ ){0,3}[a-z]*(?:grans|grense)",
)

REFUSAL: tuple[str, ...] = (
    # German
    (
        r"\b(?:[a-z]*nachricht|anfrage|datei|bild|foto|sms|anhang|bestellung|antwort|bericht|daten|audio"
        f"|sprachnachricht)(?: [a-z]+){{0,4}} nicht (?:[a-z]+ )?{_DE_DONE}"
    ),
    rf"\b(?:konnte|konnten|kann|konnen) (?:[a-z]+ ){{0,5}}nicht (?:[a-z]+ )?{_DE_DONE}",
    (
        r"\b(?:[a-z]*nummer|[a-z]*konto|account)(?: [a-z]+){0,3} (?:nicht|kein[a-z]*)(?: [a-z]+){0,4} (?:registriert"
        "|verknupft|verifiziert|bestatigt|bekannt|freigeschaltet|berechtigt|zugeordnet|verbunden|hinterlegt|autorisiert"
        "|gefunden)"
    ),
    (
        r"\b(?:[a-z]*nummer|[a-z]*konto|account)(?: [a-z]+){0,3} (?:nicht|kein[a-z]*) (?:registriert|verknupft"
        "|verifiziert|bestatigt|bekannt|freigeschaltet|berechtigt|zugeordnet|verbunden|hinterlegt|autorisiert|gefunden)"
    ),
    r"\bunbekannte (?:[a-z]*nummer|absender)|\babsender unbekannt\b",
    (
        r"\b(?:sie sind|du bist|bist du|sind sie) (?:[a-z]+ )?nicht (?:[a-z]+ )?(?:registriert|berechtigt|angemeldet"
        "|autorisiert|freigeschaltet|befugt)"
    ),
    r"\b(?:haben|hast|hat) (?:sie |du |leider )*keine? (?:berechtigung|zugriff|zugang|konto|rechte|abo)",
    r"\bkein (?:konto|benutzer|account|profil) (?:[a-z]+ ){0,4}gefunden",
    r"\b(?:bitte|mussen|musst) (?:[a-z]+ ){0,3}(?:zuerst|erst|vorher) (?:[a-z]+ ){0,2}(?:registrier|anmeld)",
    (
        r"\b(?:[a-z]*dienst|service|system|bot|server|assistent)(?: [a-z]+){0,4} (?:nicht (?:verfugbar|erreichbar|aktiv"
        "|konfiguriert)|gestort|offline|ausgefallen|eingestellt|deaktiviert)"
    ),
    r"\b(?:wegen|in|aufgrund|fur) (?:[a-z]+ )?wartung",
    r"\b(?:fehler|problem|storung) (?:[a-z]+ ){0,2}(?:aufgetreten|passiert|unterlaufen|gegeben)",
    (
        r"\b(?:gab|gibt|habe|haben|hatte|hatten) (?:es )?(?:gerade |leider |derzeit )?(?:ein|einen|eine|technische) (?:"
        r"[a-z]+ )?(?:fehler|problem|probleme|storung|schwierigkeiten)\b"
    ),
    (
        f"{START}(?:entschuldigung,? |ups,? |leider )*(?:ein |interner |technischer |unerwarteter |unbekannter )*fehler"
        r"(?: (?:beim|bei|in|im|aufgetreten|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\btechnische[nrs]? (?:fehler|problem|probleme|storung|schwierigkeiten)\b",
    r"\betwas (?:ist )?schief ?g(?:elaufen|egangen)|\bist schief ?g(?:elaufen|egangen)|\bfehlgeschlagen\b",
    (
        r"\b(?:entschuldigung|tut mir leid|leider|ups|sorry)\b[^?]{0,90}\b(?:versuche|probiere)[a-z]* [^.?]{0,40}"
        f"{_DE_LATER}"
    ),
    r"\b(?:datei|nachricht|bild|foto|unterhaltung|frage|text|eingabe|konversation)(?: [a-z]+){0,3} zu (?:gross|lang)\b",
    r"\b(?:format|datei[a-z]*|medien|bilder)(?: [a-z]+){0,3} nicht unterstutzt|\bnicht unterstutzte",
    (
        r"\b(?:[a-z]*nummer|[a-z]*konto|abo|abonnement|testphase|testzeitraum|zugang)(?: [a-z]+){0,3} (?:gesperrt"
        "|blockiert|abgelaufen|deaktiviert)"
    ),
    r"\bzugriff verweigert|^nicht berechtigt",
    # Dutch
    (
        r"\b(?:kunnen|konden|kon|kan) (?:[a-z]+ ){0,5}niet (?:worden )?(?:[a-z]+ )?(?:verwerk|ontvang|aannem|bezorg"
        "|opslaan|opgeslagen|verzonden|uitvoer|beantwoord)"
    ),
    (
        r"\b(?:[a-z]*nummer|account)(?: [a-z]+){0,3} niet (?:[a-z]+ )?(?:geregistreerd|gekoppeld|geverifieerd|bekend"
        "|herkend|gemachtigd|gevonden)"
    ),
    r"\b(?:bent|ben) (?:[a-z]+ )?niet (?:geregistreerd|gemachtigd|bevoegd|aangemeld)|\bgeen (?:toegang|toestemming)\b",
    (
        r"\b(?:[a-z]*dienst|service|systeem|bot)(?: [a-z]+){0,3} (?:niet (?:beschikbaar|bereikbaar|actief)|in onderhoud"
        "|offline)"
    ),
    r"\ber (?:is|ging) (?:[a-z]+ )?iets (?:mis|fout)|\bging (?:er )?iets mis",
    r"\ber (?:is|was|zijn) (?:[a-z]+ )?een (?:[a-z]+ )?(?:fout|probleem|storing) (?:opgetreden|bij|met|in)",
    (
        f"{START}(?:sorry,? |oeps,? )*(?:interne |technische |onbekende )?(?:fout|storing)(?: (?:bij|tijdens|in|[0-9]+)"
        r"\b| ?[:!.,-]|$)"
    ),
    r"\b(?:bestand|foto|bericht|afbeelding)(?: [a-z]+){0,2} te (?:groot|lang)\b",
    r"\b(?:[a-z]*nummer|account|abonnement)(?: [a-z]+){0,3} (?:geblokkeerd|verlopen)",
    r"\btoegang geweigerd",
    # Swedish, Danish, Norwegian
    (
        r"\b(?:kunde|kan|kunne) (?:vi |jeg |jag )?(?:[a-z]+ )?(?:inte|ikke) (?:behandla|behandle|ta emot|motta|modtage"
        "|ta imot|spara|gemme|lagre|skicka|sende)"
    ),
    (
        r"\b(?:numret|nummeret|[a-z]*nummer|kontot|kontoen)(?: [a-z]+){0,4} (?:inte|ikke) (?:registrer|kopplat|koblet"
        "|tilknyttet|verifiser|verifierat|kant|kjent|kendt)"
    ),
    r"\b(?:nagot gick fel|noget gik galt|noe gikk galt)\b",
    (
        r"\b(?:ett fel|der opstod en fejl|det oppstod en feil|en fejl|en feil) ?(?:[a-z]+ )?(?:uppstod|intraffade"
        "|opstod|oppstod|har uppstatt)?(?: ?[.!:,]|$)"
    ),
    (
        r"\b(?:tjansten|tjenesten|systemet|systemer)(?: [a-z]+){0,3} (?:underhall|vedlikehold|vedligehold|otillganglig"
        "|utilgjengelig|utilgaengelig)"
    ),
)
