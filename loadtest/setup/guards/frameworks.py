"""How frameworks and their middleware stop a form, in their own default words."""

from __future__ import annotations

from loadtest.setup.guards.kinds import Guard, Guarded

CSRF = (
    Guard(
        kind=Guarded.CSRF,
        whose="Django",
        words=r"CSRF verification failed|CSRF Failed:",
        statuses=(403,),
        remedy="decorate the view with @csrf_exempt",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Laravel",
        statuses=(419,),
        remedy="name the path in validateCsrfTokens(except: […]), or put the route into routes/api.php",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Laravel",
        words=r"CSRF token mismatch|TokenMismatchException",
        remedy="name the path in validateCsrfTokens(except: […])",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Rails",
        words=r"The change you wanted was rejected|InvalidAuthenticityToken|"
        r"Can.t verify CSRF token authenticity|InvalidCrossOriginRequest",
        statuses=(400, 403, 422, 500),
        remedy="write skip_forgery_protection into the controller",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="SvelteKit or Astro",
        words=r"Cross-site \w+ form submissions are forbidden",
        statuses=(403,),
        remedy="SvelteKit: csrf.checkOrigin: false; Astro: security.checkOrigin: false",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Flask-WTF",
        words=r"The CSRF (?:session )?token(?:s)? (?:is|are|has|do)\b|The referrer (?:header is missing|"
        r"does not match)",
        statuses=(400,),
        remedy="decorate the view with @csrf.exempt",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Spring Security",
        words=r"Invalid CSRF Token '|expected CSRF token|Could not verify the provided CSRF token",
        statuses=(403,),
        remedy="name the path in csrf.ignoringRequestMatchers(…)",
    ),
    Guard(kind=Guarded.CSRF, whose="Symfony", words=r"The CSRF token is invalid", statuses=(400, 403, 422)),
    Guard(
        kind=Guarded.CSRF,
        whose="Yii",
        words=r"Unable to verify your data submission",
        statuses=(400,),
        remedy="set enableCsrfValidation to false in the controller",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="CodeIgniter",
        words=r"The action you requested is not allowed",
        statuses=(403,),
        remedy="except the path from the csrf filter",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="ASP.NET",
        words=r"antiforgery|anti-forgery",
        remedy="write [IgnoreAntiforgeryToken] on the action",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Rack::Protection",
        words=r"attack prevented by Rack::Protection",
        statuses=(403,),
        remedy="disable rack-protection for the webhook",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="Go's CrossOriginProtection",
        words=r"cross-origin request detected",
        statuses=(403,),
        remedy="add the path with AddInsecureBypassPattern",
    ),
    Guard(
        kind=Guarded.CSRF,
        whose="the framework",
        words=r"\bcsrf\b|\bxsrf\b|cross[- ]site request forgery|invalid server actions request",
    ),
)

HOSTS = (
    Guard(
        kind=Guarded.HOST,
        whose="Django",
        words=r"Invalid HTTP_HOST header|DisallowedHost|ALLOWED_HOSTS",
        statuses=(400,),
        remedy="add the host to ALLOWED_HOSTS",
    ),
    Guard(
        kind=Guarded.HOST,
        whose="Django",
        words=r"\A\s*(?:Bad Request \(400\)\s*){1,3}\Z",
        statuses=(400,),
        remedy="add the host to ALLOWED_HOSTS; Django's log says which",
    ),
    Guard(
        kind=Guarded.HOST,
        whose="Rails",
        words=r"Blocked hosts?:",
        statuses=(403,),
        remedy="add the host to config.hosts",
    ),
    Guard(
        kind=Guarded.HOST,
        whose="Vite",
        words=r"Blocked request\. This host|server\.allowedHosts",
        statuses=(403,),
        remedy="add the host to server.allowedHosts",
    ),
    Guard(
        kind=Guarded.HOST,
        whose="Sinatra",
        words=r"\A\s*Host not permitted\s*\Z",
        statuses=(403,),
        remedy="add the host to host_authorization's permitted_hosts",
    ),
    Guard(
        kind=Guarded.HOST,
        whose="the server",
        words=r"invalid host(?:name| header)|untrusted host|host not allowed|not an allowed host|"
        r"misdirected request|hostname is invalid|host is not (?:allowed|permitted)|"
        r"\bdomain\b.{0,60}\bis untrusted",
        statuses=(400, 403, 421),
    ),
    Guard(kind=Guarded.HOST, whose="the server", statuses=(421,)),
)

