"""Wordings in French and Italian. Stems rather than words where a language inflects."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_FR_TROUBLE = "(?:erreurs?|problemes?|soucis?|incidents?|pannes?|bug|difficultes?)"
_FR_DO = (
    "(?:trait|recevoir|livrer|enregistr|accept|gener|envoy|repond|connect|charg|recuper|analys|telecharg|transcri|acced"
    "|execut|cre|finalis|effectu|joindre|sauvegard|ajout|calcul)"
)
_FR_LATER = "(?:plus tard|ulterieurement|dans (?:un|une|quelques|[0-9]+)|bientot)"
_IT_DO = (
    "(?:elabora|riceve|accetta|consegna|gesti|salva|completa|genera|invia|risponde|connette|carica|recupera|analizza"
    "|scarica|trascrive|accede|esegui|crea|aggiorna|contatta|registra)"
)
_IT_LATER = "(?:piu tardi|dopo|tra (?:un|qualche|poco|[0-9]+|pochi|alcuni)|fra (?:un|qualche|poco)|in seguito)"

_LIMIT_FR: tuple[str, ...] = (
    r"\btrop de (?:messages|requetes|demandes|sms|tentatives|textos|questions)\b",
    r"\b(?:envoyez|envoies|ecrivez|ecris|allez|vas|envoye) (?:[a-z]+ ){0,3}trop (?:vite|rapidement|souvent)",
    r"\b(?:atteint|depasse|epuise) (?:[a-z]+ ){0,3}(?:limite|quota|plafond)\b",
    r"\b(?:limite|quota|plafond) (?:[a-z0-9]+ ){0,6}(?:atteinte?|depassee?|epuisee?)\b",
    (
        r"\b(?:utilise|epuise|consomme) (?:tou[a-z]* )?(?:vos|tes|votre|ton) (?:[a-z0-9]+ ){0,3}(?:messages|questions"
        "|credits?|requetes|essais|jetons)"
    ),
    r"\b(?:navez|nas) plus (?:de |aucun )(?:[a-z]+ )?(?:messages?|credits?|questions?|requetes?|jetons?)",
    rf"{START}(?:doucement|ralentis|ralentissez)\b",
    (
        r"\b(?:patientez|attendez|attends|patienter|attendre) (?:[a-z0-9]+ ){0,4}avant (?:de(?:nvoyer)? |denvoyer"
        "|le prochain|votre prochain|un autre)"
    ),
    r"\b(?:sommes|est|sont|serveurs?|systeme|modele|service) (?:[a-z]+ ){0,3}(?:surcharge|sature)",
    rf"\b(?:forte (?:demande|affluence)|occupe[a-z]*)\b[^?]{{0,60}}\breessay[a-z]+ [^.?]{{0,20}}{_FR_LATER}",
)

_REFUSAL_FR: tuple[str, ...] = (
    rf"\bpas (?:pu|reussi a|parvenu a|parvenus a|possible de|arrive a|en mesure de) (?:[a-z]+ )?(?:etre )?{_FR_DO}",
    rf"\bimpossible (?:de |d)(?:[a-z]+ )?{_FR_DO}",
    r"\bne peu(?:t|vent|x) (?:pas )?(?:etre traite|traiter|repondre|vous repondre)",
    (
        r"\b(?:numero|compte|telephone)(?: [a-z]+){0,3} nest (?:pas|plus) (?:[a-z]+ )?(?:enregistre|lie|associe|verifie"
        "|autorise|reconnu|inscrit|active|configure|repertorie|dans|connu)"
    ),
    r"\b(?:vous netes|tu nes) pas (?:[a-z]+ )?(?:inscrit|enregistre|autorise|membre|habilite|identifie)",
    r"\b(?:navez|nas) pas (?:l|la |les |le |d|de )?(?:acces|autorisation|permissions?|droits?|compte)",
    (
        r"\b(?:ne (?:reconnai[a-z]+|connai[a-z]+|trouv[a-z]+) pas|navons pas trouve|nai pas trouve|aucun) (?:ce |votre "
        r"|ton |de )?(?:numero|compte|profil|utilisateur)\b"
    ),
    r"\b(?:devez|dois|faut|veuillez|dabord) (?:[a-z]+ )?(?:vous inscrire|tinscrire|creer un compte|etre inscrit)",
    (
        r"\b(?:service|systeme|bot|assistant|serveur|fonction[a-z]*) (?:[a-z]+ ){0,3}(?:indisponible|hors (?:service"
        "|ligne)|en maintenance|desactive|suspendu|nest (?:pas|plus) disponible)"
    ),
    rf"{START}(?:[a-z]+ )?(?:en|pour) maintenance\b",
    (
        r"\b(?:une?|des|un petit) (?:[a-z]+ )?(?:erreur|probleme|souci|incident)s? (?:[a-z]+ ){0,3}(?:produite?"
        r"|survenue?s?|arrivee?|est survenu|sest)\b"
    ),
    (
        r"\b(?:y a eu|jai|avons|rencontre|rencontrons|eu|il y a|suite a|cause d) ?(?:e |un |une |des |dun |dune )?"
        rf"(?:petit |petite |leger )?{_FR_TROUBLE}\b"
    ),
    (
        f"{START}(?:desole,? |oups,? )*(?:une )?erreur(?: (?:lors|de|du|interne|technique|serveur|inattendue|inconnue"
        r"|pendant|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\b(?:problemes?|soucis?|incidents?|erreurs?|difficultes?) (?:technique|interne|serveur|de connexion)",
    r"\b(?:plante|sest mal passe|a mal tourne|ne marche pas|ne fonctionne pas)\b",
    r"\brien (?:na ete|nest) (?:enregistre|envoye|sauvegarde)",
    (
        r"\b(?:desole|desolee|oups|excusez|navre|malheureusement)\b[^?]{0,90}\breessay[a-z]+(?: (?:[^.?]{0,20}"
        f"{_FR_LATER}|ou (?:appelez|contactez)))"
    ),
    r"\b(?:fichier|photo|image|message|video)(?: [a-z]+){0,2} trop (?:volumineu|gros|grand|lourd|long)",
    r"\b(?:format|fichier|type) (?:[a-z]+ ){0,3}(?:non|pas) (?:pris en charge|supporte|accepte)",
    r"\b(?:numero|compte|abonnement|acces|essai)(?: [a-z]+){0,3} (?:bloque|suspendu|expire|inactif|desactive|termine)",
    r"\bacces refuse|\b(?:numero|utilisateur) non autorise|^non autorise",
)

_LIMIT_IT: tuple[str, ...] = (
    r"\btropp[ie] (?:messaggi|richieste|sms|tentativi|domande)\b",
    r"\b(?:inviando|scrivendo|mandando|andando) (?:[a-z]+ ){0,3}troppo (?:veloce|velocemente|in fretta|spesso)",
    r"\b(?:raggiunto|superato|oltrepassato|esaurito) (?:[a-z]+ ){0,3}(?:limite|quota)\b",
    r"\b(?:limite|quota) (?:[a-z0-9]+ ){0,6}(?:raggiunt|superat|esaurit)",
    (
        r"\b(?:finito|esaurito|usato|consumato|terminato|utilizzato) (?:tutt[ie] )?(?:i |gli |le |il |la )(?:tuoi |tue "
        "|tuo )?(?:[a-z0-9]+ ){0,2}(?:messaggi|crediti|domande|richieste|tentativi|credito)"
    ),
    r"\b(?:messaggi|crediti|domande) (?:[a-z]+ ){0,3}(?:esauriti|finiti|terminati|esaurite|finite)",
    rf"{START}(?:piu piano|rallenta|calma)\b",
    r"\b(?:attendi|aspetta|attenda|aspetti) (?:[a-z0-9]+ ){0,4}prima di (?:inviare|scrivere|mandare|riprovare|fare)",
    r"\b(?:sistema|server|modello|servizio|siamo|e|sono) (?:[a-z]+ ){0,3}(?:sovraccaric|intasat)",
)

_REFUSAL_IT: tuple[str, ...] = (
    (
        r"\bnon (?:e stato possibile|siamo riusciti a|sono riuscit[oa] a|possiamo|abbiamo potuto|ho potuto|puo essere"
        f"|riusciamo a|riesco a) {_IT_DO}"
    ),
    rf"\bimpossibile {_IT_DO}",
    (
        r"\b(?:numero|account|telefono|utente)(?: [a-z]+){0,3} non (?:e|risulta) (?:[a-z]+ )?(?:registrat|collegat"
        "|verificat|autorizzat|associat|attiv|riconosciut|configurat|abilitat|conosciut|presente)"
    ),
    r"\bnon (?:sei|siete|e|risulta|risulti) (?:[a-z]+ )?(?:registrat|autorizzat|iscritt|abilitat|un utente|un membro)",
    r"\bnon (?:hai|ha|avete) (?:il |i |l|un |una )?(?:permess|accesso|autorizzazion|account|abbonamento)",
    r"\bnon (?:riconosco|riconosciamo|conosco) (?:questo|il tuo|il) numero",
    (
        r"\bnon (?:la |ti |lo )?(?:trovo|troviamo|abbiamo trovato|ho trovato) (?:[a-z]+ ){0,3}(?:account|utente|profilo"
        "|numero|iscritti|registrazione)"
    ),
    r"\b(?:devi|deve|prima|bisogna) (?:[a-z]+ )?(?:registrarti|registrarsi|creare un account|iscriverti)",
    (
        r"\b(?:servizio|sistema|bot|assistente|server) (?:[a-z]+ ){0,3}(?:non (?:e )?(?:disponibile|attiv|configurat"
        "|raggiungibile)|fuori servizio|in manutenzione|sospes|disattivat|offline)"
    ),
    (
        r"\b(?:verificat[oa]|ce stato|ci sono|abbiamo|ho avuto|riscontrato|riscontrando|avendo|abbiamo avuto|incontrato"
        "|sto avendo) (?:un|uno|una|dei|alcuni|qualche)? ?(?:[a-z]+ ){0,2}(?:errore|errori|problem[ai]|guasto|intoppo)"
        r"\b"
    ),
    (
        f"{START}(?:mi dispiace,? |ops,? |scusa,? )*(?:un )?errore(?: (?:durante|nel|nella|nell|di|del|interno|tecnico"
        "|imprevisto|sconosciuto|[0-9]+)| ?[:!.,-]|$)"
    ),
    r"\b(?:problemi|problema|errore|errori) (?:tecnic|intern|di connessione|del server|di sistema|del sistema)",
    r"\bqualcosa (?:e andato (?:storto|male)|non ha funzionato|non va|si e rotto)",
    (
        r"\b(?:mi dispiace|ci dispiace|scusa|scusate|ops|purtroppo|spiacenti)\b[^?]{0,90}\briprov[a-z]+ [^.?]{0,20}"
        f"{_IT_LATER}"
    ),
    r"\b(?:file|foto|immagine|messaggio|video|audio)(?: [a-z]+){0,2} troppo (?:grande|lung|pesante)",
    r"\b(?:formato|file|tipo) (?:[a-z]+ ){0,3}non (?:e )?(?:supportat|accettat)",
    r"\b(?:numero|account|abbonamento|accesso|prova)(?: [a-z]+){0,3} (?:bloccat|sospes|scadut)",
    r"\baccesso negato|\b(?:numero|utente) non autorizzat|^non autorizzat",
)

LIMIT: tuple[str, ...] = (*_LIMIT_FR, *_LIMIT_IT)
REFUSAL: tuple[str, ...] = (*_REFUSAL_FR, *_REFUSAL_IT)
