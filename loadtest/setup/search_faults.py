"""What the doctor's search has shown, in a sentence and its remedy: what was found, what was excluded, what stays open.

Sentences quote the server raw: hostile text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loadtest.setup.contents import REMEDIES, Treatment
from loadtest.setup.faults import Fault, speaks_of_signatures
from loadtest.setup.guards import guard
from loadtest.setup.suspects import MISSING_FRONT, token_oddity
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.setup.asking import Judged
    from loadtest.setup.faults import Destination
    from loadtest.setup.search import SearchResult
    from loadtest.setup.suspects import Suspect
    from loadtest.words.secret import Secret

_COUNTS = {2: "two faults at once: ", 3: "three faults at once: "}
_SAME_SITE = "Origin"


def found_fault(found: SearchResult, place: Destination, signature_url: str) -> Fault:
    """Return the faults that the form which the server takes has shown; `found.suspect` must be there."""
    suspect = found.suspect
    assert suspect is not None  # noqa: S101  the caller asked
    faults: list[Fault] = []
    if suspect.headers:
        faults.append(_headers(suspect))
    elif suspect.url != signature_url:
        faults.append(_url(suspect, place, signature_url))
    if suspect.token_form:
        faults.append(_token(suspect))
    faults += [_content(content) for content in suspect.contents]
    if found.rejected:
        faults.append(_culprits(found.rejected))
    plainly = " (a plain ASCII message without empty parameters passes)" if found.plain_passes else ""
    return Fault(
        sentence=(
            _COUNTS.get(len(faults), "")
            + "; and ".join(fault.sentence for fault in faults)
            + plainly
            + _after(found.reaction)
        ),
        remedy="; ".join(fault.remedy for fault in faults),
    )


def undecided(found: SearchResult, good: Judged, signature_url: str, token: Secret) -> Fault:
    """Return what stays open when no form was accepted."""
    odd = token_oddity(token)
    reply = good.reply
    possible = guard(reply, certain=False) if reply else None
    tried = (
        f"tried a plain message and {plural(found.tried, 'other form')} of scheme, host, port, path, query, form and "
        "proxy headers"
    )
    causes = "token, signed URL or the way the check is made"
    if not speaks_of_signatures(good.verdict):
        causes = "token, signed URL, the way the check is made, or what stands before it (a login, a guard, a firewall)"
    if possible is not None:
        causes = f"{possible.whose}, which answers so before the application sees a message, or the application's check"
    sentence = (
        f"{good.verdict.detail}: so is the message answered that is signed for {signature_url}, and a badly signed one "
        f"too; the cause is {causes}, cannot tell which: {tried}"
        f"{', none of them passed' if not found.cut else f'; then {found.cut}'}"
    )
    if found.elsewhere:
        sentence += "; a path that does not exist gets the same answer, so it comes from something before all paths"
    if odd:
        sentence += f"; {odd}"
    checks = (
        f"print the URL that the server signs and compare it with {signature_url} (signature-url), and compare a hash "
        'of both tokens (printf %s "$TWILIO_AUTH_TOKEN" | sha256sum | cut -c1-8); where both are the same, compare '
        "the check with Twilio's: HMAC-SHA1 over that URL and every parameter's name and value, by name, in base64"
    )
    if possible is not None and possible.remedy:
        checks = f"{possible.remedy}; {checks}"
    return Fault(sentence=sentence, remedy=checks)


def unchecked(good: Judged, found: SearchResult | None) -> Fault:
    """Return the warning about a server that answers a badly signed message as the well signed one."""
    forms = f", and {plural(found.tried, 'other form')} of the signature too" if found and found.tried else ""
    return Fault(
        sentence=(
            "the badly signed message got the same answer as the well signed one"
            f"{forms} ({good.verdict.detail}): either the server does not check signatures, or it refuses all of them "
            "in these words; which, cannot be told from here"
        ),
        remedy="if that is its usual reply, switch the check on, or anybody can send it messages",
        stops=False,
    )


def _headers(suspect: Suspect) -> Fault:
    told = " and ".join(f"{name}: {value}" for name, value in suspect.headers)
    if suspect.headers[0][0] == _SAME_SITE:
        return Fault(
            sentence=f"a guard against other sites' requests stops the webhook: the message passes only with {told}",
            remedy="exempt the webhook from it: Twilio sends no Origin",
        )
    return Fault(
        sentence=f"the server signs {suspect.url}, and only when its proxy's headers say so ({told})",
        remedy="set url to the proxy's address, or have the server take its public URL from its configuration",
    )


def _url(suspect: Suspect, place: Destination, signature_url: str) -> Fault:
    differs = " and ".join(suspect.changes)
    sentence = f"the server signs {suspect.url}" + (f" (what differs is {differs})" if differs else "")
    if suspect.url == place.url:
        return Fault(sentence=sentence, remedy="remove signature-url")
    if urlsplit(signature_url).scheme == "https" and urlsplit(suspect.url).scheme == "http":
        return Fault(
            sentence=f"{sentence}: a proxy takes https and the application signs http, so it would refuse Twilio too",
            remedy=(
                "have the proxy send X-Forwarded-Proto (and Host) and the application trust it, or give the "
                f"application its public URL; signature-url: {suspect.url} is only a way round for the test"
            ),
        )
    front = ""
    if MISSING_FRONT in suspect.changes:
        front = " (a proxy or a router in front takes a part of the path away: let it pass the whole path on)"
    if any("query" in change or "path" in change for change in suspect.changes):
        return Fault(
            sentence=f"{sentence}, so it would refuse Twilio too, unless Twilio has that URL",
            remedy=(
                f"have the server sign the URL as it was asked for, unchanged{front}; "
                f"set signature-url: {suspect.url} to test it as it is"
            ),
        )
    return Fault(
        sentence=sentence,
        remedy=(
            f"set signature-url: {suspect.url}, "
            "or have the server trust its proxy's headers (X-Forwarded-Proto and -Host)"
        ),
    )


def _token(suspect: Suspect) -> Fault:
    if not suspect.token:
        return Fault(
            sentence="the server signs with an empty token: it has none",
            remedy="give the server a token, the same as auth-token",
        )
    if "{}" in suspect.token:
        return Fault(
            sentence=f"the server's token is auth-token {suspect.token_form}",
            remedy="correct it there (env files keep quotation marks; echo adds a line break)",
        )
    return Fault(
        sentence=f"the server's token is auth-token {suspect.token_form}", remedy="take them out of auth-token"
    )


def _content(content: Treatment) -> Fault:
    more = {
        Treatment.FORM: ": its body parser for forms is missing",
        Treatment.LATIN1: ", so it refuses texts that are not plain ASCII",
    }.get(content, " before it checks the signature")
    return Fault(sentence=f"the server {content.value}{more}", remedy=REMEDIES[content])


def _culprits(rejected: tuple[str, ...]) -> Fault:
    return Fault(
        sentence=(
            f"a plain message passes its check and one with {' or '.join(rejected)} does not: the server changes such "
            "values before the check, in a way that no form has shown"
        ),
        remedy="check the signature over the decoded values as they came",
    )


def _after(reaction: Judged | None) -> str:
    """Return what became of the message once the check was passed, if that is an error."""
    if reaction is None or reaction.reply is None or reaction.reply.status < 400:  # noqa: PLR2004
        return ""
    return f"; past the check the message still fails ({reaction.verdict.detail})"
