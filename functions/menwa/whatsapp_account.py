"""News of the office's own WhatsApp account: its templates, its number, its standing with Meta."""

from typing import Any

from pydantic import BaseModel, ConfigDict

# What these say is good news, or no news at all; of everything else an operator must hear.
_CALM = frozenset(
    {
        *("APPROVED", "REINSTATED", "UNPAUSED", "UNFLAGGED", "UPGRADE", "ONBOARDING"),
        *("GREEN", "HIGH", "UNKNOWN", "UTILITY", "AUTHENTICATION", "PENDING", "IN_APPEAL"),
        *("VERIFIED_ACCOUNT", "ACCOUNT_RECONNECTED", "OBA_APPROVED", "RESOLVED", "INFORMATIONAL"),
    }
)
_ABOUT_THE_ACCOUNT = frozenset(
    {
        *("message_template_status_update", "message_template_quality_update"),
        *("template_category_update", "phone_number_quality_update", "account_update"),
        *("account_alerts", "account_review_update", "business_capability_update", "security"),
    }
)
# Where each field says what has happened, best first.
_EVENT = (
    *("event", "new_quality_score", "new_category", "correct_category", "decision"),
    *("alert_severity", "max_daily_conversations_per_business"),
)
_SUBJECT = ("message_template_name", "alert_type", "current_limit", "reason")
_LONGEST = 80


class AccountNews(BaseModel):
    """`event` as Meta calls it, `subject` a template's name or an alert's. Nothing of a person.

    An unknown field is news too: of it, only its name is kept.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    field: str
    event: str = ""
    subject: str = ""
    codes: tuple[int, ...] = ()

    @property
    def concerns_the_operator(self) -> bool:
        known = self.field in _ABOUT_THE_ACCOUNT and self.event not in _CALM
        capability = self.field == "business_capability_update"
        return bool(self.codes) or (known and not capability)


def news_of(field: object, value: dict[str, Any]) -> AccountNews:
    name = field if isinstance(field, str) else "?"
    if name not in _ABOUT_THE_ACCOUNT:
        return AccountNews(field=name[:_LONGEST], codes=_codes(value))
    alert = value.get("alert_info")
    known = {**value, **alert} if isinstance(alert, dict) else value
    return AccountNews(field=name, event=_first(known, _EVENT), subject=_first(known, _SUBJECT))


def _first(known: dict[str, Any], names: tuple[str, ...]) -> str:
    found = (known.get(name) for name in names)
    return next((each[:_LONGEST] for each in found if isinstance(each, str)), "")


def _codes(value: dict[str, Any]) -> tuple[int, ...]:
    errors = value.get("errors")
    told = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    return tuple(each["code"] for each in told if isinstance(each.get("code"), int))
