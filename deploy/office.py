"""`make office`: the office's own file and whom its gate trusts, checked and uploaded; no code.

Functions read both anew within five minutes. What administrators have changed in MENWA itself
(who works here, who is on leave) stands over the file.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence

from check_siak.trust import TrustPolicy
from check_siak.trust_store import POLICY
from deploy.account import Account
from deploy.checks import of_the_office, of_the_stack
from deploy.office_folder import Faulty, checked_office, checked_trust, real_files_of
from deploy.stack import Stack
from local.office_file import offices
from menwa.office import FILE, Office


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m deploy.office", description=__doc__)
    parser.add_argument("--office", required=True, choices=offices(), help="a folder of office/")
    parser.add_argument("--stage", required=True)
    asked = parser.parse_args(arguments)
    try:
        office, trust = checked_office(real_files_of(asked.office)), checked_trust(asked.office)
    except Faulty as faulty:
        print(*faulty.faults, sep="\n", file=sys.stderr)
        return 1
    account = Account()
    stack = Stack(account.client("cloudformation"), f"menwa-{asked.stage}")
    known = stack.parameters()
    found = [
        *of_the_stack(stack.state(), stack.tags(), asked.office),
        *of_the_office(asked.office, office, trust, known),
    ]
    stops = [each.what for each in found if each.stops]
    if not known:
        stops.append(f"menwa-{asked.stage} is not deployed yet")
    if stops:
        print(*stops, sep="\n", file=sys.stderr)
        return 1
    uploaded(account, stack.outputs()["ConfigurationBucket"], files_for(office, trust))
    return 0


def files_for(office: Office, trust: TrustPolicy) -> dict[str, bytes]:
    return {FILE: office.model_dump_json().encode(), POLICY: trust.model_dump_json().encode()}


def uploaded(account: Account, bucket: str, files: Mapping[str, bytes]) -> None:
    """The bucket keeps what was there before, as an earlier version."""
    s3 = account.client("s3")
    for name, content in files.items():
        try:
            before = s3.get_object(Bucket=bucket, Key=name)["Body"].read()
        except s3.exceptions.NoSuchKey:
            before = b""
        if content == before:
            print(f"  {name} is there already")
        else:
            s3.put_object(Bucket=bucket, Key=name, Body=content)
            print(f"  {name} uploaded; it counts within five minutes")


if __name__ == "__main__":
    sys.exit(main())
