"""URLs as Telegram parses them: the scheme may be missing, the host is checked, the rest is accepted unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

LARGEST_PORT = 65535
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_APP = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
#: The characters of a host by RFC 3986, percent-encoded bytes, and all characters beyond ASCII.
_HOST = re.compile(r"(?:[a-z0-9._!$,~*'();&+=\u0080-\U0010ffff-]|%[0-9a-f]{2})+")


class WrongAddress(ValueError):
    """A malformed address; the message is Telegram's error text."""


@dataclass(frozen=True, slots=True)
class Address:
    """An `http` or `https` URL. `host` is in lower case, an IPv6 address in brackets. `port` is 0 when not given."""

    scheme: str
    user: str
    host: str
    port: int
    #: Path, query and fragment; begins with a slash.
    rest: str

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{user}{self.host}{port}{self.rest}"

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine."""
        return self.host in LOOPBACK


def read_address(text: str, default: str = "http") -> Address:
    """Parse a URL; `default` is the scheme when the text has none. Raises: WrongAddress."""
    named = _SCHEME.match(text)
    scheme = named[1].lower() if named else default
    if scheme not in {"http", "https"}:
        raise WrongAddress("Unsupported URL protocol")
    place, *more = re.split("(?=[/?#])", text[named.end() if named else 0 :], maxsplit=1)
    user, _, host = place.rpartition("@")
    host, port = _split_port(host.lower())
    _check_host(host)
    rest = "".join(f"%{ord(one):02X}" if one <= " " else one for one in "".join(more).rstrip())
    return Address(scheme, user, host, port, rest if rest.startswith("/") else f"/{rest}")


def read_link(text: str) -> str:
    """Parse a link as Telegram stores it: to a host name with a dot, or with an app scheme such as `tg:`.

    Raises: WrongAddress.
    """
    app = _APP.match(text)
    address = read_address(text[app.end() :] if app else text)
    if app is None:
        if "." not in address.host and not address.host.startswith("["):
            raise WrongAddress("Wrong HTTP URL")
        return str(address)
    if "://" in text[app.end() :] or address.user or address.port or not re.fullmatch("[a-z0-9_-]+", address.host):
        raise WrongAddress(f"Wrong {app[1].lower()} URL")
    rest = address.rest.removeprefix("/") if address.rest.startswith("/?") else address.rest
    return f"{app[1].lower()}://{address.host}{rest}"


def find_link(text: str) -> str | None:
    """A link as Telegram stores it, None when it is invalid."""
    try:
        return read_link(text)
    except WrongAddress:
        return None


def _split_port(host: str) -> tuple[str, int]:
    """The host and its port; 0 without one."""
    if ":" not in host or host.endswith("]"):
        return host, 0
    host, _, digits = host.rpartition(":")
    if not re.fullmatch("[0-9]{1,9}", digits) or not 0 < int(digits) <= LARGEST_PORT:
        raise WrongAddress("Wrong port number specified in the URL")
    return host, int(digits)


def _check_host(host: str) -> None:
    if not host:
        raise WrongAddress("URL host is empty")
    if host.startswith("[") and host.endswith("]"):
        try:
            IPv6Address(host[1:-1])
        except AddressValueError:
            raise WrongAddress("Wrong IPv6 address specified in the URL") from None
    elif not _HOST.fullmatch(host):
        raise WrongAddress("Wrong URL host")
