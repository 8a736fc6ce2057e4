"""`python -m local.webhook`, as somebody uses it at a terminal."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from local.webhook import main
from tests.unit.whatsapp.bodies import EVENTS, a_body, a_status, a_text, event_names
from tests.unit.whatsapp.setting import published_examples


def a_file(folder: Path, content: bytes | Any) -> str:
    path = folder / "webhook.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def test_each_update_is_a_line_with_its_file_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = a_file(tmp_path, a_body({"messages": [a_text()]}, {"statuses": [a_status()]}))

    assert main([name]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: entry[0].changes[0].value.messages[0]: message text from +…0001 (14 characters)",
        f"{name}: entry[0].changes[1].value.statuses[0]: receipt delivered attempt MW-0000000000.1",
    ]


@pytest.mark.parametrize("named", [True, False])
def test_a_file_may_hold_several_bodies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: bool
) -> None:
    bodies = [json.loads(a_body({"messages": [a_text()]})) for _ in range(2)]
    name = a_file(tmp_path, {"satu": bodies[0], "dua": bodies[1]} if named else bodies)

    assert main([name]) == 0
    places = [line.split("]")[0].split("[")[1] for line in capsys.readouterr().out.splitlines()]
    assert places == (["satu", "dua"] if named else ["0", "1"])


def test_a_body_may_come_from_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(a_body({"messages": [a_text()]})))
    monkeypatch.setattr(sys, "stdin", piped)

    assert main(["-"]) == 0
    assert capsys.readouterr().out.startswith("-: entry[0]")


def test_what_cannot_be_read_is_named_with_its_place_and_the_rest_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = a_text(timestamp="yesterday")
    name = a_file(tmp_path, a_body({"messages": [a_text(), broken, a_text()]}))

    assert main([name]) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert said.err == f"{name}: entry[0].changes[0].value.messages[1]: cannot be read\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "cannot be read: Expecting value: line 1 column 1 (char 0)"),
        (b"\xff\xfe\x00", "cannot be read: not UTF-8"),
        (b"[" * 200_000, "cannot be read: "),
        (b"[]", "holds no webhook"),
        (b"7", "holds no webhook"),
        (b"[7]", "the webhook's body is not an object"),
    ],
)
def test_a_file_that_is_no_webhook_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    assert main([a_file(tmp_path, content)]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = a_file(tmp_path, a_body({"messages": [a_text()]}))

    assert main([str(tmp_path / "not there"), there]) == 1
    said = capsys.readouterr()
    assert "No such file" in said.err
    assert said.out.startswith(there)


def test_without_a_file_it_was_asked_wrongly() -> None:
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2


def test_of_whom_and_what_no_more_is_shown_than_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(EVENTS)]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) == len(event_names())
    hidden = ("6281211110001", "81211110009", "7K3Q", "Siti", "Budi", "KTP", "tok1", "1349120")
    assert [word for word in hidden if word in shown] == []


def test_metas_published_webhooks_are_all_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = published_examples()

    assert main([a_file(tmp_path, examples)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(examples["webhooks"])
