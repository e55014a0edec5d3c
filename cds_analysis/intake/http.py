"""One polite request over https: honest about itself, bounded in size, time and tries, waiting where it is asked to."""

import http.client
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .. import __version__
from ..errors import ParameterError
from ..files.base import MAX_BYTES, SMALLER, shorten

AGENT = f"cds_analysis/{__version__}"
LOCAL = {"localhost", "127.0.0.1", "::1"}
BUSY = {429, 502, 503, 504}  # answers after which one may ask again, later


@dataclass(frozen=True)
class Limits:
    """Bounds of one file: tries, seconds a step, for all and of a wait between tries, bytes."""

    tries: int = 3
    step: float = 30
    total: float = 600
    wait: float = 120
    size: int = MAX_BYTES


USUAL = Limits()


class NotFetched(Exception):
    """Why an address gave no file."""


def normal(address: str) -> str:
    """An address as it is sent: without a fragment, Vietnamese letters and blanks in it encoded."""
    try:
        parts = urllib.parse.urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise ParameterError(f"'{shorten(address)}' is no address") from None
    if not host or parts.scheme not in ("https", "http") or (parts.scheme == "http" and host not in LOCAL):
        raise ParameterError(f"'{shorten(address)}' cannot be fetched; give an address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise ParameterError("the address holds a name or password; give one without")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path, query = (urllib.parse.quote(text, safe="/%:=&?+,;@!$'()*~-._") for text in (parts.path or "/", parts.query))
    return urllib.parse.urlunsplit((parts.scheme, netloc, path, query, ""))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows only to addresses that could be asked for themselves, and from no other machine to this one."""

    def redirect_request(self, request, answer, code, message, headers, target):
        try:
            target = normal(target)
        except ParameterError as error:
            raise NotFetched(f"the server leads on to another address: {error}") from None
        if host_of(target) in LOCAL and host_of(request.full_url) not in LOCAL:
            raise NotFetched(f"the server leads on to this machine, {target}")
        return super().redirect_request(request, answer, code, message, headers, target)


def host_of(address: str) -> str:
    """The name of the machine in an address."""
    return urllib.parse.urlsplit(address).hostname or ""


def _answer(address: str, head: dict[str, str], limits: Limits):
    """What the server answers, a refusal among it: its `code` says."""
    request = urllib.request.Request(address, headers={"User-Agent": AGENT} | head)
    try:
        return urllib.request.build_opener(_Redirects).open(request, timeout=limits.step)
    except urllib.error.HTTPError as error:
        error.close()
        return error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(_why(error)) from None


def ask(address: str, head: dict[str, str], limits: Limits, say: Callable):
    """The open answer, None for "not modified"; waits as long as the server asks, a few times."""
    for number in range(1, limits.tries + 1):
        answer = _answer(address, {"Accept": "*/*"} | head, limits)
        if answer.code < 300:
            return answer
        if answer.code == 304 and head:
            return None
        why = f"the server answers {answer.code} {shorten(answer.reason, 80)}"
        if answer.code not in BUSY:
            raise NotFetched(why)
        wait = _wait(answer.headers.get("Retry-After", ""), 5 * 3 ** (number - 1))
        if wait > limits.wait:
            raise NotFetched(f"{why}, and asks to wait {wait:,.0f} seconds: try again later")
        if number < limits.tries:
            say(f"{host_of(address)}: {why}; waiting {wait:.0f} seconds (try {number} of {limits.tries})")
            time.sleep(wait)
    raise NotFetched(f"{why}, {limits.tries} times")


def _wait(text: str, usual: float) -> float:
    """Seconds to wait by a Retry-After: a number, or a moment."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return usual
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _why(error: Exception) -> str:
    """Why no answer came, in plain words."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLError):
        return f"the certificate of the server or its encryption is not accepted ({shorten(reason, 120)})"
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    return f"no connection ({shorten(reason, 120)})"


def obey_robots(address: str, limits: Limits, say: Callable) -> None:
    """Wait as robots.txt of the server asks, if there is one."""
    answer = _answer(urllib.parse.urljoin(address, "/robots.txt"), {}, limits)
    if answer.code >= 500 or answer.code in (401, 403, 429):
        raise NotFetched(f"the server answers {answer.code} when asked for its robots.txt")
    if answer.code >= 300:
        return
    with answer:
        text = b"".join(blocks(answer, replace(limits, size=500_000))).decode("utf-8", "replace")
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    if not rules.can_fetch(AGENT, address):
        raise NotFetched("robots.txt of the server asks programs not to fetch it")
    if delay := min(float(rules.crawl_delay(AGENT) or 0), limits.wait):
        say(f"{host_of(address)}: robots.txt asks for {delay:.0f} seconds between requests; waiting")
        time.sleep(delay)


def length(answer) -> int:
    """How many bytes an answer says it has, 0 if it does not."""
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdigit() else 0


def blocks(answer, limits: Limits) -> Iterator[bytes]:
    """The body of an answer piece by piece, within the bounds of size and time, and all of it."""
    most, until, size = length(answer), time.monotonic() + limits.total, 0
    try:
        while max(size, most) <= limits.size and (block := answer.read1(65_536)):
            size += len(block)
            if time.monotonic() > until:
                raise NotFetched(f"{size:,} bytes in {limits.total:.0f} seconds, too slow")
            yield block
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(f"cut off after {size:,} bytes: {_why(error)}") from None
    if max(size, most) > limits.size:
        raise NotFetched(f"more than the {limits.size:,} bytes that are read; {SMALLER}")
    if size < most:
        raise NotFetched(f"cut off after {size:,} of {most:,} bytes")
