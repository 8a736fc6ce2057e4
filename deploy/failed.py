"""`make failed`: the requests whose procedure ended where none should. `make resume CASE=…`: it
goes on from there."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from deploy.account import Account
from deploy.resuming import Outcome, Procedures
from deploy.stack import Stack
from menwa.cases import CaseStore
from menwa.errors import NotFound

ARRIVED = {"yes": True, "no": False}
SAID: dict[Outcome, str] = {
    "goes on": "It goes on from the state in which it stopped.",
    "anew": "Step Functions could not go on; a new run has begun and looks in SIAK again.",
    "under way": "Nothing was done: its procedure is under way.",
    "has ended": "Nothing was done: the request has ended.",
    "arrived": "The citizen has it: the request has ended.",
    "may have left": "Nothing was done: its PDF may be on its way. Ask the citizen, then say\n"
    "ARRIVED=yes or ARRIVED=no.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m deploy.failed", description=__doc__)
    options.add_argument("--stage", required=True)
    options.add_argument("--resume", metavar="CASE")
    options.add_argument("--arrived", choices=ARRIVED, help="what the citizen says of the PDF")
    asked, account = options.parse_args(arguments), Account()
    stack = Stack(account.client("cloudformation"), f"menwa-{asked.stage}").resources()
    if not stack:
        print(f"There is no stack menwa-{asked.stage}.", file=sys.stderr)
        return 1
    store = CaseStore(account.client("dynamodb"), stack["CasesTable"])
    procedures = Procedures(store, account.client("stepfunctions"), stack["Procedure"])
    if asked.resume is None:
        return _listed(procedures)
    return _resumed(procedures, asked.resume, ARRIVED.get(asked.arrived))


def _listed(procedures: Procedures) -> int:
    stopped = procedures.stopped()
    for one in stopped:
        print(f"{one.at:%Y-%m-%d %H:%M} UTC  {one.case_id}  {one.how} in {one.state}  {one.error}")
    print(f"{len(stopped)} requests whose procedure has ended where none should.")
    return 0


def _resumed(procedures: Procedures, case_id: str, arrived: bool | None) -> int:
    try:
        outcome = procedures.resume(case_id, datetime.now(UTC), arrived=arrived)
    except NotFound:
        print(f"There is no request {case_id}.", file=sys.stderr)
        return 1
    print(SAID[outcome])
    return 1 if outcome == "may have left" else 0


if __name__ == "__main__":
    sys.exit(main())
