"""What stands in the table; fields of another version are left aside."""

from pydantic import BaseModel, ConfigDict


class Stored(BaseModel):
    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="ignore", defer_build=True
    )
