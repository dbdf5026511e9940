"""What is said to a server: requests as values, so that only the caller touches the network."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from .places import TravelError


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request; a body is JSON."""

    method: str
    url: str
    body: str | None = None


# Sends a request and returns status and text of the answer; raises TravelError without one.
Fetch = Callable[[HttpRequest], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is, and how it is reached.

    :param url: its address, with a path or query if it has one (``https://host/osrm?key=x``)
    :param fetch: sends a request
    """

    url: str
    fetch: Fetch

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{self.url!r} is no address that begins with http:// or https://")

    @property
    def name(self) -> str:
        """Return the address without the query, which may hold a key."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def address(self, path: str, query: str = "") -> str:
        """Return the address of a path below the server's own.

        >>> Server("http://host/a?key=x", print).address("table", "b=1")
        'http://host/a/table?key=x&b=1'
        """
        parts = urlsplit(self.url)
        both = "&".join(filter(None, (parts.query, query)))
        full = f"{parts.path.rstrip('/')}/{quote(path, safe='/,;')}"
        return urlunsplit((parts.scheme, parts.netloc, full, both, ""))

    def ask(self, request: HttpRequest) -> tuple[int, dict[str, Any]]:
        """Return status and content of the answer.

        :raises TravelError: when it is not what such servers answer
        """
        status, text = self.fetch(request)
        try:
            answer = json.loads(text)
        except ValueError:
            raise TravelError(f"the server answered {status} with no JSON") from None
        if not isinstance(answer, dict):
            raise TravelError(f"the server answered {status} with something unexpected")
        return status, answer
