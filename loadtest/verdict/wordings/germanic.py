"""Wordings in German, Dutch, Swedish, Danish and Norwegian."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_DE_THINGS = (
    "(?:nachrichten|anfragen|sms|versuche|mitteilungen|fragen|credits|guthaben|[a-z]*nachrichten|abfragen|auskunfte)"
)
_NL_THINGS = "(?:berichten|berichtjes|verzoeken|vragen|credits|smsjes|pogingen|tegoed|aanvragen)"
_NORD_THINGS = (
    "(?:meddelanden|fragor|forfragningar|sms|forsok|beskeder|sporgsmal|meldinger|sporsmal|foresporsler|krediter"
    "|kreditter"
    "|credits|poang|anmodninger)"
)
_NORD_DONE = (
    "(?:behandl|hantera|handter|ta emot|motta|modtage|ta imot|spara|gemme|lagre|skicka|sende|hamta|hente|boka|booke"
    "|bestill|registrer|slutfor|gennemfor|fullfor|skapa|oprett|opprett|visa|vise|ladda|laste|opdater"
    "|oppdater|uppdater|bekraft|bekreft)"
)
_DE_LATER = "(?:spater|nochmal|in (?:ein|einer|einem|einigen|wenigen|kurze|[0-9]+)|gleich|demnachst)"
_DE_DONE = (
    "(?:verarbeit|zugestellt|angenommen|annehmen|empfangen|bearbeite|gespeichert|speichern|abgeschlossen|geladen"
    "|gesendet|erstell|ausgefuhrt|beantwort|hochgeladen|generier|gelesen|registriert werden|aufgenommen|gebucht|buchen"
    "|eingetragen|eintragen|angezeigt|anzeigen|abgerufen|abrufen|geoffnet|weitergeleitet|weiterleiten|ubermittelt"
    "|erfasst"
    "|verarbeiten|ausfuhren|abschliessen|laden|senden|antworten)"
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
        r"\b(?:[a-z]*limit|[a-z]*kontingent|hochstzahl|maximum|maximale anzahl)(?: [a-z0-9]+){0,7} (?:erreicht"
        r"|uberschritten)\b"
    ),
    r"\b(?:erreicht|uberschritten) (?:[a-z]+ ){0,3}(?:limit|maximum|hochstzahl)",
    rf"\bkeine?n? (?:[a-z]+ )?{_DE_THINGS} (?:mehr )?(?:ubrig|frei|verfugbar)\b",
    r"\bkeine?n? (?:credits|guthaben|freinachrichten|anfragen|versuche|freien? [a-z]+) mehr\b",
    r"\bguthaben (?:[a-z]+ ){0,3}(?:aufgebraucht|leer|erschopft|verbraucht|reicht nicht|nicht aus)",
    (
        f"{START}(?:nur |hochstens |maximal )?(?:[0-9]+|eine|zwei|drei|funf|zehn) (?:nachricht|frage|anfrage"
        r"|abfrage)(?:en)? (?:pro|alle|am|je)\b"
    ),
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
    rf"\balle (?:[a-z]+ ){{0,3}}{_NL_THINGS} (?:[a-z]+ ){{0,4}}(?:verbruikt|opgebruikt|gebruikt|op)\b",
    rf"\bmaxim(?:um|ale) (?:[a-z]+ )?(?:aantal )?(?:[a-z]+ )?{_NL_THINGS} (?:[a-z]+ ){{0,4}}(?:bereikt|overschreden)",
    (
        r"\bgeen (?:[a-z]+ )?(?:credits|tegoed|verzoeken|pogingen|vragen) meer\b|\b(?:tegoed|credits|saldo) (?:is"
        r"|zijn) (?:helaas )?(?:op|te laag|onvoldoende)\b"
    ),
    (
        f"{START}(?:maximaal |slechts |maar )?(?:[0-9]+|een|twee|drie|vijf|tien) (?:bericht|vraag|vragen|berichten"
        r"|verzoek|verzoeken) (?:per|elke|tegelijk)\b"
    ),
    # Swedish, Danish, Norwegian
    r"\bfor m(?:an|ang)(?:ga|ge|e) (?:meddelanden|forfragningar|forsok|beskeder|meldinger|foresporsler)\b",
    r"\b(?:skickar|skriver|sender) (?:[a-z]+ ){0,3}for (?:snabbt|fort|hurtig|raskt)",
    r"(?:grans|grense)[a-z]* (?:[a-z0-9]+ ){0,5}(?:nadd|natt|overskriden|overskredet)\b",
    r"\b(?:natt|nadd|naet|nadde|overskridit|overskredet) (?:[a-z]+ ){0,3}[a-z]*(?:grans|grense|maks|max)",
    (
        r"\b(?:anvant|forbrukat|brugt|opbrugt|brukt|brukt opp|slut pa) (?:alla|alle|dina|dine|opp alle) "
        f"(?:[a-z0-9]+ ){{0,4}}{_NORD_THINGS}"
    ),
    rf"\b(?:inga|ingen) (?:fler |flere )?{_NORD_THINGS} (?:kvar|tilbage|igjen)\b",
    r"\b(?:saldo|krediter|kreditter|credits)(?: [a-z]+){0,3} (?:slut|brugt op|brukt opp|for lav|for lag|tom)\b",
    (
        f"{START}(?:hogst |bare |kun |max )?(?:[0-9]+|ett|en|et|tva|to|tre) (?:meddelande|besked|melding|fraga"
        r"|sporgsmal|sporsmal|meddelanden|beskeder|meldinger) (?:per|om|hver)\b"
    ),
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
    (
        r"\bunbekannte[rs]? (?:[a-z]*nummer|absender|nutzer|benutzer)|\b(?:absender|nummer|rufnummer)(?: ist)?(?: "
        r"[a-z]+){0,2} unbekannt\b"
    ),
    (
        r"\b(?:kenne|kennen|erkenne|erkennen) (?:[a-z]+ ){0,2}(?:nummer|rufnummer|handynummer)(?: [a-z]+)? nicht|"
        r"\b(?:diese|ihre|deine|dieser|ihrer|deiner) (?:nummer|rufnummer|handynummer|telefonnummer)(?: [a-z]+){0,4} "
        "(?:keine?[mnrs]?"
        r" (?:[a-z]+ ){0,2}(?:konto|kunden[a-z]*|profil|account)|nicht (?:[a-z]+ ){0,2}(?:finden|gefunden))"
    ),
    (
        r"\bkein[e]? (?:konto|benutzer|account|profil|kunde|patient|eintrag)[a-z]* (?:[a-z]+ ){0,2}(?:zu|mit|unter"
        "|fur) (?:dieser|ihrer|deiner)"
    ),
    (
        r"\b(?:sie sind|du bist|bist du|sind sie) (?:[a-z]+ )?nicht (?:[a-z]+ )?(?:registriert|berechtigt|angemeldet"
        "|autorisiert|freigeschaltet|befugt)"
    ),
    r"\b(?:haben|hast|hat) (?:sie |du |leider )*keine? (?:berechtigung|zugriff|zugang|konto|rechte|abo)",
    r"\bkein (?:konto|benutzer|account|profil) (?:[a-z]+ ){0,4}gefunden",
    r"\b(?:bitte|mussen|musst) (?:[a-z]+ ){0,3}(?:zuerst|erst|vorher) (?:[a-z]+ ){0,2}(?:registrier|anmeld)",
    (
        r"\b(?:[a-z]*dienst|service|[a-z]*system|bot|server|assistent|datenbank)(?: [a-z]+){0,4} (?:nicht (?:verfugbar"
        "|erreichbar|aktiv|konfiguriert)|gestort|offline|ausgefallen|eingestellt|deaktiviert|abgesturzt|reagiert nicht"
        "|antwortet nicht|funktioniert (?:[a-z]+ )?nicht|hangt)"
    ),
    rf"\b(?:wegen|in|aufgrund|fur) (?:[a-z]+ )?wartung|{START}wartungsarbeit",
    r"\b(?:derzeit|zurzeit|momentan|gerade|vorubergehend|im moment) (?:leider )?nicht moglich\b",
    rf"{START}(?:das )?hat (?:leider |gerade )*nicht (?:geklappt|funktioniert)",
    r"\b(?:fehler|problem|storung) (?:[a-z]+ ){0,2}(?:aufgetreten|passiert|unterlaufen|gegeben)",
    (
        r"\b(?:gab|gibt|habe|haben|hatte|hatten|bei uns) (?:es )?(?:gerade |leider |derzeit )?(?:ein|einen|eine"
        "|technische) (?:"
        r"[a-z]+ )?(?:fehler|problem|probleme|storung|schwierigkeiten)\b"
    ),
    (
        f"{START}(?:entschuldigung,? |ups,? |leider )*(?:ein |interner |technischer |unerwarteter |unbekannter )*fehler"
        r"(?: (?:beim|bei|in|im|aufgetreten|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\btechnische[nrs]? (?:fehler|problem|probleme|storung|schwierigkeiten)\b",
    (
        r"\b(?:etwas|was) (?:ist )?schief ?g(?:elaufen|egangen)|\bist (?:[a-z]+ ){0,3}schief ?g(?:elaufen|egangen)"
        r"|\bfehlgeschlagen\b|\b(?:ist|sind) (?:uns |mir |leider |gerade )*abgesturzt\b"
    ),
    r"\btechnische[nrs]? (?:storung|panne|defekt|schwierigkeit|fehler)|\bstorung (?:unsere|im|in|bei|des|der)",
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
        "|opslaan|opgeslagen|verzonden|uitvoer|beantwoord|boeken|inplannen|registreren|ophalen|laden|tonen|versturen"
        "|bereiken|plaatsen|afronden|antwoorden|verwerken)"
    ),
    (
        r"\b(?:[a-z]*nummer|account)(?: [a-z]+){0,3} niet (?:[a-z]+ ){0,3}(?:geregistreerd|gekoppeld|geverifieerd"
        "|bekend"
        "|herkend|gemachtigd|gevonden|voor in)"
    ),
    r"\b(?:kennen|herkennen|ken|herken) (?:dit|je|uw) (?:[a-z]*nummer) niet|\bonbekend(?:e)? (?:[a-z]*nummer|afzender)",
    r"\bgeen (?:account|klant|gebruiker|patient|profiel) (?:[a-z]+ ){0,2}(?:gevonden|met|gekoppeld|bij|op)\b",
    r"\b(?:bent|ben) (?:[a-z]+ )?niet (?:geregistreerd|gemachtigd|bevoegd|aangemeld)|\bgeen (?:toegang|toestemming)\b",
    (
        r"\b(?:[a-z]*dienst|service|systeem|bot|server)(?: [a-z]+){0,3} (?:niet (?:beschikbaar|bereikbaar|actief)"
        "|in onderhoud|offline|werkt (?:[a-z]+ )?niet|reageert (?:[a-z]+ )?niet|vastgelopen|gecrasht|buiten "
        "(?:werking|gebruik)"
        r"|plat\b)"
    ),
    r"\ber (?:is|ging|gaat) (?:[a-z]+ )?iets (?:mis|fout)|\b(?:ging|gaat|is) (?:er )?iets (?:mis|fout|misgegaan)",
    r"\b(?:door|wegens) (?:een )?(?:technische )?(?:storing|onderhoud|problemen)",
    (
        r"\b(?:verzoek|aanvraag|boeking|verzending|opslaan|registratie|actie|verwerking|reservering)(?: "
        r"[a-z]+){0,3} mislukt\b"
    ),
    r"\btechnische (?:storing|problemen|fout)",
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
        r"\b(?:kunde|kan|kunne|klarte|kunnat|lykkedes) (?:vi |jeg |jag |det )?(?:[a-z]+ )?(?:inte|ikke) (?:a |at "
        "|att )?"
        rf"(?:[a-z]+ )?{_NORD_DONE}"
    ),
    r"\b(?:vi|jag|jeg) (?:misslyckades|mislyktes|mislykkedes|lyckades inte)\b",
    (
        r"\b(?:numret|nummeret|(?:ditt|dit|detta|dette) [a-z]*nummer|(?:telefon|mobil)(?:nummer|numret"
        "|nummeret))(?: her)? (?:finns|findes|finnes|fins) (?:inte|ikke)"
        r"|\b(?:kanner|kjenner|kender) (?:inte|ikke) (?:igen )?(?:ditt|dit|det|detta|dette)(?: her)? (?:nummer|numret)"
        r"|\b(?:okant|ukendt|ukjent) (?:nummer|avsandare|afsender|avsender)"
    ),
    (
        r"\b(?:inget|ingen) (?:konto|kund|kunde|bruger|bruker|anvandare|patient) (?:[a-z]+ ){0,2}(?:kopplat|kopplad"
        r"|med|knyttet|tilknyttet|hittades|funnet|fundet|pa)\b"
    ),
    (
        r"\b(?:numret|nummeret|[a-z]*nummer|kontot|kontoen)(?: [a-z]+){0,4} (?:inte|ikke) (?:registrer|kopplat|koblet"
        "|tilknyttet|verifiser|verifierat|kant|kjent|kendt)"
    ),
    r"\b(?:nagot gick (?:fel|snett)|noget gik galt|noe gikk galt|det gick inte|det gik ikke|det gikk ikke)\b",
    r"\b(?:tekniskt? (?:fel|problem)|tekniske? (?:fejl|problem|problemer|feil))",
    (
        r"\b(?:ett fel|der opstod en fejl|det oppstod en feil|en fejl|en feil) ?(?:[a-z]+ )?(?:uppstod|intraffade"
        "|opstod|oppstod|har uppstatt)?(?: ?[.!:,]|$)"
    ),
    (
        r"\b(?:tjansten|tjenesten|systemet|systemer)(?: [a-z]+){0,3} (?:underhall|vedlikehold|vedligehold|otillganglig"
        "|utilgjengelig|utilg(?:a|æ)ngelig|utilgaengelig|nere|nede|ikke tilg|fungerar inte|fungerer ikke|virker ikke"
        "|svarar inte|svarer ikke|har kraschat|krasjet)"
    ),
)
