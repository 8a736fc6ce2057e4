"""What MENWA does about each of the Cloud API's error codes, in an answer or in a failed receipt.

The HTTP status says little (rate limits answer 400, a missing permission may answer 500):
only the code counts. Codes: developers.facebook.com, Cloud API, "Error codes".
"""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    TRY_AGAIN = "try_again"
    TRY_LATER = "try_later"
    """As TRY_AGAIN, but not within the minute: Meta counts the tries."""
    ALARM = "alarm"
    """The operator must act: token, permission, billing, a blocked number or template."""
    STOP = "stop"
    """As ALARM; and whatever else is sent from this number makes it worse."""
    MEND = "mend"
    """The message itself is wrong: a defect of MENWA's or of the office's templates."""
    OTHER_CHANNEL = "other_channel"
    """This person cannot be reached on WhatsApp."""
    USE_TEMPLATE = "use_template"
    """The 24-hour window has closed: only an approved template may open the talk again."""
    UPLOAD_AGAIN = "upload_again"
    """Meta could not use the uploaded file: once more, then never."""
    ASK_AGAIN = "ask_again"
    """What the person sent did not come through: they would have to send it again."""
    ASK_PHONE = "ask_phone"
    """This kind of message needs a phone, and only a user id is known."""
    PROVE_AGAIN = "prove_again"
    """Another person may hold this number now."""


MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Pauses:
    """The seconds to wait: `first`, then each time `factor` times as long, up to `longest`."""

    first: int = 1
    factor: int = 2
    longest: int = MINUTE

    def before(self, retry: int) -> int:
        """`retry` counts from 0."""
        return min(int(self.first * self.factor ** min(retry, 20)), self.longest)


@dataclass(frozen=True)
class Rule:
    """`retries` None: as long as the caller has patience. `fresh_token`: the secret may have been
    changed since it was read; with a fresh one it may be tried once at once."""

    action: Action
    retries: int | None = 0
    pauses: Pauses = Pauses()
    fresh_token: bool = False

    @property
    def may_pass(self) -> bool:
        return self.action in {Action.TRY_AGAIN, Action.TRY_LATER}


_SHORT, _LONG = Pauses(1, 4, HOUR), Pauses(2 * MINUTE, 4, HOUR)
PASSES = Rule(Action.TRY_AGAIN, None, _SHORT)
"""Also of what does not reach WhatsApp at all."""
_ALARM = Rule(Action.ALARM)

_RULES: tuple[tuple[Rule, tuple[int, ...]], ...] = (
    (PASSES, (2, 130429, 131016, 131036, 133004)),
    (Rule(Action.TRY_AGAIN, 2, _SHORT), (1,)),
    (Rule(Action.TRY_AGAIN, 3, _SHORT), (131000,)),
    (Rule(Action.TRY_AGAIN, 1, _SHORT), (135000,)),
    (Rule(Action.TRY_AGAIN, None, Pauses(1, 4, 10 * MINUTE)), (131056,)),
    (Rule(Action.TRY_LATER, None, Pauses(MINUTE, 2, HOUR)), (131057,)),
    (Rule(Action.TRY_LATER, None, _LONG), (4, 80007)),
    (Rule(Action.TRY_LATER, None, Pauses(HOUR, 1, HOUR)), (132069,)),
    (Rule(Action.ALARM, 1, Pauses(0, 1, 0), fresh_token=True), (0, 190)),
    (_ALARM, (3, 10, 33, *range(200, 300), 130497, 131005, 131035, 131037, 131042, 131045)),
    (_ALARM, (131063, 131064, 132015, 132016, 132068, 133010, 133016)),
    (Rule(Action.STOP), (368, 131031)),
    (Rule(Action.STOP, None, Pauses(4 * HOUR, 2, DAY)), (131048,)),
    (Rule(Action.MEND), (100, 131008, 131009, 131051)),
    (Rule(Action.MEND), (132000, 132001, 132005, 132007, 132008, 132012, 132018)),
    (Rule(Action.OTHER_CHANNEL), (130472, 131021, 131026, 131030, 131050)),
    (Rule(Action.OTHER_CHANNEL, 1, Pauses(DAY, 1, DAY)), (131049,)),
    (Rule(Action.USE_TEMPLATE), (131047,)),
    (Rule(Action.UPLOAD_AGAIN, 1, Pauses(0, 1, 0)), (131053,)),
    (Rule(Action.ASK_AGAIN), (131052,)),
    (Rule(Action.ASK_PHONE), (131062,)),
    (Rule(Action.PROVE_AGAIN), (137000,)),
)
_BY_CODE = {code: rule for rule, codes in _RULES for code in codes}


def rule_for(code: int, *, transient: bool = False) -> Rule:
    """`transient`: Meta says that this may pass; asked only of codes that are not known here."""
    return _BY_CODE.get(code, PASSES if transient else _ALARM)


def action_for(code: int, *, transient: bool = False) -> Action:
    return rule_for(code, transient=transient).action
