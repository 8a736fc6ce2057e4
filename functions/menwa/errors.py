"""Errors, named for what is done about them.

MenwaError
├── Rejected              the same input fails again: never retried
│   ├── NotFound          no such case, link or code
│   ├── NotCleared        one of the five conditions for a PDF to leave does not hold
│   │   └── IdentityDoubted  the proven phone may be another person's by now
│   ├── NotSigned         SIAK has no signed PDF of this document
│   ├── AlreadyAnswered   somebody else answered first
│   ├── Claimed           another officer works on it at this moment
│   ├── Outdated          the case is no longer what the officer had on the screen
│   ├── Withdrawn         the citizen took the request back: nothing more is done for it
│   ├── Restricted        whose data it is has processing stopped: an officer decides
│   ├── DocumentGone      the staged PDF has expired: look in SIAK again
│   ├── MessageRefused    WhatsApp refused the message for good
│   └── SendingHeld       an officer holds all sending: the case waits
├── Unavailable           a later try may succeed: the state machine retries
│   ├── Contended         too many writers on one case at this moment
│   ├── SiakUnavailable
│   └── WhatsAppUnavailable
├── OutcomeUnknown        the message may have been sent: never repeated blindly
└── Misconfigured         a setting is missing or wrong: for the operator

The state machine matches these class names exactly.
"""


class MenwaError(Exception):
    """Every error that MENWA raises itself."""


class Rejected(MenwaError):
    pass


class NotFound(Rejected):
    pass


class NotCleared(Rejected):
    pass


class IdentityDoubted(NotCleared):
    pass


class NotSigned(Rejected):
    pass


class AlreadyAnswered(Rejected):
    pass


class Claimed(Rejected):
    pass


class Outdated(Rejected):
    pass


class Withdrawn(Rejected):
    pass


class Restricted(Rejected):
    pass


class DocumentGone(Rejected):
    pass


class MessageRefused(Rejected):
    """`code` is Meta's error code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"WhatsApp refused the message: {code}")
        self.code = code


class SendingHeld(Rejected):
    pass


class Unavailable(MenwaError):
    pass


class Contended(Unavailable):
    pass


class SiakUnavailable(Unavailable):
    pass


class WhatsAppUnavailable(Unavailable):
    """`code` is Meta's, None where it was not reached; `after` the seconds it asked to wait."""

    def __init__(self, said: str, code: int | None = None, after: int | None = None) -> None:
        super().__init__(said)
        self.code = code
        self.after = after


class OutcomeUnknown(MenwaError):
    pass


class Misconfigured(MenwaError):
    pass
