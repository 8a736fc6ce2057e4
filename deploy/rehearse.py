"""`make rehearse`: the same deployment into an emulator of AWS on this machine: created, changed,
failed and rolled back, deleted. It runs nothing there; for that there is the local office.

Exits with 0 if all came out as it should, 1 if not.
"""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from botocore.exceptions import ClientError

from check_siak.trust import TrustPolicy
from deploy.account import Account
from deploy.build import TEMPLATE, NoPython, build, tell
from deploy.deployment import Deployment
from deploy.emulator import NotRunning, emulated
from deploy.kept import lacking
from deploy.package import Package, packed
from deploy.stack import Failed, Stack
from deploy.template import as_deployed, expanded
from local.office_file import read_office
from local.pki import Pki

OFFICE, STAGE = "contoh", "gladi"
PARAMETERS = {"Stage": STAGE, "TrustSamples": "true", "SendingAtOnce": "10"}
CHANGED = {**PARAMETERS, "OperatorMail": "operator@contoh.go.id"}
GLANCE = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m deploy.rehearse", description=__doc__)
    parser.add_argument("--without-bytecode", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        package = build(with_bytecode=not asked.without_bytecode)
        tell(package)
        with emulated() as account:
            return 0 if all(rehearsed(account, package)) else 1
    except (NoPython, NotRunning, Failed) as error:
        print(error, file=sys.stderr)
        return 1


def rehearsed(account: Account, package: Package, say: Callable[[str], None] = print) -> list[bool]:
    """Whether each act came out as it should."""
    stack = Stack(account.client("cloudformation"), f"menwa-{STAGE}", say, pause=GLANCE)
    trust = TrustPolicy.model_validate_json(Pki.create(datetime.now(UTC)).trust_policy_json())
    first = Deployment(account, stack, OFFICE, read_office(OFFICE), trust, PARAMETERS, say)
    with tempfile.TemporaryDirectory() as place:
        changed = replace(first, parameters=CHANGED)
        acts = {
            "created": lambda: _stands_after(first, package),
            "changed": lambda: _stands_after(changed, _small_package(Path(place))),
            "failed and rolled back": lambda: _rolls_back(changed),
            "deleted": lambda: _is_gone(stack),
        }
        return [_told(name, act, say) for name, act in acts.items()]


def _told(name: str, act: Callable[[], bool], say: Callable[[str], None]) -> bool:
    say(f"\nTo be {name}:")
    well = act()
    say(f"{'As it should be' if well else 'NOT AS IT SHOULD BE'}: {name}")
    return well


def _stands_after(deployment: Deployment, package: Package) -> bool:
    deployment.carry_out(package)
    for what in lacking(deployment.account, deployment.stack):
        deployment.say(f"  the emulator does not keep {what}")
    return deployment.stack.state() in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def _rolls_back(deployment: Deployment) -> bool:
    """A package that is not where the template says."""
    stack, before = deployment.stack, deployment.stack.parameters()
    bucket = deployment.account.bucket_for_packages()
    template = as_deployed(expanded(TEMPLATE, bucket, "functions/missing.zip"))
    deployment.account.keep(bucket, "templates/failing.json", template)
    address = deployment.account.address_of(bucket, "templates/failing.json")
    try:
        stack.carry_out(stack.prepare(address, before, stack.tags()))
    except Failed as failed:
        deployment.say(f"  {failed}")
    return stack.state() == "UPDATE_ROLLBACK_COMPLETE" and stack.parameters() == before


def _is_gone(stack: Stack) -> bool:
    """Only once it is no longer protected."""
    try:
        stack.delete()
    except ClientError:
        stack.protect(protected=False)
        stack.delete()
        return not stack.state()
    return False


def _small_package(place: Path) -> Package:
    (place / "functions").mkdir()
    (place / "functions" / "other.py").write_text("")
    return packed(place / "functions", place / "other.zip")


if __name__ == "__main__":
    sys.exit(main())
