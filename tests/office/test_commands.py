"""`make demo` and `make run`, as a person starts them."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from local.demo.people import until
from tests.infra.watching import EVERYDAY, watched
from tests.office.copies import copy_to, started, workers_of

pytestmark = pytest.mark.xdist_group("commands")

BROKEN = {
    "menwa/proving.py": """
_proven = proven


def proven(file, proof, now, office):
    believed = proof.sender.model_copy(update={"phone": file.case.applicant.phone})
    return _proven(file, Proof(believed, proof.code_hash, proof.at), now, office)
""",
    "check_siak/rules.py": """
_judge = judge


def judge(case, document, kind, known):
    honest = _judge(case, document, kind, known)
    if honest.reason == "not_matched":
        return honest
    return Finding("signed" if document.signed else "unsigned", "none", "recorded_phone")
""",
    "check_siak/gate.py": "Passage.is_open = property(lambda passage: True)\n",
    "menwa/case.py": "Staged.is_verified = Staged.is_that_document = property(lambda it: True)\n",
    "send_pdf/rules.py": "def what_forbids_sending(case):\n    return ()\n",
}
CONDITIONS = {
    "phone proven",
    "right established",
    "active in SIAK",
    "signature verifies",
    "text is the document's",
}


def played(folder: Path, siak: str = "gateway") -> tuple[int, dict[str, Any]]:
    demo = started(folder, "local.demo", "--siak", siak)
    said, _ = demo.communicate(timeout=100)
    report = folder / ".local" / "demo.json"
    assert report.exists(), said
    return demo.returncode, json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize("siak", ["gateway", "desk"])
def test_the_demo_goes_well_and_reports_what_it_measured(tmp_path: Path, siak: str) -> None:
    status, report = played(copy_to(tmp_path), siak)
    assert (status, report["siak"]) == (0, siak)
    paths = {path["name"]: path for path in report["paths"]}
    assert [(name, path["ended"], path["pdf_identical"]) for name, path in paths.items()] == [
        ("signed", "delivered", True),
        ("escalated", "delivered", True),
        ("returned", "returned", None),
    ]
    for path in paths.values():
        assert re.fullmatch(r"MW-[0-9A-Z]{11}", path["case"])
        assert path["seconds"] > 0
        assert path["whatsapp_messages"] >= 2
        assert path["aws_calls"]["IntakeInboxFunction"]["StartExecution"] == 1
    assert paths["signed"]["transitions"] <= 6
    assert paths["escalated"]["transitions"] <= 14
    assert {one["condition"] for one in report["refusals"] if one["held"]} == CONDITIONS
    said = {(name, frozenset(each)) for name, all_ in report["metrics"].items() for each in all_}
    assert set(report["metrics"]) >= EVERYDAY
    assert said - set(watched()) == set()
    assert workers_of(tmp_path) == []


def test_the_demo_fails_where_the_five_conditions_do_not_hold(tmp_path: Path) -> None:
    """Each of the five is broken, and each is noticed by the refusal that is its own."""
    broken = {f"functions/{name}": code for name, code in BROKEN.items()}
    status, report = played(copy_to(tmp_path, broken))
    assert status == 1
    assert {one["condition"] for one in report["refusals"] if not one["held"]} == CONDITIONS


def test_the_office_opens_at_its_port_and_leaves_nothing_when_it_closes(tmp_path: Path) -> None:
    first = started(copy_to(tmp_path), "local", "--port", "0")
    assert first.stdout
    told = "".join(first.stdout.readline() for _ in range(4))
    port = re.search(r"http://127\.0\.0\.1:(\d+)/_kantor", told)
    assert port, told
    until("a worker", lambda: workers_of(tmp_path))
    second = started(tmp_path, "local", "--port", port[1])
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"Port {port[1]} sedang dipakai program lain" in said
    assert "Traceback" not in said
    first.send_signal(signal.SIGINT)
    last, _ = first.communicate(timeout=30)
    assert (first.returncode, last.strip()) == (0, "Kantor ditutup.")
    until("the workers' end", lambda: not workers_of(tmp_path))
