"""What becomes of each template of the office's file."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.templates.account import Registered, TemplateAccount
from local.templates.bodies import submission
from local.templates.comparing import Difference, differences
from menwa.office import Template

ON_ITS_WAY = {"APPROVED", "PENDING"}


@dataclass(frozen=True)
class Shown:
    """`stands`: Meta has it as the file does, approved or under review."""

    name: str
    language: str
    category: str
    became: str
    stands: bool
    differences: tuple[Difference, ...] = ()


class Submitting:
    """`upload`: gives the handle of an example PDF; called only where one is needed."""

    def __init__(
        self, account: TemplateAccount, public_url: str, upload: Callable[[], str]
    ) -> None:
        self._account = account
        self._public_url = public_url
        self._upload = upload

    def all_of(
        self,
        templates: Mapping[str, Template],
        *,
        only_show: bool = False,
        change: Collection[str] = (),
    ) -> list[Shown]:
        known = {(one.name, one.language): one for one in self._account.registered()}
        shown = []
        for name, template in templates.items():
            found = known.pop((name, template.language), None)
            if found is None:
                shown.append(self._submitted(name, template, only_show=only_show))
            else:
                shown.append(self._compared(found, template, anew=name in change and not only_show))
        return [*shown, *_left_over(known.values())]

    def _submitted(self, name: str, template: Template, *, only_show: bool) -> Shown:
        became = "missing"
        if not only_show:
            became = f"{self._account.submit(self._body(name, template))}, submitted now"
        return Shown(name, template.language, template.category, became, not only_show)

    def _compared(self, found: Registered, template: Template, *, anew: bool) -> Shown:
        plain = submission(found.name, template, self._public_url)
        differing = tuple(differences(plain, found))
        became = found.status
        if found.rejected_reason not in (None, "", "NONE"):
            became += f" ({found.rejected_reason})"
        if differing and anew:
            self._account.change(found.id, self._body(found.name, template))
            return Shown(
                found.name, found.language, template.category, "PENDING, changed now", True
            )
        stands = found.status in ON_ITS_WAY and not differing
        return Shown(found.name, found.language, found.category.lower(), became, stands, differing)

    def _body(self, name: str, template: Template) -> dict[str, Any]:
        handle = self._example if template.header == "document" else ""
        return submission(name, template, self._public_url, handle)

    @cached_property
    def _example(self) -> str:
        return self._upload()


def _left_over(registered: Collection[Registered]) -> Iterator[Shown]:
    """Other systems of the office's may use them."""
    for one in registered:
        became = f"{one.status}, not in the office's file"
        yield Shown(one.name, one.language, one.category.lower(), became, stands=True)
