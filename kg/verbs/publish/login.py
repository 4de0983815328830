"""Who we are, and what a server asks of us → the Authorization header of a request: basic, digest or bearer."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

KINDS = ("basic", "digest", "bearer")
START = re.compile(r"(?P<scheme>[\w-]+)(?:\s+|$)")
HASHES = {"MD5": "md5", "SHA-256": "sha256"}


@dataclass(frozen=True, slots=True)
class Login:
    """A user with a password, or a token; `kind` is how to give them, one of KINDS, and empty: as the server asks."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    kind: str = ""


NOBODY = Login()


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server asks for: `scheme` in lower case, and its parameters."""

    scheme: str
    about: Mapping[str, str]

    def __str__(self) -> str:
        return self.scheme + (f", realm {self.about['realm']}" if self.about.get("realm") else "")


def challenges(headers: Sequence[str]) -> tuple[Challenge, ...]:
    """What WWW-Authenticate headers ask for; a header may ask for one of several.

    >>> [str(one) for one in challenges(['Basic realm="a, b", Digest realm="c", nonce="1"'])]
    ['basic, realm a, b', 'digest, realm c']
    """
    found: list[Challenge] = []
    for part in (part for header in headers for part in parse_http_list(header) if part):
        start = START.match(part)
        if start:
            found.append(Challenge(start["scheme"].lower(), {}))
        rest = part[start.end() :] if start else part
        if found and "=" in rest:
            told = {name.lower(): value for name, value in parse_keqv_list([rest]).items()}
            found[-1] = Challenge(found[-1].scheme, {**found[-1].about, **told})
    return tuple(found)


class Keeper:
    """Gives each request its Authorization; it remembers what the server last asked for."""

    def __init__(self, login: Login) -> None:
        self.login = login
        self.asked: Challenge | None = None
        self.count = 0

    def header(self, method: str, target: str) -> str:
        """The header for a request to a path; empty where there is nothing to give yet."""
        kind = self.login.kind or (self.asked.scheme if self.asked else "bearer" if self.login.token else "")
        if kind == "bearer":
            return f"Bearer {self.login.token}" if self.login.token else ""
        if not self.login.user:
            return ""
        if kind == "basic":
            pair = f"{self.login.user}:{self.login.password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        if kind == "digest" and self.asked and self.asked.scheme == "digest":
            self.count += 1
            return digest(self.login, self.asked.about, method, target, self.count)
        return ""

    def learn(self, asked: Sequence[Challenge]) -> bool:
        """Take up a challenge, the safest that we can meet; whether there is one."""
        wanted = (
            [self.login.kind] if self.login.kind else ["digest", "basic"] if self.login.user else ["bearer"]
        )
        fit = [one for kind in wanted for one in asked if one.scheme == kind and _possible(one)]
        if fit and (self.login.user or self.login.token):
            self.asked, self.count = fit[0], 0
        return bool(fit) and bool(self.login.user or self.login.token)


def digest(
    login: Login, about: Mapping[str, str], method: str, target: str, count: int, own: str = ""
) -> str:
    """A Digest header as RFC 7616 has it; `own` is our own nonce, new for each request.

    >>> mine = Login("Mufasa", "Circle of Life")
    >>> asked = {"realm": "http-auth@example.org", "qop": "auth", "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"}
    >>> said = digest(mine, asked, "GET", "/dir/index.html", 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    >>> 'response="8ca523f5e9506fed4657c9700eebdbec"' in said
    True
    """
    name = about.get("algorithm", "MD5")
    own = own or os.urandom(16).hex()
    secret = _hash(name, f"{login.user}:{about.get('realm', '')}:{login.password}")
    asked = _hash(name, f"{method}:{target}")
    parts = {"username": login.user, "realm": about.get("realm", ""), "nonce": about["nonce"], "uri": target}
    if "qop" in about:
        said = f"{secret}:{about['nonce']}:{count:08x}:{own}:auth:{asked}"
        parts |= {"cnonce": own}
    else:
        said = f"{secret}:{about['nonce']}:{asked}"
    parts |= {"response": _hash(name, said)} | {key: about[key] for key in ("opaque",) if key in about}
    plain = {"algorithm": name} | ({"qop": "auth", "nc": f"{count:08x}"} if "qop" in about else {})
    quoted = [f'{key}="{_quoted(value)}"' for key, value in parts.items()]
    return "Digest " + ", ".join([*quoted, *(f"{key}={value}" for key, value in plain.items())])


def _possible(asked: Challenge) -> bool:
    """Whether we know the way: a digest over the whole body (auth-int) and session keys are not known."""
    if asked.scheme != "digest":
        return True
    offers = [one.strip() for one in asked.about.get("qop", "auth").split(",")]
    return "nonce" in asked.about and asked.about.get("algorithm", "MD5") in HASHES and "auth" in offers


def _hash(name: str, text: str) -> str:
    return hashlib.new(HASHES[name], text.encode(), usedforsecurity=False).hexdigest()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
