"""How updates travel from the webhook to the functions that act on them."""

import json
from abc import ABC, abstractmethod
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LARGEST = 900_000


class Queued(BaseModel, ABC):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _read_again(cls, given: Any) -> Any:
        """What was once set aside is read anew when its dead letter comes back."""
        if isinstance(given, dict) and given.keys() == {"set_aside"}:
            return cls.read(given["set_aside"]).model_dump(mode="json")
        return given

    @classmethod
    @abstractmethod
    def read(cls, as_it_came: Any) -> Self:
        """From Meta's own shape; ValidationError if it cannot be read."""

    def for_queue(self) -> str:
        """In ASCII: SQS refuses some characters that JSON may hold."""
        return self.model_dump_json(exclude_none=True, ensure_ascii=True)


class SetAside(BaseModel):
    """An update that cannot be read. In its queue it fails alone, and becomes a dead letter."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)

    queue: Literal["inbox", "receipts"] = Field(exclude=True)
    as_it_came: Any = Field(serialization_alias="set_aside", repr=False)

    def for_queue(self) -> str:
        """Cut to what SQS takes, and then a text: larger than all that Meta is known to send."""
        whole = self.model_dump_json(by_alias=True, ensure_ascii=True)
        return whole if len(whole) <= LARGEST else json.dumps({"set_aside": whole[: LARGEST // 2]})
