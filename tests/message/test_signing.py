"""X-Twilio-Signature: the documented vectors, and Twilio's own validator as the oracle."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from loadtest.message.signing import SHA256, Signer, sign, signed_url, verify
from loadtest.words.secret import Secret

Params = list[tuple[str, str]]

OFFICIAL = "12345"
OURS = "0123456789abcdef0123456789abcdef"
U = "https://hooks.example.com/twilio/sms"
TWO = "https://mycompany.com/myapp.php?foo=1&bar=2"


def call(number: str | None = None) -> Params:
    return [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", number or "+14158675309"),
        ("Digits", "1234"),
        ("From", number or "+14158675309"),
        ("To", "+18005551212"),
    ]


SMS = (
    "ToCountry=US&ToState=CA&SmsMessageSid=SM7f1c0d2e9b8a46530f1e2d3c4b5a6978&NumMedia=0&ToCity=&FromZip=94103"
    "&SmsSid=SM7f1c0d2e9b8a46530f1e2d3c4b5a6978&FromState=CA&SmsStatus=received&FromCity=SAN+FRANCISCO"
    "&Body=Where+is+my+order+%231042%3F&FromCountry=US&To=%2B14155550100&ToZip=&NumSegments=1"
    "&MessageSid=SM7f1c0d2e9b8a46530f1e2d3c4b5a6978&AccountSid=AC00000000000000000000000000000001"
    "&From=%2B14155550123&ApiVersion=2010-04-01"
)
MMS = (
    "MediaContentType1=image%2Fpng&ToCountry=US&MediaContentType0=image%2Fjpeg&ToState=CA"
    "&SmsMessageSid=MM7f1c0d2e9b8a46530f1e2d3c4b5a6978&NumMedia=2&ToCity=&FromZip=94103"
    "&SmsSid=MM7f1c0d2e9b8a46530f1e2d3c4b5a6978&FromState=CA&SmsStatus=received&FromCity=SAN+FRANCISCO&Body="
    "&FromCountry=US&To=%2B14155550100&MediaUrl1=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2FAccounts"
    "%2FAC00000000000000000000000000000001%2FMessages%2FMM7f1c0d2e9b8a46530f1e2d3c4b5a6978%2FMedia"
    "%2FME00000000000000000000000000000002&ToZip=&NumSegments=2&MessageSid=MM7f1c0d2e9b8a46530f1e2d3c4b5a6978"
    "&AccountSid=AC00000000000000000000000000000001&From=%2B14155550123&MediaUrl0=https%3A%2F%2Fapi.twilio.com"
    "%2F2010-04-01%2FAccounts%2FAC00000000000000000000000000000001%2FMessages%2FMM7f1c0d2e9b8a46530f1e2d3c4b5a6978"
    "%2FMedia%2FME00000000000000000000000000000001&ApiVersion=2010-04-01"
)
LONG_BODY = "Body=++Caf%C3%A9+%E2%98%95+%26+50%25+off+%2B+more%3F+%F0%9F%8E%89%0Aline2+"


def form(text: str) -> Params:
    return parse_qsl(text, keep_blank_values=True)


def with_body(body: str) -> Params:
    return [(name, body if name == "Body" else value) for name, value in form(SMS)]


LONG = form(LONG_BODY)[0][1]

VECTORS = [
    pytest.param(
        "https://example.com/myapp.php?foo=1&bar=2",
        [(n, "+14158675310" if n in {"Caller", "From"} else v) for n, v in call()],
        OFFICIAL,
        "L/OH5YylLD5NRKLltdqwSvS0BnU=",
        id="1 the documentation's example",
    ),
    pytest.param(
        TWO,
        [(n, "+12349013030" if n in {"Caller", "From"} else v) for n, v in call()],
        OFFICIAL,
        "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
        id="2 the old documentation's example",
    ),
    pytest.param(TWO, call(), OFFICIAL, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", id="3 the library's own test"),
    pytest.param(
        "https://mycompany.com:443/myapp.php?foo=1&bar=2",
        call(),
        OFFICIAL,
        "kvajT1Ptam85bY51eRf/AJRuM3w=",
        id="4 port 443 written out is signed",
    ),
    pytest.param(
        "http://mycompany.com:80/myapp.php?foo=1&bar=2",
        call(),
        OFFICIAL,
        "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        id="5 port 80 written out is signed",
    ),
    pytest.param(
        "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
        call(),
        OFFICIAL,
        "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        id="6 another port",
    ),
    pytest.param(
        "https://mycompany.com:1234/myapp.php?foo=1&bar=2",
        call(),
        OFFICIAL,
        "CYn1h0gLBdNxDGkKJg6hYohgeD8=",
        id="7 another port with TLS",
    ),
    pytest.param(
        TWO,
        [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")],
        OFFICIAL,
        "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        id="8 of a repeated name each different value counts once",
    ),
    pytest.param(
        TWO + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
        [],
        OFFICIAL,
        "a9nBmqA0ju/hNViExpshrM61xv4=",
        id="9 a JSON body is signed through its hash in the URL",
    ),
    pytest.param(U, form(SMS), OURS, "zoVEm7aJRHo+1P3U5mZI+gkkTVE=", id="10 an SMS with empty geographic fields"),
    pytest.param(
        U.replace(".com", ".com:443"), form(SMS), OURS, "V6nQcTm1RC/lw8eI9J2cDa9vOic=", id="11 the SMS with :443"
    ),
    pytest.param(
        U, with_body(LONG), OURS, "Fy7mWvRsUZriseq81IA5qHbSZDg=", id="12 edge blanks, accents, emoji and a newline"
    ),
    pytest.param(
        U, with_body(LONG.strip()), OURS, "YVdlAZXYGWRSzc1ZdWQV/FAr40o=", id="13 what a trimming server computes"
    ),
    pytest.param(U, form(MMS), OURS, "BHwH3C2Eoo0dOaLXbx7a6GidIeo=", id="14 an MMS with an empty body and two media"),
    pytest.param(f"{U}?tenant=7&{SMS}", [], OURS, "MdV3o3LZ0xvpkzuxMFtVHWYd9MQ=", id="15 a GET signs its URL alone"),
    pytest.param(
        "http://127.0.0.1:8080/sms/in%20bound?tenant=a%2Fb&empty=",
        form(SMS),
        OURS,
        "FhJxgYCPD0OI2ROPhMByKL/1TQY=",
        id="16 the URL's own encoding is kept",
    ),
    pytest.param(
        "https://user:secret@hooks.example.com/twilio/sms",
        form(SMS),
        OURS,
        "zoVEm7aJRHo+1P3U5mZI+gkkTVE=",
        id="17 userinfo is not signed",
    ),
    pytest.param(
        U + "#rc=3&rp=all", form(SMS), OURS, "zoVEm7aJRHo+1P3U5mZI+gkkTVE=", id="17 the fragment is not signed"
    ),
    pytest.param(
        "https://hooks.example.com/twilio/json"
        "?bodySHA256=a053429a9413337500101819b55ea1464fa8d2e5af464def30358a39dc1188df",
        [],
        OURS,
        "pReOGbLCq56FohWMgVboZR/3fVE=",
        id="20 a JSON webhook",
    ),
]


@pytest.mark.parametrize(("url", "params", "token", "signature"), VECTORS)
def test_a_known_vector(url: str, params: Params, token: str, signature: str) -> None:
    assert sign(url, params, token) == signature
    assert verify(url, params, token, signature)


def test_vector_18_a_signature_over_the_fragment_is_wrong() -> None:
    assert not verify(U + "#rc=3&rp=all", form(SMS), OURS, "9uXfS/2dc0DItCy5Mql5C0OZDqE=")


def test_vector_19_a_shared_key_may_use_sha256() -> None:
    assert sign(U, form(SMS), OURS, SHA256) == "VVX+vAFaB2N81P9uWRs4APScR6AeMcNjHKCVWP8/s1Q="


def test_trimming_the_body_breaks_the_signature() -> None:
    assert not verify(U, with_body(LONG.strip()), OURS, sign(U, with_body(LONG), OURS))


hosts = st.sampled_from(
    ["example.com", "localhost", "127.0.0.1", "[::1]", "xn--bcher-kva.example", "HOOKS.Example.com"]
)
urls = st.builds(
    lambda scheme, host, port, path, query: f"{scheme}://{host}{port}{path}{query}",
    st.sampled_from(["http", "https"]),
    hosts,
    st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}")),
    st.from_regex(r"(/[a-zA-Z0-9%._~-]{0,8}){0,4}", fullmatch=True),
    st.from_regex(r"(\?[a-zA-Z0-9%&=+._~-]{1,20})?", fullmatch=True),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
forms = st.dictionaries(texts.filter(bool), texts, max_size=8)
tokens = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(urls, forms, tokens)
def test_twilios_own_validator_accepts_what_we_sign(url: str, params: dict[str, str], token: str) -> None:
    signature = sign(url, params.items(), token)
    assert RequestValidator(token).compute_signature(url, params) == signature
    assert RequestValidator(token).validate(url, params, signature)


@given(urls, forms, tokens, texts)
def test_twilios_own_validator_refuses_another_token(url: str, params: dict[str, str], token: str, other: str) -> None:
    if other.rstrip("\0") != token.rstrip("\0"):  # an HMAC's key is filled up with those
        assert not RequestValidator(other).validate(url, params, sign(url, params.items(), token))


@given(tokens, texts, texts)
def test_a_signer_with_a_prefix_equals_sign(token: str, constant: str, rest: str) -> None:
    signer = Signer(Secret(token))
    state = signer.prefix(constant.encode()).copy()
    state.update(rest.encode())
    assert signer.finish(state).decode() == sign("", [(constant, rest)], token)


def test_a_signature_that_is_not_ascii_is_simply_wrong() -> None:
    assert not verify(U, form(SMS), OURS, "é\udcff☃")


def test_a_signature_is_verified_by_the_algorithm_that_made_it() -> None:
    params = [("Body", "Hi")]
    signature = sign(U, params, OURS, SHA256)
    assert verify(U, params, OURS, signature, SHA256)
    assert not verify(U, params, OURS, signature)


@pytest.mark.parametrize("length", [1, 63, 64, 65])
def test_a_signer_equals_sign_for_keys_around_the_length_of_a_block(length: int) -> None:
    token = "k" * length
    signer = Signer(Secret(token))
    state = signer.prefix(U.encode())
    state.update(b"BodyHi")
    assert signer.finish(state).decode() == sign(U, [("Body", "Hi")], token)


def test_only_the_hosts_own_userinfo_is_left_out_of_what_is_signed() -> None:
    assert signed_url("https://me:pw@h.example/x?again=me:pw@h.example#frag") == (
        "https://h.example/x?again=me:pw@h.example"
    )
