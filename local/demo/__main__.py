"""`make demo`: exits 0 only if every PDF arrived whole and none left that may not."""

import argparse
import json
import sys
from dataclasses import asdict

import httpx

from local.demo.paths import Path, escalated, returned, signed
from local.demo.people import Stuck
from local.demo.refusals import Refusal, play_all
from local.demo.stage import Stage
from local.engine.plan import ROOT
from local.kantor.dasbor_metrics import Point, points_in
from local.sample_office import SIAK_BY, SampleOffice, running
from menwa.card import first_broken
from menwa.dates import in_words

REPORT = ROOT / ".local" / "demo.json"


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    options.add_argument("--siak", default="gateway", choices=SIAK_BY)
    siak_by = options.parse_args().siak
    print(f"Opening the sample office, SIAK by {siak_by} …", flush=True)
    with running(siak_by=siak_by) as office, httpx.Client(base_url=office.url, timeout=30) as http:
        office.engine.functions.wait_until_warm()
        stage = Stage(office, http)
        try:
            paths = [_told(office, play(stage)) for play in (signed, escalated, returned)]
            refusals = [_told_refusal(one) for one in play_all(stage)]
            counted = points_in(office.engine.plan.logs)
        except Stuck as stuck:
            print(f"\nFAILED: waited in vain for {stuck}", file=sys.stderr)
            return 1
    _write(siak_by, paths, refusals, counted)
    well = all(path.went_well for path in paths) and all(one.held for one in refusals)
    print(f"\n{'All well' if well else 'FAILED'}; the figures stand in .local/demo.json")
    return 0 if well else 1


def _told(office: SampleOffice, path: Path) -> Path:
    file = office.file(path.case)
    whole = {True: "PDF identical", False: "PDF WRONG", None: "no PDF"}[path.pdf_identical]
    print(f"\n{path.name}: {path.case} {path.ended}, {whole}")
    print(
        f"  {path.seconds} s, {path.transitions} transitions, "
        f"{path.whatsapp_messages} WhatsApp messages"
    )
    for function, calls in path.aws_calls.items():
        print(f"  {function}: {', '.join(f'{name} {count}' for name, count in calls.items())}")
    broken = first_broken(file.entries, file.case.card_length, file.case.card_head)
    print(f"  Kartu kendali ({'chain whole' if broken is None else f'BROKEN at {broken}'})")
    for entry in file.entries:
        when = in_words(office.office.local(entry.handed_over_at))
        act = office.office.act(entry.act)
        print(f"   {entry.sequence}. SOP {entry.step}  {entry.holder} → {entry.handed_to}: {act}")
        print(f"      {when}, paraf {entry.paraf}")
    return path


def _told_refusal(refusal: Refusal) -> Refusal:
    verdict = "held" if refusal.held else "BROKEN"
    print(f"\n{refusal.condition}: {verdict} ({refusal.reason}, {refusal.sent} PDFs sent)", end="")
    return refusal


def _write(siak_by: str, paths: list[Path], refusals: list[Refusal], counted: list[Point]) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    written = {
        "siak": siak_by,
        "paths": [path.as_json() for path in paths],
        "refusals": [asdict(one) | {"held": one.held} for one in refusals],
        "metrics": _kinds(counted),
    }
    REPORT.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _kinds(counted: list[Point]) -> dict[str, list[list[str]]]:
    """Which metrics the functions said, each with the names of its dimensions."""
    said = {(one.metric, tuple(sorted(one.dimensions))) for one in counted}
    return {name: [list(each) for other, each in said if other == name] for name, _ in sorted(said)}


if __name__ == "__main__":
    sys.exit(main())