PARSERS = (
    Guard(
        kind=Guarded.HEADER,
        whose="the server",
        # A check that also speaks of a wrong signature does not know which of both it met.
        words=r"\A(?!.*\b(?:invalid|incorrect|wrong|bad|valid|mismatch\w*|match\w*|verif\w+)\b).*(?:"
        r"\b(?:no|missing|without|lacks|lacking|absent)(?: an?| the)? (?<![\w-])(?:x-twilio-)?signature\b|"
        r"(?<![\w-])(?:x-twilio-)?signature\b(?: \w+){0,2} (?:missing|absent|required|not (?:found|present|provided|"
        r"set|sent|given)|not exist|(?:is|was) (?:null|undefined|empty|none)))",
        statuses=(400, 401, 403, 422, 500),
    ),
    Guard(kind=Guarded.TOKEN, whose="twilio-node", words=r"without first configuring our auth token"),
    Guard(
        kind=Guarded.TOKEN,
        whose="the server",
        words=r"KeyError:? .TWILIO_AUTH_TOKEN|(?:twilio|"
        r"auth)[ _]?(?:auth)?[ _]?token\b.{0,30}\b(?:not (?:been )?(?:set|configured|defined|found|"
        r"provided)|missing|undefined|required|empty|unset|null)\b|(?:missing|no|undefined|"
        r"without)(?: (?:an?|the|any|your|our|its|first|setting|configuring|providing|having)){0,3} (?:twilio )?"
        r"auth[ _]?token|credentials are required to create",
        statuses=(500, 501, 503),
    ),
    Guard(
        kind=Guarded.TOKEN,
        whose="Node",
        words=r"The \W?key\W? argument must be (?:of type|an instance).{0,200}Received (?:undefined|null)|"
        r"hash_hmac\(\).{0,40}\$key\) must be of type string, null given|"
        r"no implicit conversion of nil into String|"
        r"java\.lang\.IllegalArgumentException: (?:Empty key|Missing argument)|"
        r"\(Parameter 'authToken'\)",
        statuses=(400, 403, 500),
    ),
    Guard(
        kind=Guarded.SIZE,
        whose="the server",
        words=r"payload too large|entity too large|content too large|body (?:is )?too (?:large|big)|"
        r"exceeds? the maximum (?:request|body)",
        statuses=(400, 413),
    ),
    Guard(kind=Guarded.SIZE, whose="the server", statuses=(413,)),
    Guard(
        kind=Guarded.PARSER,
        whose="a JSON parser",
        words=r"is not valid JSON|Unexpected token '?\w'? in JSON|JSON parse error|"
        r"invalid character '.' looking for beginning of value|Expecting value: line 1 column 1|"
        r"Unrecognized token|is an invalid start of a value|unexpected token at|JSONDecodeError|"
        r"JSON\.parse|Error (?:occurred while )?parsing (?:request parameters|the body)|"
        r"malformed JSON|invalid json|json_invalid|Failed to decode JSON|could not parse JSON|"
        r"expected value at line 1 column 1|Syntax error, malformed",
        remedy="read the body as application/x-www-form-urlencoded there, not as JSON",
    ),
    Guard(
        kind=Guarded.PARSER,
        whose="a JSON model",
        words=r"model_attributes_type|Input should be a valid dictionary",
        statuses=(400, 422),
        remedy="declare the fields as form parameters (in FastAPI: Form()), not as a JSON body",
    ),
    Guard(
        kind=Guarded.PARSER,
        whose="the server",
        words=r"unsupported (?:media|content)[- ]type|unsupported mediatype|FST_ERR_CTP_INVALID_MEDIA_TYPE|"
        r"content[- ]type.{0,80}(?:is )?not (?:supported|acceptable|application/json)",
    ),
    Guard(kind=Guarded.PARSER, whose="the server", statuses=(415,)),
    Guard(
        kind=Guarded.PARSER,
        whose="the server's code",
        words=r"(?:cannot|can.t|could not) (?:read|destructure) .{0,40}\b(?:From|To|Body|NumMedia|"
        r"MessageSid|SmsSid|AccountSid)\b.{0,60}(?:undefined|null)|(?:undefined|"
        r"null) \(reading '(?:From|To|Body|NumMedia|MessageSid|SmsSid|AccountSid)'\)|"
        r"undefined or null to object.{0,400}twilio|req(?:uest)?\.body\W{0,3} (?:is|was|"
        r"as it is) (?:undefined|null|empty)",
        remedy="in Express: app.use(express.urlencoded({ extended: false }))",
    ),
    Guard(
        kind=Guarded.FIELDS,
        whose="FastAPI or pydantic",
        words=r"Field required|value_error\.missing|\"type\"\s*:\s*\"(?:missing|string_too_short|" r"string_type)\"",
        statuses=(400, 422),
        remedy='in FastAPI give it a default: Body: str = Form("")',
    ),
    Guard(
        kind=Guarded.FIELDS,
        whose="the server",
        words=r"\b(?:missing|required|empty|invalid|blank)\b.{0,60}\b(?:params?|parameters?|fields?|body|"
        r"from|form|webhook|value)\b|\b(?:params?|parameters?|fields?|body|From)\b.{0,40}\b(?:missing|"
        r"required|empty|undefined|null|blank)\b|field required|undefined|\bnull\b|NoneType",
        statuses=(400, 422, 500),
        certain=False,
    ),
)
