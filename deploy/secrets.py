"""`make secret`: fills in a secret without a trace in a shell's history; functions read it anew
within five minutes. What is left empty stays; a single dash takes a field out."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from deploy.account import Account
from deploy.stack import Stack

FIELDS = {
    "WhatsAppSecret": ("access_token",),
    "WebhookSecret": ("app_secret", "previous_app_secret", "verify_token"),
    "SiakSecret": ("bearer", "certificate", "key", "ca"),
}
FILES = ("certificate", "key", "ca")
"""PEM has many lines: what is asked for is its file."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m deploy.secrets", description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--name", required=True, choices=FIELDS)
    asked = parser.parse_args(arguments)
    account = Account()
    arn = (
        Stack(account.client("cloudformation"), f"menwa-{asked.stage}").resources().get(asked.name)
    )
    if not arn:
        print(f"menwa-{asked.stage} is not deployed yet", file=sys.stderr)
        return 1
    manager = account.client("secretsmanager")
    before = values_in(manager, arn)
    try:
        after = filled_in(before, FIELDS[asked.name], getpass)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; nothing was changed", file=sys.stderr)
        return 1
    if after != before:
        manager.put_secret_value(SecretId=arn, SecretString=json.dumps(after))
    print(f"{asked.name} has {', '.join(sorted(after)) or 'nothing'}")
    return 0


def values_in(manager: Any, arn: str) -> dict[str, Any]:
    """Empty where nobody has filled it in, or with what functions could not read either."""
    try:
        kept = json.loads(manager.get_secret_value(SecretId=arn)["SecretString"])
    except (manager.exceptions.ResourceNotFoundException, KeyError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def filled_in(
    before: Mapping[str, str], fields: Sequence[str], ask: Callable[[str], str]
) -> dict[str, str]:
    after = dict(before)
    for field in fields:
        has = " (has one)" if field in before else ""
        given = ask(f"{field}{', its PEM file' if field in FILES else ''}{has}: ").strip()
        if given == "-":
            after.pop(field, None)
        elif given:
            after[field] = Path(given).read_text(encoding="utf-8") if field in FILES else given
    return after


if __name__ == "__main__":
    sys.exit(main())
