"""The HTTP API's routes, as its expanded OpenAPI body has them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ANY = "x-amazon-apigateway-any-method"
_PARAMETER = re.compile(r"\{(\w+)(\+?)\}")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    function: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The path's parameters, None where this route is not the one."""
        if self.method not in (method, "ANY"):
            return None
        found = _pattern(self.path).fullmatch(path)
        return found.groupdict() if found else None


def routes_of(body: Mapping[str, Any], function_of: Callable[[str], str]) -> tuple[Route, ...]:
    """In the order in which they are tried: literal before `{parameter}` before `{rest+}`."""
    routes = [
        Route(
            method="ANY" if method == _ANY else method.upper(),
            path=path,
            function=function_of(operation["x-amazon-apigateway-integration"]["uri"]),
        )
        for path, operations in body["paths"].items()
        for method, operation in operations.items()
    ]
    return tuple(sorted(routes, key=_order))


def _order(route: Route) -> tuple[bool, str, bool]:
    segments = route.path.split("/")
    kinds = "".join("2" if "+}" in each else "1" if "{" in each else "0" for each in segments)
    return route.path.endswith("+}"), kinds, route.method == "ANY"


def _pattern(path: str) -> re.Pattern[str]:
    pieces, end = [], 0
    for parameter in _PARAMETER.finditer(path):
        name, rest = parameter.groups()
        pieces += [re.escape(path[end : parameter.start()]), f"(?P<{name}>{_width(rest)})"]
        end = parameter.end()
    return re.compile("".join(pieces) + re.escape(path[end:]))


def _width(rest: str) -> str:
    return ".+" if rest else "[^/]+"
