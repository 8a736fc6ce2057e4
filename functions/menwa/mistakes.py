"""What is wrong with an answer, or unusual about it: a text of the office's, filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from menwa.languages import Language, in_language
from menwa.office import Office


@dataclass(frozen=True)
class Mistake:
    """`text` is its key. A value may be a sentence or a name that has an English one too."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, office: Office, language: Language = "id") -> str:
        sentence = in_language(office.texts[self.text], language, office)
        values = {name: in_language(one, language, office) for name, one in self.values.items()}
        return sentence.format(**values)
