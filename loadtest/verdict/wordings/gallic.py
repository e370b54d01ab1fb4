"""Wordings in French and Italian. Stems rather than words where a language inflects."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_FR_TROUBLE = "(?:erreurs?|problemes?|soucis?|incidents?|pannes?|bugs?|difficultes?|dysfonctionnements?)"
_FR_THINGS = "(?:messages?|sms|questions?|credits?|requetes?|demandes?|jetons?|essais|tentatives?|textos?)"
_FR_DO = (
    "(?:trait|recevoir|livrer|enregistr|accept|gener|envoy|repond|connect|charg|recuper|analys|telecharg|transcri|acced"
    "|execut|cre|finalis|effectu|joindre|sauvegard|ajout|calcul|affich|reserv|confirm|verifi|transmett|ouvrir|consult"
    "|obten|contact|suivre|inscri|annul|mettre)"
)
_FR_LATER = "(?:plus tard|ulterieurement|dans (?:un|une|quelques|[0-9]+)|bientot)"
_IT_DO = (
    "(?:elabora|riceve|accetta|consegna|gesti|salva|completa|genera|invia|risponde|connette|carica|recupera|analizza"
    "|scarica|trascrive|accede|esegui|crea|aggiorna|contatta|registra|mostra|prenota|conferma|verifica|leggere|apri"
    "|ottene|trasmette|memorizza|inoltra|annulla|conclude|processa)"
)
_IT_LATER = "(?:piu tardi|dopo|tra (?:un|qualche|poco|[0-9]+|pochi|alcuni)|fra (?:un|qualche|poco)|in seguito)"

_LIMIT_FR: tuple[str, ...] = (
    r"\btrop de (?:messages|requetes|demandes|sms|tentatives|textos|questions)\b",
    r"\b(?:envoyez|envoies|ecrivez|ecris|allez|vas|envoye) (?:[a-z]+ ){0,3}trop (?:vite|rapidement|souvent)",
    r"\b(?:atteint|depasse|epuise) (?:[a-z]+ ){0,3}(?:limite|quota|plafond|maximum d)",
    rf"\b(?:atteint|depasse) le nombre (?:[a-z]+ ){{0,3}}(?:d|de ){_FR_THINGS}",
    r"\b(?:limite|quota|plafond|maximum) (?:[a-z0-9]+ ){0,6}(?:atteinte?|depassee?|epuisee?)\b",
    rf"\b(?:{_FR_THINGS}|solde|forfait) (?:[a-z0-9]+ ){{0,4}}(?:epuise|insuffisant)",
    (
        f"{START}(?:seulement |maximum |un maximum de )?(?:[0-9]+|un|une|deux|trois|cinq|dix) {_FR_THINGS} (?:par"
        r"|toutes les|a la fois)\b"
    ),
    (
        r"\b(?:utilise|epuise|consomme) (?:tou[a-z]* )?(?:vos|tes|votre|ton) (?:[a-z0-9]+ ){0,3}(?:messages|questions"
        "|credits?|requetes|essais|jetons)"
    ),
    (
        r"\b(?:navez|nas) plus (?:de |d|aucun |aucune )(?:[a-z]+ )?(?:messages?|credits?|questions?|requetes?"
        "|jetons?|essais)"
    ),
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
        "|autorise|reconnu|inscrit|active|configure|repertorie|dans|connu|rattache|relie)"
    ),
    (
        r"\b(?:votre|ce|ton) (?:numero|telephone|portable|mobile)(?: de (?:telephone|portable|mobile))? (?:nest "
        "(?:associe|lie"
        r"|rattache|relie) a aucun|ne (?:correspond|figure|apparait)|nous est inconnu|ne nous est pas connu)"
    ),
    r"\b(?:numero|expediteur|utilisateur) inconnu",
    (
        r"\baucun (?:client|compte|patient|utilisateur|eleve|abonne)s? (?:[a-z]+ ){0,3}(?:avec|pour|a|sous) (?:ce"
        "|votre|ton) (?:numero|telephone)"
    ),
    r"\b(?:vous netes|tu nes) pas (?:[a-z]+ )?(?:inscrit|enregistre|autorise|membre|habilite|identifie)",
    r"\b(?:navez|nas) pas (?:l|la |les |le |d|de )?(?:acces|autorisation|permissions?|droits?|compte)",
    (
        r"\b(?:ne (?:reconnai[a-z]+|connai[a-z]+|trouv[a-z]+) pas|navons pas trouve|nai pas trouve|aucun) (?:ce |votre "
        r"|ton |de )?(?:numero|compte|profil|utilisateur)\b"
    ),
    r"\b(?:devez|dois|faut|veuillez|dabord) (?:[a-z]+ )?(?:vous inscrire|tinscrire|creer un compte|etre inscrit)",
    (
        r"\b(?:service|systeme|bot|assistant|serveur|fonction[a-z]*|messagerie)s? (?:[a-z]+ ){0,3}(?:indisponible|hors "
        r"(?:service|ligne)|en (?:maintenance|panne)|desactive|suspendu|n(?:est|e sont) (?:pas|plus) disponible"
        r"|ne (?:repond|fonctionne|marche) (?:pas|plus)|injoignable|plante|inaccessible)"
    ),
    r"\b(?:momentanement|temporairement|actuellement) impossible\b",
    rf"{START}(?:[a-z]+ )?(?:en|pour) maintenance\b",
    (
        r"\b(?:une?|des|un petit) (?:[a-z]+ )?(?:erreur|probleme|souci|incident)s? (?:[a-z]+ ){0,3}(?:produite?"
        r"|survenue?s?|arrivee?|est survenu|sest)\b"
    ),
    (
        r"\b(?:y a eu|jai|avons|rencontre|rencontrons|eu|il y a|suite a|cause d) ?(?:actuellement |en ce moment "
        ")?(?:e |un "
        rf"|une |des |dun |dune )?(?:petit |petite |leger |quelques )?{_FR_TROUBLE}\b"
    ),
    (
        f"{START}(?:desole,? |oups,? )*(?:une )?erreur(?: (?:lors|de|du|interne|technique|serveur|inattendue|inconnue"
        r"|pendant|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\b(?:problemes?|soucis?|incidents?|erreurs?|difficultes?) (?:technique|interne|serveur|de connexion)",
    r"\b(?:plante|sest mal passe|a mal tourne|ne marche pas|ne fonctionne pas)\b",
    (
        r"\b(?:rien|demande|message|rendez-vous|commande|reservation"
        r"|inscription) (?:na (?:pas )?(?:pu )?(?:ete|etre)|nest)"
        r" (?:pas )?(?:enregistre|envoye|sauvegarde|traite|recu|transmis|prise? en compte)"
    ),
    (
        r"\b(?:demande|envoi|enregistrement|requete|operation|reservation|inscription|connexion|traitement|message)"
        r"(?: [a-z]+){0,3} a echoue\b|\bechec (?:de lenvoi|de lenregistrement|du traitement|de la (?:connexion"
        "|demande))"
    ),
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
    r"\b(?:raggiunto|superato|oltrepassato|esaurito) (?:[a-z]+ ){0,3}(?:limite|quota|massimo di)\b",
    r"\braggiunto il numero massimo\b|\bnumero massimo di [a-z]+ (?:[a-z]+ )?(?:raggiunt|superat)",
    (
        r"\b(?:hai|ha|avete) (?:finito|esaurito|terminato) (?:i |il |le |la )?(?:tuo |suo |tuoi )?(?:credit|credito"
        "|saldo|messaggi|domande)"
    ),
    r"\b(?:credito|saldo) (?:[a-z]+ ){0,2}(?:esaurit|insufficiente|finit|terminat)",
    r"\bnon (?:hai|ha|ti restano|ti rimangono) piu (?:crediti|domande|richieste|tentativi|credito)\b",
    (
        f"{START}(?:solo |massimo |al massimo )?(?:[0-9]+|un|una|due|tre|cinque|dieci) (?:messagg[io]|domand[ae]"
        r"|richiest[ae]) (?:al|ogni|per|alla)\b"
    ),
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
        r"\b(?:servizio|sistema|bot|assistente|server|linea) (?:[a-z]+ ){0,3}(?:non (?:e )?(?:(?:al|in questo|per il)"
        r"(?: momento)? )?(?:momento )?(?:disponibile|attiv|configurat|raggiungibile|risponde|funziona)"
        "|fuori (?:servizio|uso)|in manutenzione|sospes|disattivat|offline|indisponibile|bloccat|si e (?:bloccat|rott))"
    ),
    (
        r"\b(?:numero|mittente|utente) sconosciut|\b(?:tuo|suo|questo) numero(?: di telefono)? non (?:corrisponde"
        r"|compare|figura|esiste)\b"
    ),
    (
        r"\bnessun (?:account|utente|cliente|paziente|profilo) (?:[a-z]+ ){0,2}(?:con|per|a) (?:questo|il tuo|il "
        "suo) (?:numero|telefono)"
    ),
    (
        r"\b(?:richiesta|prenotazione|operazione|invio|salvataggio|registrazione|ordine)(?: [a-z]+){0,2} (?:non "
        "(?:e andat[ao] a buon fine|riuscit)|fallit)"
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
