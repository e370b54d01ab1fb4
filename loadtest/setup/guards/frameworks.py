"""How frameworks and their middleware stop a form, in their own default words."""

from __future__ import annotations

from loadtest.setup.guards.kinds import Kind, row

CSRF = (
    row(
        Kind.CSRF,
        "Django",
        r"CSRF verification failed|CSRF Failed:",
        statuses=(403,),
        remedy="decorate the view with @csrf_exempt",
    ),
    row(
        Kind.CSRF,
        "Laravel",
        statuses=(419,),
        remedy="name the path in validateCsrfTokens(except: […]), or put the route into routes/api.php",
    ),
    row(
        Kind.CSRF,
        "Laravel",
        r"CSRF token mismatch|TokenMismatchException",
        remedy="name the path in validateCsrfTokens(except: […])",
    ),
    row(
        Kind.CSRF,
        "Rails",
        r"The change you wanted was rejected|InvalidAuthenticityToken|"
        r"Can.t verify CSRF token authenticity|InvalidCrossOriginRequest",
        statuses=(400, 403, 422, 500),
        remedy="write skip_forgery_protection into the controller",
    ),
    row(
        Kind.CSRF,
        "SvelteKit or Astro",
        r"Cross-site \w+ form submissions are forbidden",
        statuses=(403,),
        remedy="SvelteKit: csrf.checkOrigin: false; Astro: security.checkOrigin: false",
    ),
    row(
        Kind.CSRF,
        "Flask-WTF",
        r"The CSRF (?:session )?token(?:s)? (?:is|are|has|do)\b|The referrer (?:header is missing|" r"does not match)",
        statuses=(400,),
        remedy="decorate the view with @csrf.exempt",
    ),
    row(
        Kind.CSRF,
        "Spring Security",
        r"Invalid CSRF Token '|expected CSRF token|Could not verify the provided CSRF token",
        statuses=(403,),
        remedy="name the path in csrf.ignoringRequestMatchers(…)",
    ),
    row(Kind.CSRF, "Symfony", r"The CSRF token is invalid", statuses=(400, 403, 422)),
    row(
        Kind.CSRF,
        "Yii",
        r"Unable to verify your data submission",
        statuses=(400,),
        remedy="set enableCsrfValidation to false in the controller",
    ),
    row(
        Kind.CSRF,
        "CodeIgniter",
        r"The action you requested is not allowed",
        statuses=(403,),
        remedy="except the path from the csrf filter",
    ),
    row(Kind.CSRF, "ASP.NET", r"antiforgery|anti-forgery", remedy="write [IgnoreAntiforgeryToken] on the action"),
    row(
        Kind.CSRF,
        "Rack::Protection",
        r"attack prevented by Rack::Protection",
        statuses=(403,),
        remedy="disable rack-protection for the webhook",
    ),
    row(
        Kind.CSRF,
        "Go's CrossOriginProtection",
        r"cross-origin request detected",
        statuses=(403,),
        remedy="add the path with AddInsecureBypassPattern",
    ),
    row(Kind.CSRF, "the framework", r"\bcsrf\b|\bxsrf\b|cross[- ]site request forgery|invalid server actions request"),
)

HOSTS = (
    row(
        Kind.HOST,
        "Django",
        r"Invalid HTTP_HOST header|DisallowedHost|ALLOWED_HOSTS",
        statuses=(400,),
        remedy="add the host to ALLOWED_HOSTS",
    ),
    row(
        Kind.HOST,
        "Django",
        r"\A\s*(?:Bad Request \(400\)\s*){1,3}\Z",
        statuses=(400,),
        remedy="add the host to ALLOWED_HOSTS; Django's log says which",
    ),
    row(Kind.HOST, "Rails", r"Blocked hosts?:", statuses=(403,), remedy="add the host to config.hosts"),
    row(
        Kind.HOST,
        "Vite",
        r"Blocked request\. This host|server\.allowedHosts",
        statuses=(403,),
        remedy="add the host to server.allowedHosts",
    ),
    row(
        Kind.HOST,
        "Sinatra",
        r"\A\s*Host not permitted\s*\Z",
        statuses=(403,),
        remedy="add the host to host_authorization's permitted_hosts",
    ),
    row(
        Kind.HOST,
        "the server",
        r"invalid host(?:name| header)|untrusted host|host not allowed|not an allowed host|"
        r"misdirected request|hostname is invalid|host is not (?:allowed|permitted)|"
        r"\bdomain\b.{0,60}\bis untrusted",
        statuses=(400, 403, 421),
    ),
    row(Kind.HOST, "the server", statuses=(421,)),
)

