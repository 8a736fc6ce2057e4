"""The gate's verdict on PDFs at hand, without AWS: `python -m local.verify FILE… --anchors FILE…`

Exits with 0 if every file passes, 1 if one does not, 2 if it was asked wrongly.
"""

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from check_siak.trust import RevocationMode, TrustPolicy
from check_siak.verdicts import Revocation, SignatureVerdict, Verdict
from check_siak.verify import verify
from local.trust_files import (
    Unusable,
    anchors_in,
    certificates_in,
    content_of,
    revocation_lists_in,
)
from menwa.clock import utc_now

PROGRAM = "python -m local.verify"
WIDTH = 100
VERDICT_WIDTH = max(map(len, Verdict))
NAME_WIDTH = 24  # leaves room for the longest of the reasons
EPILOG = """\
Files are PEM (bundles too) or DER. An anchor is believed in the years of its own certificate.
Without --any-signer, --signers says whose signatures count: with neither, anybody to whom the
authority gave a certificate could sign."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        policy, now = policy_of(asked), utc_now()
        verdicts = {path: verify(content_of(path), policy, now) for path in _pdfs(asked.files)}
    except Unusable as error:
        parser.error(str(error))
    if asked.json:
        print(json.dumps([_told(*each) for each in verdicts.items()], indent=2, default=_in_iso))
    else:
        print("\n".join(rows(verdicts)))
    return int(any(each.verdict is not Verdict.OK for each in verdicts.values()))


def policy_of(asked: Namespace) -> TrustPolicy:
    anchors = anchors_in(asked.anchors)
    policy = TrustPolicy(
        version="command line",
        revocation_mode=RevocationMode.HARD_FAIL if asked.hard_fail else RevocationMode.SOFT_FAIL,
        anchors=anchors,
        tsa_anchors=(*anchors, *anchors_in(asked.tsa_anchors)),
        issuers=certificates_in(asked.issuers),
        signer_certificates=certificates_in(asked.signers),
    )
    return policy.model_copy(update={"crls": revocation_lists_in(asked.crls)})


def rows(verdicts: dict[Path, SignatureVerdict]) -> Iterator[str]:
    names = {path: _cut_in_front(str(path), NAME_WIDTH) for path in verdicts}
    width = max(map(len, names.values()))
    for path, verdict in verdicts.items():
        words = verdict.detail if verdict.verdict is not Verdict.OK else _signed(verdict)
        yield f"{verdict.verdict:{VERDICT_WIDTH}}  {names[path]:{width}}  {words}"[:WIDTH].rstrip()


def _signed(verdict: SignatureVerdict) -> str:
    """By whom and when: of the newest signature."""
    newest = verdict.signatures[-1]
    day = f"{newest.signed_at:%Y-%m-%d} " if newest.signed_at else ""
    unknown = ", revocation unknown" if newest.revocation is Revocation.UNKNOWN else ""
    room = WIDTH - VERDICT_WIDTH - NAME_WIDTH - 4 - len(day) - len(unknown)
    return f"{day}{newest.signer[:room]}{unknown}"


def _cut_in_front(name: str, width: int) -> str:
    return name if len(name) <= width else f"…{name[1 - width :]}"


def _told(path: Path, verdict: SignatureVerdict) -> dict[str, object]:
    return {"file": str(path), **asdict(verdict), "signed_at": verdict.signed_at}


def _in_iso(moment: datetime) -> str:
    return moment.isoformat()


def _pdfs(paths: Sequence[Path]) -> Iterator[Path]:
    """A folder stands for the PDFs in it, and below."""
    for path in paths:
        found = sorted(path.rglob("*.[pP][dD][fF]")) if path.is_dir() else [path]
        if not found:
            raise Unusable(f"{path}: holds no PDF")
        yield from found


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog=PROGRAM,
        usage=f"{PROGRAM} FILE… --anchors FILE… (--signers FILE… | --any-signer) [options]",
        description="Verifies the signatures of PDFs as MENWA's gate does.",
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    files: dict[str, Any] = {"nargs": "+", "type": Path, "metavar": "FILE"}
    more = {**files, "default": ()}
    parser.add_argument("files", **files, help="PDFs, or folders of PDFs")
    parser.add_argument("--anchors", **files, required=True, help="certificates of trusted roots")
    parser.add_argument("--tsa-anchors", **more, help="roots trusted for timestamps alone")
    parser.add_argument("--issuers", **more, help="certificates between root and signer")
    parser.add_argument("--crls", **more, help="certificate revocation lists")
    parser.add_argument("--hard-fail", action="store_true", help="refuse if revocation is unknown")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--signers", **more, help="certificates whose signatures count")
    whose.add_argument("--any-signer", action="store_true", help="accept every signer")
    parser.add_argument("--json", action="store_true", help="print all that is known, as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
