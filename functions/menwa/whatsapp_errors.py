"""What MENWA does about each of the Cloud API's error codes, in an answer or in a failed receipt.

The HTTP status says little (rate limits answer 400, a missing permission may answer 500):
only the code counts. Codes: developers.facebook.com, Cloud API, "Error codes".
"""

from enum import StrEnum


class Action(StrEnum):
    TRY_AGAIN = "try_again"
    ALARM = "alarm"
    """The operator must act: token, permission, billing, a blocked number or template."""
    MEND = "mend"
    """The message itself is wrong: a defect of MENWA's or of the office's templates."""
    OTHER_CHANNEL = "other_channel"
    """This person cannot be reached on WhatsApp."""
    USE_TEMPLATE = "use_template"
    """The 24-hour window has closed: only an approved template may open the talk again."""
    UPLOAD_AGAIN = "upload_again"
    """Meta could not use the uploaded file: once more, then never."""
    ASK_PHONE = "ask_phone"
    """This kind of message needs a phone, and only a user id is known."""
    PROVE_AGAIN = "prove_again"
    """Another person may hold this number now."""


_CODES: dict[Action, tuple[int, ...]] = {
    Action.TRY_AGAIN: (
        *(1, 2, 4, 80007, 130429, 131000, 131016, 131036, 131056, 131057, 132069, 133004),
    ),
    Action.ALARM: (
        *(0, 3, 10, 33, 190, 368, *range(200, 300)),
        *(130497, 131005, 131031, 131035, 131037, 131042, 131045, 131048, 131063, 131064),
        *(132015, 132016, 132068, 133010, 133016),
    ),
    Action.MEND: (
        *(100, 131008, 131009, 131051),
        *(132000, 132001, 132005, 132007, 132008, 132012, 132018),
    ),
    Action.OTHER_CHANNEL: (130472, 131021, 131026, 131030, 131049, 131050, 135000),
    Action.USE_TEMPLATE: (131047,),
    Action.UPLOAD_AGAIN: (131052, 131053),
    Action.ASK_PHONE: (131062,),
    Action.PROVE_AGAIN: (137000,),
}
_ACTIONS = {code: action for action, codes in _CODES.items() for code in codes}


def action_for(code: int, *, transient: bool = False) -> Action:
    """`transient`: Meta says that this may pass; asked only of codes that are not known here."""
    unknown = Action.TRY_AGAIN if transient else Action.ALARM
    return _ACTIONS.get(code, unknown)
