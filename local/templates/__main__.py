"""Submits the office's message templates to Meta, and shows what became of each.

WHATSAPP_ACCOUNT_ID (the WhatsApp Business Account's), WHATSAPP_ACCESS_TOKEN and META_APP_ID come
from the environment; without them it is played through with the sample Cloud API. Exits with 0 if
every template stands at Meta as the file has it, 1 if not, 2 if it was asked wrongly.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from io import BytesIO

import httpx
from reportlab.pdfgen.canvas import Canvas

from local.office_file import offices, read_office
from local.templates.account import MetaRefused, TemplateAccount
from local.templates.rules import faults
from local.templates.submitting import Shown, Submitting
from local.templates.trying_out import APP_ID, a_sample_account
from menwa.office import Office

NEEDED = ("WHATSAPP_ACCOUNT_ID", "WHATSAPP_ACCESS_TOKEN", "META_APP_ID")
URL = "https://graph.facebook.com/v26.0"


def main(
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] = os.environ,
    transport: httpx.BaseTransport | None = None,
) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    office = read_office(asked.office)
    wrong = [fault for each in office.templates.items() for fault in faults(*each)]
    if wrong:
        print("Meta would refuse:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    given = {name: environment.get(name, "") for name in NEEDED}
    if any(given.values()) and not all(given.values()):
        parser.error(f"not set: {', '.join(name for name in NEEDED if not given[name])}")
    try:
        shown = _at_meta(asked, office, given, transport) if all(given.values()) else None
        return _told(shown if shown is not None else _tried_out(asked, office))
    except MetaRefused as refusal:
        print(f"Meta: {refusal}", file=sys.stderr)
        return 1


def _at_meta(
    asked: Namespace,
    office: Office,
    given: Mapping[str, str],
    transport: httpx.BaseTransport | None,
) -> list[Shown]:
    account_id, token, app_id = (given[name] for name in NEEDED)
    with TemplateAccount(asked.url, account_id, token, transport) as account:
        return _submitted(asked, office, account, app_id)


def _tried_out(asked: Namespace, office: Office) -> list[Shown]:
    print(f"Played through with the sample Cloud API, not with Meta: {NEEDED[0]} is not set.")
    with a_sample_account() as account:
        return _submitted(asked, office, account, APP_ID)


def _submitted(
    asked: Namespace, office: Office, account: TemplateAccount, app_id: str
) -> list[Shown]:
    submitting = Submitting(
        account, asked.public_url, lambda: account.upload_example(app_id, _pdf())
    )
    return submitting.all_of(office.templates, only_show=asked.show, change=asked.change)


def _told(shown: Sequence[Shown]) -> int:
    width = max(len(each.name) for each in shown)
    for each in shown:
        print(f"{each.name:{width}}  {each.language:5}  {each.category:14}  {each.became}")
        for difference in each.differences:
            print(f"  {difference.what} in the file: {difference.in_file}")
            print(f"  {difference.what} at Meta:     {difference.at_meta}")
    return 0 if all(each.stands for each in shown) else 1


def _pdf() -> bytes:
    written = BytesIO()
    canvas = Canvas(written, invariant=True)
    canvas.drawString(72, 720, "Contoh dokumen")
    canvas.save()
    return written.getvalue()


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m local.templates", description=__doc__)
    parser.add_argument("--office", default="contoh", choices=offices(), help="a folder of office/")
    parser.add_argument(
        "--public-url",
        default=os.environ.get("PUBLIC_URL", "https://menwa.contoh.go.id"),
        help="where the office is reached, for buttons",
    )
    parser.add_argument("--show", action="store_true", help="only show, submit nothing")
    parser.add_argument(
        "--change",
        nargs="+",
        default=(),
        metavar="NAME",
        help="submit these anew where they differ",
    )
    parser.add_argument("--url", default=URL, help="Meta's Graph API with its version")
    return parser


if __name__ == "__main__":
    sys.exit(main())
