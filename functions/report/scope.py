"""What a report is about: a period, and of it all requests or those of one kind or Seksi."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.office import Office
from report.period import Period

Told = Callable[[int], None]
"""Hears after each day how many are read."""


@dataclass(frozen=True)
class Scope:
    """`document` is a document type, `kasi` a section head's post; "" takes all."""

    period: Period
    document: str = ""
    kasi: str = ""

    def takes(self, case: Case, office: Office) -> bool:
        if self.document and case.document_type != self.document:
            return False
        return not self.kasi or office.document(case.document_type).kasi == self.kasi

    def title(self, office: Office) -> str:
        """The period, and what of it was left out."""
        only = [office.documents[self.document].name] if self.document else []
        only += [office.posts.title(self.kasi)] if self.kasi else []
        return " · ".join((self.period.title, *only))


def sections_of(office: Office) -> dict[str, str]:
    """The section heads' posts, and their titles."""
    posts = {each.kasi for each in office.documents.values() if each.kasi}
    return {post: office.posts.title(post) for post in sorted(posts)}


def to_nobody(_days: int) -> None:
    pass


def cases_of(
    scope: Scope, store: CaseStore, office: Office, told: Told = to_nobody
) -> Iterator[Case]:
    """In the order in which they came in."""
    for done, day in enumerate(scope.period, start=1):
        yield from (case for case in store.of_day(day) if scope.takes(case, office))
        told(done)
