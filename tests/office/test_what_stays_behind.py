"""Files run by their names: this one last, when all the others have left their traces."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.demo.paths import UNSIGNED_BIRTH, escalated
from local.demo.stage import Stage
from local.kantor.dasbor_metrics import points_in
from menwa.types import Status
from tests.infra.watching import names, unwatched
from tests.office.walking import pdfs_of

pytestmark = pytest.mark.xdist_group("office")

ARRANGED = {"WhatsAppUnavailable"}  # "the first try is not taken"


@pytest.fixture(scope="module")
def secrets(stage: Stage) -> set[str]:
    """Whatever says who somebody is, or opens something: of one more case, and of all before."""
    stage.change(UNSIGNED_BIRTH, signed=False)
    assert escalated(stage).went_well
    return {found.casefold() for found in (*_people(stage), *_tokens(stage), *_codes(stage))}


def test_no_log_names_a_person_or_holds_a_token(
    stage: Stage, logs: Path, secrets: set[str]
) -> None:
    said = "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs.iterdir())
    folded = said.casefold()
    assert "examined" in folded
    assert "swept" in folded or "asked" in folded
    assert '"cloudwatchmetrics"' in folded  # metrics leave by the logs
    assert [secret for secret in secrets if secret in folded] == []
    assert re.search(r"\b99\d{14}\b|\b62899\d{6,}", folded) is None
    assert all(link.casefold() not in folded for link in _task_tokens(stage))


def test_whatever_the_functions_counted_is_watched_and_names_nobody(
    logs: Path, secrets: set[str]
) -> None:
    points = points_in(logs)
    assert {"Outcomes", "StepWaiting", "WebhookLatency"} <= names(points)
    assert unwatched(points) == []
    kinds = {kind.casefold() for one in points for kind in one.dimensions.values()}
    assert kinds & secrets == set()
    assert len(kinds) < 60  # each is paid for


def test_no_function_raised_what_nobody_arranged(logs: Path) -> None:
    """An error that leaves a handler is logged by Lambda's own runtime, with its class."""
    said = "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs.iterdir())
    raised = set(re.findall(r"\[ERROR\] (?:[\w.]+\.)?(\w+)", said))
    assert raised <= ARRANGED
    errors = [line for line in said.splitlines() if '"level":"ERROR"' in line]
    assert [line for line in errors if '"message":"SIAK is unavailable"' not in line] == []


def test_no_execution_carries_a_person_in_or_out(stage: Stage, secrets: set[str]) -> None:
    histories = list(_histories(stage))
    assert histories
    for history in histories:
        assert [secret for secret in secrets if secret in history.casefold()] == []
        assert re.search(r"\b99\d{14}\b|\+?62899\d{6,}", history) is None


def test_no_case_was_sent_a_second_pdf_unless_the_first_had_failed(stage: Stage) -> None:
    """Or unless it was asked for once more: that is another run."""
    for file in stage.office.cases.all():
        runs = {f"{file.case.id}.{one.number}": one.run for one in file.attempts}
        arrived = [one for one in pdfs_of(stage, file.case.id) if one["arrived"]]
        came = [runs[one["attempt_id"]] for one in arrived]
        assert len(came) == len(set(came)), file.case.id


def test_no_late_receipt_took_back_a_delivery(stage: Stage) -> None:
    delivered = [file for file in stage.office.cases.all() if file.case.status is Status.DELIVERED]
    assert delivered
    for file in delivered:
        assert file.last_attempt is not None
        assert file.last_attempt.outcome == "delivered", file.case.id


def _people(stage: Stage) -> Iterator[str]:
    for document in stage.documents():
        yield document["number"]
        yield from (document["phone"] or "").removeprefix("+").split()
        for party in document["parties"]:
            yield from (party["nik"], party["name"])
    office = stage.office.office
    for one in (*office.officials.values(), *office.officers.values()):
        yield from (one.name, one.phone.removeprefix("+"), one.mail)


def _tokens(stage: Stage) -> Iterator[str]:
    sent = stage.http.get("/_kantor/api/whatsapp/pesan").json()["messages"]
    links = [button["value"] for message in sent for button in message["buttons"]]
    mails = stage.http.get("/_kantor/api/surel").json()["mails"]
    links += [mail["link"] for mail in mails if mail["link"]]
    assert links
    yield from (link.rpartition("/")[2] for link in links if "/" in link)
    yield from stage.officer().cookies.values()


def _codes(stage: Stage) -> Iterator[str]:
    """The proof codes, as people wrote them."""
    for phone in stage.http.get("/_kantor/api/hp").json()["phones"]:
        shown = stage.http.get(f"/_kantor/api/hp/{phone['phone']}").json()["messages"]
        written = [one["text"] for one in shown if not one["from_office"]]
        for code in re.findall(r"MENWA (\w{4})-(\w{4})", " ".join(written)):
            yield from ("-".join(code), "".join(code))


def _task_tokens(stage: Stage) -> list[str]:
    waits = [file.wait for file in stage.office.cases.all()]
    return [wait.token for wait in waits if wait is not None and wait.token]


def _histories(stage: Stage) -> Iterator[str]:
    engine = stage.office.engine
    machines = engine.aws.client("stepfunctions")
    begun = machines.get_paginator("list_executions").paginate(
        stateMachineArn=engine.template.state_machines[0].arn
    )
    for execution in (one for page in begun for one in page["executions"]):
        pages = machines.get_paginator("get_execution_history").paginate(
            executionArn=execution["executionArn"]
        )
        yield " ".join(str(event) for page in pages for event in page["events"])
