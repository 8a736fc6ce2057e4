"""What has to be so before, and what can be left for later: from facts to findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from check_siak.trust import TrustPolicy
from menwa.office import Office

REGION = "ap-southeast-3"
LEFT_FOR_OTHERS = 100
"""Of the functions that may run at once, Lambda lets nobody keep these for certain ones."""
SENDING_AT_ONCE = 10
INVENTED = "Contoh "
NEEDED = {"WhatsAppSecret": ("access_token",), "WebhookSecret": ("app_secret", "verify_token")}
TO_CONFIRM = (
    "Has the WhatsApp account a payment method? Without one, error 131042 stops every message.",
    "Is the business verified by Meta, and the app in live mode?",
    "Has the office's number left the WhatsApp app of every phone? It cannot be on both.",
)
"""What no interface says."""


@dataclass(frozen=True)
class Finding:
    """`stops`: nothing is deployed before it is mended; else it remains to be done."""

    what: str
    stops: bool = False


def of_the_office(
    key: str, office: Office, trust: TrustPolicy, parameters: Mapping[str, str]
) -> Iterator[Finding]:
    people = [*office.officials.values(), *office.officers.values()]
    if invented := sum(INVENTED in each.name for each in people):
        yield Finding(
            f"{invented} of {len(people)} people are invented: put the real ones into "
            f"office/{key}/people.real.toml, which is never committed",
            stops=True,
        )
    if trust.is_a_sample():
        yield Finding(f"office/{key}/trust.toml trusts a sample's made-up authority", stops=True)
    if not parameters.get("WhatsAppPhoneNumberId", "0").strip("0"):
        yield Finding("WhatsAppPhoneNumberId is not set in stages.toml", stops=True)
    if parameters.get("MailSender", "contoh.go.id").endswith("contoh.go.id"):
        yield Finding("MailSender is not set in stages.toml", stops=True)
    if not parameters.get("OperatorMail"):
        yield Finding("OperatorMail is not set in stages.toml: nobody is told of alarms")


def of_the_region(region: str) -> Iterator[Finding]:
    if region != REGION:
        yield Finding(
            f"the region is {region or 'not set'}; public bodies keep their data in Indonesia: "
            f"export AWS_DEFAULT_REGION={REGION}",
            stops=True,
        )


def of_the_stack(state: str, tags: Mapping[str, str], office: str) -> Iterator[Finding]:
    """One office, one stack: never another office's file or code over this one's."""
    holder = tags.get("menwa:office", office)
    if holder != office:
        yield Finding(f"this stage is the office {holder}'s: choose another STAGE", stops=True)
    if state.endswith("_IN_PROGRESS"):
        yield Finding(f"the stack is busy: {state}", stops=True)
    elif state in {"ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"}:
        yield Finding(
            f"the stack is stuck in {state}; docs/deploying.md, 'When it fails', says what to do",
            stops=True,
        )


def sending_at_once(unreserved: int, kept: str | None) -> int:
    """How many senders are kept free; 0: none, the account's own small limit brakes as well.
    `kept`: as it is deployed."""
    already = int(kept) if kept else 0
    return SENDING_AT_ONCE if unreserved + already - SENDING_AT_ONCE >= LEFT_FOR_OTHERS else 0


def of_concurrency(unreserved: int, sending: int) -> Iterator[Finding]:
    if not sending:
        yield Finding(
            f"this account runs {unreserved} functions at once: enough for a trial, not for the "
            "public. Ask for 1,000 (Service Quotas, AWS Lambda, Concurrent executions), then "
            "deploy again"
        )


def of_mail(*, anyone: bool, sender: str, verified: bool) -> Iterator[Finding]:
    if not verified:
        yield Finding(f"SES does not know {sender}: verify its domain (Amazon SES, Identities)")
    if not anyone:
        yield Finding(
            "SES is in its sandbox and mails only verified addresses (Amazon SES, Account "
            "dashboard, Request production access)"
        )


def of_secrets(
    kept: Mapping[str, frozenset[str]], *, has_gateway: bool, stops: bool
) -> Iterator[Finding]:
    """`kept`: which fields each secret has. They come to be with the stack: the first time nothing
    can be in them."""
    for secret, fields in NEEDED.items():
        if missing := [each for each in fields if each not in kept.get(secret, frozenset())]:
            what = f"{secret} lacks {' and '.join(missing)}: make secret NAME={secret}"
            yield Finding(what, stops=stops)
    siak = kept.get("SiakSecret", frozenset())
    if has_gateway and not ("bearer" in siak or {"certificate", "key"} <= siak):
        yield Finding(
            "SiakSecret has no bearer and no certificate: make secret NAME=SiakSecret", stops
        )
