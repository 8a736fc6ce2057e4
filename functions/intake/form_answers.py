"""The answers so far. They travel in the form itself: nothing is kept before it is sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from menwa.request_form import normal_phone

MOST_DOCUMENTS = 5
OF_DOCUMENT = (
    *("document_type", "whom", "relation", "subject_name", "subject_nik"),
    *("number", "number_unknown", "receipt"),
)
OF_PERSON = ("nik", "name", "birth_day", "birth_month", "birth_year", "sure", "phone")
ALONG = ("lang", "begun", "token")
LONGEST = 200

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """`documents` that are asked for, of which the one `at` is being filled in; of the `person`
    who asks; and what goes along: the language, when it was begun, a link's token. `proven`: the
    phone that a link was sent to, whatever kind of number it is."""

    documents: tuple[Fields, ...]
    person: Fields
    along: Fields
    at: int = 0
    proven: str | None = None

    @classmethod
    def of(cls, sent: Sequence[tuple[str, str]], replaced: Collection[str] = ()) -> "Answers":
        """As a page sent them; of what it asked for, `replaced`, only what stands there now."""
        given = {name: value.strip()[:LONGEST] for name, value in reversed(sent)}
        kept = [_unpacked(value) for name, value in sent if name == "document"][:MOST_DOCUMENTS]
        digits = given.get("at", "")
        at = int(digits) if digits in {"1", "2", "3", "4"} else 0
        at = min(at, len(kept), MOST_DOCUMENTS - 1)
        documents = kept if at < len(kept) else [*kept, {}]
        before = {name: value for name, value in documents[at].items() if name not in replaced}
        if given.get("document_type") not in {None, documents[at].get("document_type")}:
            before = {}  # another kind has another number
        documents[at] = before | _those(given, OF_DOCUMENT)
        return cls(tuple(documents), _those(given, OF_PERSON), _those(given, ALONG), at)

    @classmethod
    def beginning(cls, along: Fields) -> "Answers":
        return cls(({},), {}, along)

    def fields(self, at: int) -> dict[str, str]:
        """Of the person and one document, as a form of one page would have them."""
        return {**self.person, **self.documents[at]}

    def of_phone(self, proven: str) -> "Answers":
        return replace(self, person={**self.person, "phone": proven}, proven=proven)

    @property
    def phone(self) -> str | None:
        return self.proven or normal_phone(self.person.get("phone", ""))

    def at_document(self, at: int) -> "Answers":
        """With this one being filled in; one after the last is new."""
        documents = self.documents if at < len(self.documents) else (*self.documents, {})
        return replace(self, documents=documents[:MOST_DOCUMENTS], at=min(at, len(documents) - 1))

    def without(self, at: int) -> "Answers":
        left = tuple(one for place, one in enumerate(self.documents) if place != at)
        return replace(self, documents=left or ({},), at=0)

    def without_empty(self) -> "Answers":
        """A document that was begun and not chosen is none."""
        chosen = tuple(one for one in self.documents if one.get("document_type"))
        return replace(self, documents=chosen or ({},), at=0)

    def carried(self, asked: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Hidden fields of a page that asks for these."""
        for place, document in enumerate(self.documents):
            but = asked if place == self.at else ()
            yield "document", urlencode({k: v for k, v in document.items() if k not in but})
        yield "at", str(self.at)
        for name, value in (*self.person.items(), *self.along.items()):
            if name not in asked:
                yield name, value


def _unpacked(document: str) -> dict[str, str]:
    try:
        found = dict(parse_qsl(document, keep_blank_values=True, max_num_fields=12))
    except ValueError:
        return {}
    return _those({name: value[:LONGEST] for name, value in found.items()}, OF_DOCUMENT)


def _those(fields: Fields, names: Collection[str]) -> dict[str, str]:
    return {name: fields[name] for name in names if name in fields}
