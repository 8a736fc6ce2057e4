"""What lasts until it is switched again: unlike a fault, it meets no message in particular."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Signature = Literal["current", "previous", "wrong"]


class Switches(BaseModel):
    """`limits`: Meta's throughput and pair limits hold. `signature`: by which secret webhooks are
    signed. `hold_webhooks`: they gather until it is off, and then come in batches of up to 1,000.
    `hours_ahead`: Meta's clock runs before the office's: its window and media end earlier."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    limits: bool = False
    signature: Signature = "current"
    hold_webhooks: bool = False
    hours_ahead: float = Field(default=0, ge=0, le=24 * 60)
