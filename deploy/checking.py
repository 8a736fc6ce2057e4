"""Asks the office's folder and the account for all that `checks` judges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from check_siak.trust import TrustPolicy
from deploy import checks
from deploy.account import Account
from deploy.checks import Finding
from deploy.office_folder import checked_office, checked_trust, real_files_of
from deploy.parameters import Declared, parameters_of
from deploy.secrets import FIELDS, values_in
from deploy.stack import NEVER_STOOD, Stack
from menwa.office import Office


class Stopped(Exception):
    """Something has to be mended first; each argument says what."""


@dataclass(frozen=True)
class Plan:
    """What is to be deployed; `left`: what remains to be done nevertheless."""

    key: str
    office: Office
    trust: TrustPolicy
    parameters: Mapping[str, str]
    left: tuple[Finding, ...]


def planned(key: str, stage: str, known: Declared, region: str) -> Plan:
    """Before the account is asked anything: it may be the wrong one. Faulty for the office's files,
    Stopped for the rest."""
    office, given = checked_office(real_files_of(key)), parameters_of(key, stage, known)
    trust = checked_trust(key)
    found = [*checks.of_the_office(key, office, trust, given), *checks.of_the_region(region)]
    chosen = {"OfficeTimezone": office.hours.timezone, **given}
    return Plan(key, office, trust, chosen, _left(found))


def checked(account: Account, stack: Stack, plan: Plan) -> Plan:
    """Against the account and what runs there; nothing is changed."""
    unreserved, state = account.unreserved_concurrency(), stack.state()
    sending = checks.sending_at_once(unreserved, stack.parameters().get("SendingAtOnce"))
    found = [
        *plan.left,
        *checks.of_the_stack(state, stack.tags(), plan.key),
        *checks.of_concurrency(unreserved, sending),
        *_of_mail(account, plan.parameters["MailSender"]),
    ]
    if state and state not in NEVER_STOOD:
        has_gateway = bool(plan.parameters.get("SiakUrl"))
        found += checks.of_secrets(
            secrets_kept(account, stack), has_gateway=has_gateway, stops=True
        )
    parameters = {**plan.parameters, "SendingAtOnce": str(sending)}
    return replace(plan, parameters=parameters, left=_left(found))


def asked_about(ask: Callable[[str], str]) -> None:
    """What no interface says; Stopped by the first no, or where nobody is there to answer."""
    for question in checks.TO_CONFIRM:
        try:
            answer = ask(f"{question} [y/n] ").strip().lower()
        except EOFError:
            raise Stopped(*checks.TO_CONFIRM, "If all is so: CONFIRMED=yes") from None
        if answer not in {"y", "yes", "ya"}:
            raise Stopped(f"To be done first: {question}")


def secrets_kept(account: Account, stack: Stack) -> dict[str, frozenset[str]]:
    """Which fields each has; no value leaves here."""
    manager, names = account.client("secretsmanager"), stack.resources()
    return {
        secret: frozenset(values_in(manager, names[secret])) for secret in FIELDS if secret in names
    }


def _of_mail(account: Account, sender: str) -> list[Finding]:
    anyone, verified = account.may_mail_anyone(), account.may_mail_from(sender)
    return list(checks.of_mail(anyone=anyone, sender=sender, verified=verified))


def _left(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Stopped by whatever does; the rest may wait."""
    found = tuple(found)
    if stops := [each.what for each in found if each.stops]:
        raise Stopped(*stops)
    return found