PARSERS = (
    row(Kind.TOKEN, "twilio-node", r"without first configuring our auth token"),
    row(
        Kind.TOKEN,
        "the server",
        r"KeyError:? .TWILIO_AUTH_TOKEN|(?:twilio|"
        r"auth)[ _]?(?:auth)?[ _]?token\b.{0,30}\b(?:not (?:been )?(?:set|configured|defined|found|"
        r"provided)|missing|undefined|required|empty|unset|null)\b|(?:missing|no|undefined|"
        r"without) (?:a |an |the )?(?:twilio )?auth ?token|credentials are required to create",
        statuses=(500, 501, 503),
    ),
    row(
        Kind.TOKEN,
        "Node",
        r"The \W?key\W? argument must be (?:of type|an instance).{0,200}Received (?:undefined|null)|"
        r"hash_hmac\(\).{0,40}\$key\) must be of type string, null given|"
        r"no implicit conversion of nil into String|"
        r"java\.lang\.IllegalArgumentException: (?:Empty key|Missing argument)|"
        r"\(Parameter 'authToken'\)",
        statuses=(400, 403, 500),
    ),
    row(
        Kind.SIZE,
        "the server",
        r"payload too large|entity too large|content too large|body (?:is )?too (?:large|big)|"
        r"exceeds? the maximum (?:request|body)",
        statuses=(400, 413),
    ),
    row(Kind.SIZE, "the server", statuses=(413,)),
    row(
        Kind.PARSER,
        "a JSON parser",
        r"is not valid JSON|Unexpected token '?\w'? in JSON|JSON parse error|"
        r"invalid character '.' looking for beginning of value|Expecting value: line 1 column 1|"
        r"Unrecognized token|is an invalid start of a value|unexpected token at|JSONDecodeError|"
        r"JSON\.parse|Error (?:occurred while )?parsing (?:request parameters|the body)|"
        r"malformed JSON|invalid json|json_invalid|Failed to decode JSON|could not parse JSON|"
        r"expected value at line 1 column 1|Syntax error, malformed",
        remedy="read the body as application/x-www-form-urlencoded there, not as JSON",
    ),
    row(
        Kind.PARSER,
        "a JSON model",
        r"model_attributes_type|Input should be a valid dictionary",
        statuses=(400, 422),
        remedy="declare the fields as form parameters (in FastAPI: Form()), not as a JSON body",
    ),
    row(
        Kind.PARSER,
        "the server",
        r"unsupported (?:media|content)[- ]type|unsupported mediatype|FST_ERR_CTP_INVALID_MEDIA_TYPE|"
        r"content[- ]type.{0,80}(?:is )?not (?:supported|acceptable|application/json)",
    ),
    row(Kind.PARSER, "the server", statuses=(415,)),
    row(
        Kind.PARSER,
        "the server's code",
        r"(?:cannot|can.t|could not) (?:read|destructure) .{0,40}\b(?:From|To|Body|NumMedia|"
        r"MessageSid|SmsSid|AccountSid)\b.{0,60}(?:undefined|null)|(?:undefined|"
        r"null) \(reading '(?:From|To|Body|NumMedia|MessageSid|SmsSid|AccountSid)'\)|"
        r"undefined or null to object.{0,400}twilio|req(?:uest)?\.body\W{0,3} (?:is|was|"
        r"as it is) (?:undefined|null|empty)",
        remedy="in Express: app.use(express.urlencoded({ extended: false }))",
    ),
    row(
        Kind.FIELDS,
        "FastAPI or pydantic",
        r"Field required|value_error\.missing|\"type\"\s*:\s*\"(?:missing|string_too_short|" r"string_type)\"",
        statuses=(400, 422),
        remedy='in FastAPI give it a default: Body: str = Form("")',
    ),
    row(
        Kind.FIELDS,
        "the server",
        r"\b(?:missing|required|empty|invalid|blank)\b.{0,60}\b(?:params?|parameters?|fields?|body|"
        r"from|form|webhook|value)\b|\b(?:params?|parameters?|fields?|body|From)\b.{0,40}\b(?:missing|"
        r"required|empty|undefined|null|blank)\b|field required|undefined|\bnull\b|NoneType",
        statuses=(400, 422, 500),
        certain=False,
    ),
)
