"""Wordings in Spanish and Portuguese. Stems rather than words where a language inflects."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START

_ES_THINGS = (
    "(?:mensajes?|solicitud(?:es)?|peticion(?:es)?|intentos|textos|consultas?|preguntas?|creditos?|tokens?"
    "|interacciones)"
)
_ES_LATER = "(?:mas tarde|luego|despues|en (?:un|una|unos|unas|algunos|breve|[0-9]+|instantes))"
_ES_TROUBLE = "(?:error|errores|problemas?|fallos?|fallas?|inconvenientes?|dificultad(?:es)?|problemita)"
_ES_DO = (
    "(?:proces|recib|acept|entreg|guard|complet|gener|envi|atend|respond|contest|conect|obten|carg|consult|registr"
    "|realiz|cre|analiz|descarg|transcrib|acced|ejecut|agend|actualiz|elimin|reserv|calcul|mostr|confirm|anot|comunic"
    "|recuper|abr|verific|valid|activ|tramit|gestion|conclu|sum)"
)
_PT_THINGS = (
    "(?:mensagens|mensagem|solicitac(?:oes|ao)|requisicoes|tentativas|pedidos|perguntas?|consultas?|creditos?|tokens?)"
)
_PT_TROUBLE = "(?:erros?|problemas?|probleminhas?|falhas?|dificuldades?|instabilidades?|imprevisto)"
_PT_DO = (
    "(?:process|receb|aceit|entreg|salv|complet|conclu|ger|envi|atend|respond|conect|obt|carreg|consult|registr|realiz"
    "|cri|analis|baix|transcrev|acess|execut|agend|atualiz|remov|reserv|calcul|finaliz|buscar)"
)
_PT_LATER = "(?:mais tarde|depois|em (?:alguns|instantes|breve|um|uns|[0-9]+|poucos)|daqui a|logo mais|novamente em)"

_LIMIT_ES: tuple[str, ...] = (
    rf"\bdemasiad[oa]s {_ES_THINGS}\b",
    rf"\bmuch[oa]s {_ES_THINGS} (?:seguid|muy|en (?:poco|tan|muy)|tan|a la vez|rapid)",
    (
        r"\b(?:enviando|mandando|escribiendo|envias|escribes|mandas|vas|enviaste) (?:[a-z]+ ){0,3}(?:muy|demasiado"
        "|tan) (?:rapid|seguid|frecuente)"
    ),
    rf"\b{_ES_THINGS} (?:muy|demasiado|tan) (?:rapid|seguid)",
    (
        r"\b(?:alcanzad[oa]|alcanzaste|superad[oa]|superaste|excedid[oa]|excediste|llegado al?|llegaste al?|llego al?"
        r"|sobrepasado|agotaste|agotado) (?:[a-z]+ ){0,3}(?:limite|cuota|tope|maximo de)\b"
    ),
    r"\b(?:limite|cuota|tope) (?:[a-z0-9]+ ){0,5}(?:alcanzad|superad|excedid|agotad|cumplid)",
    (
        r"\b(?:usado|agotado|gastado|consumido|usaste|agotaste|gastaste|consumiste) (?:ya )?(?:tod[oa]s )?(?:(?:tu|tus"
        f"|los|las|sus) )(?:[a-z0-9]+ ){{0,3}}{_ES_THINGS}"
    ),
    rf"\bse (?:te |le )?(?:acab|agot|termin|han acab|han agot)[a-z]* (?:[a-z]+ ){{0,4}}{_ES_THINGS}",
    rf"\b(?:no (?:te|le) quedan?|ya no tienes?|no tienes? mas|te quedaste sin) (?:mas )?(?:{_ES_THINGS}|saldo)",
    r"\bsin (?:creditos?|saldo|tokens)\b",
    rf"\b(?:{_ES_THINGS}|saldo) (?:[a-z]+ ){{0,3}}(?:agotad|insuficiente|terminad)",
    (
        f"{START}(?:solo|maximo|unicamente) (?:[a-z]+ ){{0,3}}(?:[0-9]+|un|una|dos|tres|cinco|diez) {_ES_THINGS} "
        r"(?:por|al|cada|a la)\b"
    ),
    rf"{START}(?:un|una|1) {_ES_THINGS} (?:por|al|cada|a la vez)\b",
    r"\bmas despacio\b",
    (
        r"\b(?:espera|espere|aguarda|aguarde)[a-z]* (?:[a-z0-9]+ ){0,4}antes de (?:enviar|escribir|mandar|volver a"
        "|hacer|otro|otra)"
    ),
    r"\b(?:estamos|esta|estan|sistema|servidor[a-z]*|modelo|servicio) (?:[a-z]+ ){0,4}(?:saturad|sobrecargad|colapsad)",
    (
        r"\b(?:alta demanda|mucho trafico|mucha demanda|ocupad[oa]s?)\b[^?]{0,60}\b(?:intent[a-z]+|prueb[a-z]+)[^.?]"
        f"{{0,20}}{_ES_LATER}"
    ),
)

_REFUSAL_ES: tuple[str, ...] = (
    (
        r"\bno (?:se )?(?:la |lo |le |te )?(?:pude|pudimos|pudo|podemos|hemos podido|he podido|ha podido|fue posible"
        f"|puede|es posible|logre|logramos|se logro|consegui|conseguimos|puedo) {_ES_DO}"
    ),
    (
        r"\b(?:numero|telefono|cuenta|usuario)(?: [a-z]+){0,3} no (?:esta|se encuentra|ha sido|fue) (?:[a-z]+ )?"
        "(?:registrad|vinculad|verificad|autorizad|asociad|activ|habilitad|configurad|reconocid|dad|en (?:nuestr"
        "|el|la))"
    ),
    (
        r"\b(?:tu|su|este|ese) (?:numero|telefono|movil|celular)(?: de (?:telefono|movil|celular))? no (?:aparece"
        "|figura|consta|existe|pertenece|corresponde"
        r"|coincide)\b|\b(?:numero|remitente|usuario) desconocid"
    ),
    (
        r"\bno (?:tenemos|tengo|nos consta|me consta) (?:registrad[oa] |guardad[oa] )?(?:tu|su|este|ese|ningun) "
        r"(?:[a-z]+ )?(?:numero|telefono|movil)\b"
    ),
    (
        r"\b(?:no hay|ningun[ao]?) (?:ningun[ao]? )?(?:cuenta|usuario|cliente|paciente|alumno|registro)s? (?:[a-z]+ "
        "){0,2}"
        r"(?:con|a|al|para|en|de) (?:este|tu|su|ese) (?:numero|telefono|movil|celular)"
    ),
    r"\bno (?:pertenece|esta|estas) (?:a|en) (?:la|nuestra) lista\b",
    r"\bno (?:estas?|se encuentra|eres|es) (?:[a-z]+ )?(?:registrad|autorizad|habilitad|inscrit|usuario|miembro)",
    r"\bno (?:reconozco|reconocemos|conozco|conocemos) (?:este|tu|su|ese) (?:numero|telefono)",
    (
        r"\bno (?:encontre|encontramos|se encontro|encuentro|tenemos|existe) (?:[a-z]+ ){0,3}(?:cuenta|usuario|registro"
        r"|perfil|telefono)\b"
    ),
    (
        r"\bno (?:tienes?|tiene|cuentas con|cuenta con|posees?) (?:los |el |las )?(?:permisos?|acceso|autorizacion"
        "|una cuenta|una suscripcion)"
    ),
    (
        r"\b(?:debes|debe|tienes que|tiene que|necesitas|primero|antes) (?:[a-z]+ )?(?:registrarte|registrarse"
        "|estar registrad|crear una cuenta|iniciar sesion)"
    ),
    r"\b(?:solo|unicamente|exclusivo) (?:[a-z]+ ){0,2}(?:usuarios|numeros|clientes|miembros) (?:registrad|autorizad)",
    (
        r"\b(?:servicio|bot|sistema|asistente|funcion|linea) (?:[a-z]+ ){0,3}(?:no (?:esta |se encuentra )?"
        "(?:disponible|activ|configurad|habilitad)|indisponible|fuera de (?:servicio|linea)|suspendid|desactivad|caid)"
    ),
    (
        r"\b(?:estamos|(?:servicio|sistema|bot|linea|servidor|plataforma|red|pagina|portal|canal|app|aplicacion|numero"
        r"|central)[^.!?]{0,30}) (?:en|por|bajo) (?:labores de |tareas de |trabajos de )?mantenimiento\b"
    ),
    rf"{START}(?:en|por|bajo) mantenimiento\b",
    (
        r"\b(?:se (?:nos |me )?cayo|algo (?:se )?(?:fallo|rompio)|(?:fallo|ha fallado) (?:algo|el|la|al)|esta "
        r"fallando|estamos caidos)\b"
    ),
    (
        r"\b(?:bot|sistema|servidor|asistente|aplicacion|servicio)(?: [a-z]+){0,3} (?:se (?:colgo|rompio|trabo|bloqueo"
        r"|congelo|ha caido)|dejo de (?:funcionar|responder)|no (?:responde|contesta|funciona|anda|va))\b"
    ),
    (
        r"\b(?:ocurri[a-z]*|hubo|ha habido|se (?:ha )?produ[a-z]+|surgio|tuve|tuvimos|tengo|tenemos|teniendo"
        "|experimentando|encontre|encontramos|presento|sucedio|existe|hay) (?:un|unos|algun|algunos|una)? ?(?:[a-z]"
        rf"+ ){{0,2}}{_ES_TROUBLE}\b"
    ),
    (
        f"{START}(?:lo siento,? |ups,? |perdon,? |disculpa[a-z]*,? )*(?:un )?error(?: (?:al|en|de|del|interno|tecnico"
        r"|inesperado|desconocido|durante|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    (
        r"\b(?:problemas?|fallas?|error(?:es)?|dificultades) (?:tecnic|intern|de conexion|del servidor|de sistema"
        "|del sistema)"
    ),
    r"\balgo (?:salio|ha salido|fue|anda|anduvo|no salio|va) (?:muy )?(?:mal|bien)\b",
    (
        r"\b(?:lo siento|lo sentimos|perdon|disculp[a-z]+|ups|lamentablemente)\b[^?]{0,90}\b(?:intent|prueb|vuelv)[a-z]"
        f"* [^.?]{{0,30}}{_ES_LATER}"
    ),
    (
        r"\b(?:archivo|foto|imagen|video|audio|mensaje)(?: [a-z]+){0,2} (?:demasiado (?:grande|larg|pesad)|muy (?:larg"
        "|grande|pesad)|(?:supera|excede) (?:[a-z0-9]+ ){0,4}(?:mb|kb|tamano|limite|caracteres))"
    ),
    r"\b(?:formato|archivo|tipo) (?:[a-z]+ ){0,3}no (?:es )?(?:soportad|compatible|admitid|valid[oa] para)",
    (
        r"\b(?:numero|cuenta|suscripcion|plan|acceso|prueba)(?: [a-z]+){0,3} (?:bloquead|suspendid|vencid|expirad"
        "|caducad|inactiv)"
    ),
    r"\btu (?:suscripcion|plan|periodo|prueba|cuenta|membresia) (?:[a-z]+ ){0,3}(?:vencio|expiro|caduco|termino)",
    r"\bacceso denegado|\b(?:numero|usuario) no autorizad|^no autorizad",
    r"\bmensaje (?:no (?:entro|llego|se (?:guardo|envio|proceso|pudo))|(?:fue )?(?:rechazad|descartad))",
)

_LIMIT_PT: tuple[str, ...] = (
    rf"\b(?:enviou|enviando|mandou|mandando) (?:[a-z]+ ){{0,2}}(?:muitas|muitos|tantas) {_PT_THINGS}",
    rf"\b(?:demasiad[oa]s|excesso de) {_PT_THINGS}",
    rf"\bmuit[ao]s {_PT_THINGS}(?: [a-z]+){{0,4}}[.,!;] ?(?:por favor,? )?(?:aguarde|tente|espere)",
    rf"\bmuit[ao]s {_PT_THINGS} (?:em (?:pouco|curto|um)|seguidas|rapid|de uma|ao mesmo)",
    r"\bmuit[ao]s (?:solicitacoes|requisicoes|tentativas)\b",
    (
        r"\b(?:enviando|mandando|escrevendo|digitando|indo) (?:[a-z]+ ){0,3}(?:muito rapid|rapido demais|tao rapid"
        "|com muita frequencia)"
    ),
    (
        r"\b(?:atingiu|atingido|excedeu|excedido|ultrapassou|alcancou|chegou ao|esgotou|bateu) (?:[a-z]+ ){0,3}"
        r"(?:limite|cota|quota|maximo de)\b"
    ),
    r"\b(?:limite|cota|quota) (?:[a-z0-9]+ ){0,5}(?:atingid|excedid|ultrapassad|alcancad|esgotad|acabou)",
    (
        r"\b(?:usou|gastou|esgotou|utilizou|consumiu|usado) (?:[a-z]+ ){0,2}(?:(?:sua|suas|seu|seus|as|os) )(?:[a-z0-9]"
        f"+ ){{0,3}}{_PT_THINGS}"
    ),
    rf"\b{_PT_THINGS} (?:[a-z]+ ){{0,4}}(?:acab|esgot|termin)",
    rf"\b(?:acab|esgot)[a-z]+ (?:[a-z]+ ){{0,4}}{_PT_THINGS}",
    rf"\b(?:(?:voce )?(?:ja )?nao tem mais|ficou sem|esta sem) (?:{_PT_THINGS}|saldo)",
    r"\bsem (?:creditos?|saldo|tokens)\b",
    rf"\b(?:{_PT_THINGS}|saldo) (?:[a-z]+ ){{0,3}}(?:esgotad|insuficiente)",
    (
        f"{START}(?:so|somente|apenas|maximo de|no maximo) (?:[a-z]+ ){{0,4}}(?:[0-9]+|uma|um|duas|tres|cinco|dez) "
        rf"{_PT_THINGS} (?:por|ao|a cada|de cada)\b"
    ),
    rf"{START}(?:uma|um|1) {_PT_THINGS} (?:por|a cada|de cada)\b",
    r"\bmais devagar\b|^calma ?(?:ai|la)?[ !,.]",
    r"\b(?:aguarde|espere) (?:[a-z0-9]+ ){0,4}(?:antes de (?:enviar|mandar|escrever|fazer|tentar)|para enviar)",
    (
        r"\b(?:estamos|esta|estao|sistema|servidor[a-z]*|modelo|servico) (?:[a-z]+ ){0,4}(?:sobrecarregad|saturad"
        "|congestionad)"
    ),
    rf"\b(?:alta demanda|muita demanda|ocupad[oa]s?)\b[^?]{{0,60}}\btente[^.?]{{0,20}}{_PT_LATER}",
)

_REFUSAL_PT: tuple[str, ...] = (
    (
        r"\bnao (?:foi possivel|conseguimos|consegui|pudemos|pude|podemos|pode ser|posso|consigo|esta sendo possivel) "
        f"(?:te |lhe |a |o )?{_PT_DO}"
    ),
    (
        r"\b(?:numero|telefone|conta|usuario)(?: [a-z]+){0,3} nao (?:esta|foi|e|consta) (?:[a-z]+ )?(?:registrad"
        "|cadastrad|vinculad|verificad|autorizad|associad|ativ|reconhecid|encontrad|habilitad|em nosso|no sistema"
        "|configurad)"
    ),
    r"\bnao (?:esta|e|estas) (?:[a-z]+ )?(?:registrad|cadastrad|autorizad|habilitad|membro|usuario)",
    (
        r"\b(?:seu|este|esse|teu) (?:numero|telefone|celular)(?: de telefone)? (?:nao (?:aparece|consta|existe"
        r"|pertence|corresponde)\b|desconhecid)"
    ),
    r"\bnao temos (?:[a-z]+ ){0,2}(?:numero|telefone|celular)\b|\b(?:numero|remetente|usuario) desconhecid",
    (
        r"\b(?:nenhuma?|nao ha|nao existe) (?:conta|usuario|cliente|paciente|aluno|cadastro|registro)s? (?:[a-z]+ "
        "){0,2}"
        r"(?:com|a|ao|para|nesse|neste|de) (?:este|seu|esse|teu)? ?(?:numero|telefone|celular)"
    ),
    r"\bnao (?:reconheco|reconhecemos|conheco) (?:este|esse|seu|o) (?:numero|telefone)",
    (
        r"\bnao (?:encontrei|encontramos|localizei|localizamos|achei|existe|temos) (?:[a-z]+ ){0,3}(?:cadastro|conta"
        r"|usuario|registro|perfil)\b"
    ),
    r"\bnao (?:tem|possui|tens) (?:a |uma |o )?(?:permissao|acesso|autorizacao|conta|cadastro|assinatura)",
    (
        r"\b(?:precisa|deve|primeiro|antes|tem que) (?:[a-z]+ ){0,2}(?:se cadastrar|se registrar|fazer (?:o )?(?:seu )?"
        "(?:cadastro|login)|estar cadastrad)"
    ),
    (
        r"\b(?:apenas|somente|so|exclusivo) (?:[a-z]+ ){0,2}(?:usuarios|numeros|clientes|membros) (?:cadastrad"
        "|autorizad|registrad)"
    ),
    (
        r"\b(?:servico|sistema|bot|assistente|servidor|robo|recurso) (?:[a-z]+ ){0,4}(?:indisponivel|fora d[oe] (?:ar"
        "|servico)|nao (?:esta )?(?:disponivel|ativ|configurad|funcionando)|desativad|suspens|offline)"
    ),
    (
        r"\b(?:estamos|(?:servico|sistema|bot|linha|servidor|plataforma|rede|pagina|portal|canal|app|aplicativo|numero"
        r"|central)[^.!?]{0,30}) (?:em|para|sob|por) (?:uma )?manutencao\b"
    ),
    rf"{START}(?:em|para|sob) manutencao\b",
    (
        r"\b(?:sistema|servidor|bot|robo|servico|assistente)(?: [a-z]+){0,3} nao (?:esta )?(?:responde|respondendo"
        r"|funciona|funcionando)\b"
    ),
    (
        r"\b(?:ocorre[a-z]*|houve|aconteceu|surgiu|tive|tivemos|tenho|temos|tendo|estamos com|estou com|enfrentando"
        "|encontrei|encontramos|deu|identificamos|passando por) (?:um|uns|uma|alguns|algum)? ?(?:[a-z]+ ){0,2}"
        rf"{_PT_TROUBLE}\b"
    ),
    (
        f"{START}(?:desculpe,? |ops,? |opa,? |poxa,? )*(?:um )?(?:erro|falha)(?: (?:ao|no|na|em|de|do|interno|interna"
        r"|tecnico|tecnica|inesperado|desconhecido|durante|[0-9]+)\b| ?[:!.,-]|$)"
    ),
    r"\b(?:problemas?|falhas?|erros?|instabilidade) (?:tecnic|intern|de conexao|no servidor|no sistema|do sistema)",
    r"\b(?:algo|alguma coisa|tudo) (?:deu|saiu|esta) (?:muito )?errad|\bdeu (?:ruim|pau|erro)\b",
    r"\b(?:motor|sistema|robo|bot|servidor|ia)(?: [a-z]+){0,3} (?:travou|caiu|quebrou|esta travad|pifou)",
    (
        r"\b(?:desculp[a-z]+|ops|lamento|infelizmente|sinto muito|poxa)\b[^?]{0,90}\b(?:tent|mand|envi)[a-z]* [^.?]"
        f"{{0,30}}{_PT_LATER}"
    ),
    (
        r"\b(?:arquivo|foto|imagem|mensagem|video|audio)(?: [a-z]+){0,2} (?:muito (?:grande|long)|(?:grande"
        "|longa) demais|(?:excede|ultrapassa) (?:[a-z0-9]+ ){0,4}(?:mb|tamanho|limite|caracteres))"
    ),
    r"\b(?:formato|arquivo|tipo) (?:[a-z]+ ){0,3}nao (?:e )?(?:suportad|compativel|aceit)",
    r"\b(?:numero|conta|assinatura|plano|acesso|teste)(?: [a-z]+){0,3} (?:bloquead|suspens|expir|vencid|venceu|inativ)",
    r"\bacesso negado|\b(?:numero|usuario) nao autorizad|^nao autorizad",
    r"\bmensagem (?:nao (?:foi|chegou)|se perdeu|(?:foi )?(?:rejeitad|descartad))",
)

LIMIT: tuple[str, ...] = (*_LIMIT_ES, *_LIMIT_PT)
REFUSAL: tuple[str, ...] = (*_REFUSAL_ES, *_REFUSAL_PT)
