"""What the doctor's search has shown, in a sentence and its remedy: what was found, what was excluded, what stays open.

Sentences quote the server raw: hostile text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loadtest.setup.contents import REMEDIES, Content
from loadtest.setup.faults import Fault
from loadtest.setup.guards import guard
from loadtest.setup.suspects import token_oddity
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.setup.asking import Reaction
    from loadtest.setup.faults import Place
    from loadtest.setup.search import Found
    from loadtest.setup.suspects import Suspect
    from loadtest.words.secret import Secret

_COUNTS = {2: "two faults at once: ", 3: "three faults at once: "}
_SAME_SITE = "Origin"


def found_fault(found: Found, place: Place, signature_url: str) -> Fault:
    """Return the faults that the form which the server takes has shown; `found.suspect` must be there."""
    suspect = found.suspect
    assert suspect is not None  # noqa: S101  the caller asked
    faults: list[tuple[str, str]] = []
    if suspect.headers:
        faults.append(_headers(suspect))
    elif suspect.url != signature_url:
        faults.append(_url(suspect, place, signature_url))
    if suspect.token_form:
        faults.append(_token(suspect))
    faults += [_content(content, suspect) for content in suspect.contents]
    if found.rejected:
        faults.append(
            (
                f"a plain message passes its check and one with {' or '.join(found.rejected)} does not: the server "
                "changes such values before the check, in a way that no form has shown",
                "check the signature over the decoded values as they came",
            )
        )
    if found.plain_passes:
        sentence, remedy = faults[-1]
        faults[-1] = (f"{sentence} (a plain ASCII message without empty parameters passes)", remedy)
    sentence = _COUNTS.get(len(faults), "") + "; and ".join(sentence for sentence, _ in faults)
    return Fault(sentence=sentence + _after(found.reaction), remedy="; ".join(remedy for _, remedy in faults))


def undecided(found: Found, good: Reaction, signature_url: str, token: Secret) -> Fault:
    """Return what stays open when no form was accepted."""
    odd = token_oddity(token)
    reply = good.reply
    possible = guard(reply, certain=False) if reply else None
    causes = ["the token", "the signed URL"]
    if possible is not None:
        causes.insert(0, f"{possible.whose}, which answers in these words before the application sees a message,")
    tried = (
        f"tried a plain message and {plural(found.tried, 'other form')} of scheme, host, port, path, query, form and "
        "proxy headers"
    )
    sentence = (
        f"{good.verdict.detail}: the message signed for {signature_url} is answered as a badly signed one is; the cause "
        f"is {', '.join(causes[:-1])} or {causes[-1]}, cannot tell which: {tried}"
        f"{', none of them passed' if not found.cut else f'; then {found.cut}'}"
    )
    if found.elsewhere:
        sentence += "; a path that does not exist gets the same answer, so it comes from something before all paths"
    if odd:
        sentence += f"; {odd}"
    checks = (
        f"print the URL that the server signs and compare it with {signature_url} (signature-url), and compare a hash "
        'of both tokens (printf %s "$TWILIO_AUTH_TOKEN" | sha256sum | cut -c1-8)'
    )
    if possible is not None and possible.remedy:
        checks = f"{possible.remedy}; {checks}"
    return Fault(sentence=sentence, remedy=checks)


def unchecked(good: Reaction, found: Found | None) -> Fault:
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


def _headers(suspect: Suspect) -> tuple[str, str]:
    told = " and ".join(f"{name}: {value}" for name, value in suspect.headers)
    if suspect.headers[0][0] == _SAME_SITE:
        return (
            f"a guard against requests from other sites stops the webhook: the message passes only with {told}",
            "exempt the webhook from it: Twilio sends no Origin",
        )
    return (
        f"the server signs {suspect.url}, and only when its proxy's headers say so ({told})",
        "set url to the proxy's address, or have the server take its public URL from its configuration",
    )


def _url(suspect: Suspect, place: Place, signature_url: str) -> tuple[str, str]:
    differs = " and ".join(suspect.changes)
    sentence = f"the server signs {suspect.url}" + (f" (what differs is {differs})" if differs else "")
    if urlsplit(signature_url).scheme == "https" and urlsplit(suspect.url).scheme == "http":
        return (
            f"{sentence}: a proxy takes https and the application behind it signs http, so it would refuse Twilio too",
            "have the proxy send X-Forwarded-Proto (and Host) and the application trust it, or give the application "
            f"its public URL; signature-url: {suspect.url} is only a way round for the test",
        )
    if suspect.url == place.url:
        return sentence, "remove signature-url"
    if any("query" in change or "path" in change for change in suspect.changes):
        return (
            f"{sentence}, so it would refuse Twilio too, unless Twilio has that URL",
            f"have the server sign the URL as it was asked for, unchanged; set signature-url: {suspect.url} to test it "
            "as it is",
        )
    return (
        sentence,
        f"set signature-url: {suspect.url}, or have the server trust its proxy's headers (X-Forwarded-Proto and -Host)",
    )


def _token(suspect: Suspect) -> tuple[str, str]:
    if suspect.token == "":
        return "the server signs with an empty token: it has none", "give the server a token, the same as auth-token"
    if "{}" in suspect.token:
        return (
            f"the server's token is auth-token {suspect.token_form}",
            "take that out of the server's configuration (env files keep quotation marks; echo adds a line break)",
        )
    return "the server's token is auth-token without its quotation marks or blanks", "take them out of auth-token"


def _content(content: Content, suspect: Suspect) -> tuple[str, str]:
    if content is Content.FORM:
        return f"the server {content.value}: its body parser for forms is missing", REMEDIES[content]
    if content is Content.LATIN1:
        return f"the server {content.value}, so it refuses texts that are not plain ASCII", REMEDIES[content]
    return f"the server {content.value} before it checks the signature", REMEDIES[content]


def _after(reaction: Reaction | None) -> str:
    """Return what became of the message once the check was passed, if that is an error."""
    if reaction is None or reaction.reply is None or reaction.reply.status < 400:  # noqa: PLR2004
        return ""
    return f"; past the check the message still fails ({replace(reaction.verdict).detail})"
