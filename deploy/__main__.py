"""`make deploy`: checks, builds and deploys an office's stage; says what remains by hand.

Nothing is changed before all that stops it is mended. Exits with 0 if it stands as it should, 1 if
not, 2 if Lambda's Python is not on this machine.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from deploy.account import Account
from deploy.build import TEMPLATE, NoPython, build, tell
from deploy.checking import Plan, Stopped, asked_about, checked, planned, secrets_kept
from deploy.checks import of_secrets
from deploy.deployment import Deployment
from deploy.office_folder import Faulty
from deploy.remaining import addresses, by_hand
from deploy.stack import Failed, Stack
from deploy.template import parameters_in
from local.office_file import offices


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        return _deployed(asked, Account())
    except NoPython as missing:
        print(missing, file=sys.stderr)
        return 2
    except (Faulty, Stopped) as error:
        print("Nothing was changed:", *error.args, sep="\n  ", file=sys.stderr)
    except Failed as failed:
        print(f"Not deployed; all is as it was before.\n{failed}", file=sys.stderr)
    except (BotoCoreError, ClientError) as error:
        print(f"AWS: {error}", file=sys.stderr)
    return 1


def _deployed(asked: Namespace, account: Account) -> int:
    plan = planned(asked.office, asked.stage, parameters_in(TEMPLATE), account.region)
    stack = Stack(account.client("cloudformation"), f"menwa-{asked.stage}")
    plan = checked(account, stack, plan)
    if not stack.state() and not asked.confirmed:
        asked_about(input)
    package = build(with_bytecode=not asked.without_bytecode)
    tell(package)
    Deployment(account, stack, plan.key, plan.office, plan.trust, plan.parameters).carry_out(
        package
    )
    _tell_what_remains(account, stack, plan)
    return 0


def _tell_what_remains(account: Account, stack: Stack, plan: Plan) -> None:
    deployed = stack.parameters()
    lacking = of_secrets(
        secrets_kept(account, stack), has_gateway=bool(deployed.get("SiakUrl")), stops=False
    )
    left = [each.what for each in (*plan.left, *lacking)]
    print("\nIt stands.", *addresses(stack.outputs(), deployed), sep="\n  ")
    print("\nWhat remains:", *by_hand(left, deployed), sep="\n  - ")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m deploy", description=__doc__)
    parser.add_argument("--office", required=True, choices=offices(), help="a folder of office/")
    parser.add_argument("--stage", required=True, help="a table of its stages.toml")
    parser.add_argument("--without-bytecode", action="store_true", help="colder starts, by half")
    parser.add_argument(
        "--confirmed", action="store_true", help="what no interface says has been looked at"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
