"""How long each kind of data is kept: the office's to set, by its Jadwal Retensi Arsip."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from menwa.people import Described

Days = Annotated[int, Field(ge=30, le=36_500)]
PRECAUTIONS_TAKE = 90  # days, in which a PDF to another number is still noticed


class RetentionRules(Described):
    """Full days of the office, after the one on which the request ended (`words`, `person`,
    `on_request`), the period of a report was over (`lists`), or a data subject's request was
    closed (`requests`). `on_request` takes the place of `person` for whoever asked for erasure."""

    words: Days = 180
    person: Days = 730
    on_request: Annotated[int, Field(ge=PRECAUTIONS_TAKE, le=36_500)] = PRECAUTIONS_TAKE
    lists: Days = 730
    requests: Days = 1825

    @model_validator(mode="after")
    def _nothing_outlives_its_person(self) -> Self:
        if max(self.words, self.on_request) > self.person:
            raise ValueError("retention: words and on_request are no longer than person")
        return self
