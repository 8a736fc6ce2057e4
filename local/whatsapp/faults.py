"""What may go wrong, switched on for the messages to come."""

from threading import Lock

from pydantic import BaseModel, ConfigDict, Field


class Faults(BaseModel):
    """Nothing is wrong by default. A refused message was never accepted, nor one that is swallowed
    (the connection breaks first); one that hangs, is cut off or answered unreadably was.
    `no_receipts` lasts until somebody opens the phone. `upload_code`: uploads are refused.
    `times`: for so many messages; `phone`: for this phone only."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    refuse_code: int | None = None
    unavailable: bool = False
    upload_code: int | None = None
    swallow: bool = False
    hang_seconds: float | None = Field(default=None, gt=0, le=600)
    close_connection: bool = False
    html_answer: bool = False
    broken_json: bool = False
    no_receipts: bool = False
    failed_code: int | None = None
    receipts_after_seconds: float = Field(default=0, ge=0, le=600)
    skip_delivered: bool = False
    duplicate_receipts: bool = False
    reversed_receipts: bool = False
    phone: str | None = None
    times: int | None = Field(default=None, ge=1)


NONE = Faults()


class FaultSwitch:
    def __init__(self) -> None:
        self._lock = Lock()
        self._faults = NONE

    @property
    def now(self) -> Faults:
        return self._faults

    def turn_to(self, faults: Faults) -> None:
        with self._lock:
            self._faults = faults

    def take(self, number: str) -> Faults:
        """The faults that this message meets."""
        with self._lock:
            faults = self._faults
            if faults.phone not in (None, number):
                return NONE
            if faults.times is not None:
                left = faults.times - 1
                self._faults = faults.model_copy(update={"times": left}) if left else NONE
            return faults
