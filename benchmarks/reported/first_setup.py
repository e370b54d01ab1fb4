"""Faults of the set-up, after public reports: the first set, on which rules have been mended since."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlsplit

from benchmarks.reported.case import Case
from benchmarks.reported.server import FINE, TOKEN, Answer, Message, State, as_json, page, plain


def port_lost(_: State, message: Message) -> Answer:
    """Sign the URL without its port (openclaw#6334, twilio-csharp#44)."""
    host = message.headers["Host"].partition(":")[0]
    return FINE if message.signed(f"http://{host}{message.path}") else plain(401, "Unauthorized")


def sub_account(_: State, message: Message) -> Answer:
    """Check with the main account's token (twilio-php#436)."""
    return FINE if message.signed(token="0123456789abcdef0123456789abcdef") else plain(403, "Invalid signature.")


def slash_missing(_: State, message: Message) -> Answer:
    """Be Django with APPEND_SLASH (TwilioDevEd/automated-survey-django#8)."""
    if message.path.endswith("/"):
        return FINE
    said = "You called this URL via POST, but the URL doesn't end in a slash and you have APPEND_SLASH set."
    return page(500, "RuntimeError at /sms", f"<pre>{said}</pre>")


def slash_redirect(_: State, message: Message) -> Answer:
    """Redirect to the path with a slash (vellum-assistant#40755)."""
    return FINE if message.path.endswith("/") else plain(301, "", Location=message.path + "/")


def media_type(_: State, __: Message) -> Answer:
    """Be Fastify without a form parser (nestjs/nest#3936)."""
    said = "Unsupported Media Type: application/x-www-form-urlencoded"
    return as_json(415, {"statusCode": 415, "code": "FST_ERR_CTP_INVALID_MEDIA_TYPE", "message": said})


def challenge(_: State, __: Message) -> Answer:
    """Sit behind a bot challenge (upstash/qstash-js#238)."""
    said = "Enable JavaScript and cookies to continue"
    return page(403, "Just a moment...", said, cf_mitigated="challenge", Server="cloudflare")


def login_wall(_: State, __: Message) -> Answer:
    """Be a protected preview (vercel/vercel#12907)."""
    return page(401, "Authentication Required", "Vercel Authentication", Server="Vercel")


def basic(_: State, message: Message) -> Answer:
    """Want a user and a password."""
    if message.headers.get("Authorization"):
        return FINE
    return plain(401, "Unauthorized", WWW_Authenticate='Basic realm="staging"')


def gateway_path(_: State, message: Message) -> Answer:
    """Be a gateway whose stage is missing in the path (Amazon API Gateway)."""
    if message.path.startswith("/prod/"):
        return FINE
    return as_json(403, {"message": "Missing Authentication Token"}, x_amzn_ErrorType="MissingAuthenticationToken")


def tunnel_down(_: State, __: Message) -> Answer:
    """Be a tunnel without its program."""
    said = "The endpoint demo.ngrok-free.app is offline. ERR_NGROK_3200"
    return page(404, "ngrok", said, Ngrok_Error_Code="ERR_NGROK_3200")


def account_unknown(_: State, message: Message) -> Answer:
    """Accept one account alone."""
    if not message.signed():
        return plain(403, "Forbidden: invalid signature")
    return plain(403, f"Forbidden: unknown AccountSid {message.form['AccountSid']}")


def number_unknown(_: State, message: Message) -> Answer:
    """Find no tenant for the number that was texted."""
    if not message.signed():
        return plain(403, "Invalid signature")
    return as_json(404, {"error": f"no tenant is configured for To={message.form['To']}"})


def wrong_digest(_: State, message: Message) -> Answer:
    """Compute the HMAC over the raw body (as other vendors do)."""
    made = base64.b64encode(hmac.new(TOKEN.encode(), message.raw, hashlib.sha1).digest()).decode()
    return FINE if made == message.headers.get("X-Twilio-Signature") else plain(403, "bad signature")


def prefix_lost(_: State, message: Message) -> Answer:
    """Stand behind a proxy that strips the front of the path and tells it (X-Forwarded-Prefix)."""
    parts = urlsplit(message.path).path.split("/", 2)
    url = f"http://{message.headers['Host']}/{parts[-1]}"
    return FINE if message.signed(url) else as_json(403, {"detail": "signature mismatch"})


def trimmed(_: State, message: Message) -> Answer:
    """Drop unknown parameters before the check (a schema with `extra` forbidden, then stripped)."""
    names = {"MessageSid", "From", "To", "Body", "AccountSid"}
    known = {name: value for name, value in message.form.items() if name in names}
    return FINE if message.signed(form=known) else plain(403, "Signature mismatch")


CASES = (
    Case(
        server=port_lost,
        does="the URL is checked without its port",
        true=r"port|http://127\.0\.0\.1/",
        checks=False,
        doctor=True,
    ),
    Case(server=sub_account, does="another account's token", true=r"token", checks=False, doctor=True),
    Case(server=slash_missing, does="500 with Django's `APPEND_SLASH`", true=r"slash", checks=False, doctor=True),
    Case(
        server=slash_redirect,
        does="301 to the path with a slash",
        true=r"redirect|/sms/|30[18]",
        checks=False,
        doctor=True,
    ),
    Case(server=media_type, does="415 of Fastify without a form parser", true=r"form|415", checks=False, doctor=True),
    Case(
        server=challenge,
        does="403 `Just a moment...` of a bot challenge",
        true=r"bot|challenge|firewall|WAF|Cloudflare|Just a moment",
        checks=False,
        doctor=True,
    ),
    Case(
        server=login_wall,
        does="401 of a protected preview",
        true=r"login|protect|password|Authenti",
        checks=False,
        doctor=True,
    ),
    Case(
        server=basic, does="401 with `WWW-Authenticate: Basic`", true=r"password|Basic|user", checks=False, doctor=True
    ),
    Case(
        server=gateway_path,
        does="403 `Missing Authentication Token`, in truth a path without its stage",
        true=r"path|stage|route|gateway",
        checks=False,
        doctor=True,
    ),
    Case(
        server=tunnel_down,
        does="404 of a tunnel without its program",
        true=r"tunnel|ngrok|offline",
        checks=False,
        doctor=True,
    ),
    Case(
        server=account_unknown,
        does="403 `unknown AccountSid` to well signed messages",
        true=r"AccountSid|account-sid|account",
        checks=False,
        doctor=True,
    ),
    Case(
        server=number_unknown,
        does="404 `no tenant is configured for To`",
        true=r"To=|to-number|tenant|number",
        checks=False,
        doctor=True,
    ),
    Case(
        server=wrong_digest, does="the HMAC is made over the raw body", true=r"raw body|HMAC", checks=False, doctor=True
    ),
    Case(
        server=prefix_lost,
        does="the URL is checked with the last part of the path",
        true=r"path|/webhook",
        path="/twilio/webhook",
        checks=False,
        doctor=True,
    ),
    Case(
        server=trimmed,
        does="the signature is checked over five parameters alone",
        true=r"param|form|field|cannot tell",
        checks=False,
        doctor=True,
    ),
)
