"""The fuzzer and the measurements would notice."""

from dataclasses import replace
from random import Random

import pytest

from bench import fuzz
from bench.files import Office, document
from bench.fuzz import Findings, judge
from bench.measuring import MIB, measured
from bench.mutations import WAYS, mutated
from bench.seeds import seeds
from check_siak.trust import TrustPolicy
from check_siak.verdicts import SignatureVerdict, Verdict
from check_siak.verify import verify

OFFICE = Office.opened()
CORPUS = seeds(OFFICE)
GOOD = CORPUS[0]


def findings(pdf: bytes) -> Findings:
    found = Findings()
    judge(GOOD, pdf, OFFICE, found, "file 1")
    return found


def passing(pdf: bytes, policy: TrustPolicy, now: object) -> SignatureVerdict:
    known = verify(GOOD.pdf, policy, OFFICE.now)
    return replace(known, detail=f"{len(pdf)} {now}")


def test_a_second_of_it_finds_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--seconds", "1", "--seed", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("seed 1, 1 s\n")
    assert "PDF_MALFORMED" in said


def test_a_genuine_file_is_nothing_wrong() -> None:
    found = findings(GOOD.pdf)
    assert (found.counts, found.wrong) == ({"OK": 1}, [])


def test_an_altered_file_that_passes_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "verify", passing)
    assert findings(GOOD.pdf).wrong == []
    assert findings(GOOD.pdf + b"\n").wrong == []
    altered = bytes([GOOD.pdf[0] ^ 1]) + GOOD.pdf[1:]
    assert findings(altered).wrong == ["file 1, from B-B: passed with other bytes than were signed"]


def test_what_was_never_signed_may_not_pass() -> None:
    unsigned = next(seed for seed in CORPUS if seed.name == "unsigned")
    assert not unsigned.is_whole_in(unsigned.pdf)
    assert GOOD.is_whole_in(GOOD.pdf)


def test_an_exception_is_wrong_and_so_is_an_unforeseen_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def raising(*_: object) -> SignatureVerdict:
        raise RecursionError

    monkeypatch.setattr(fuzz, "verify", raising)
    assert findings(GOOD.pdf).wrong == ["file 1, from B-B: RecursionError"]
    unforeseen = SignatureVerdict(Verdict.VERIFIER_ERROR, "KeyError", "", "")
    monkeypatch.setattr(fuzz, "verify", lambda *_: unforeseen)
    assert findings(GOOD.pdf).wrong == ["file 1, from B-B: an unforeseen KeyError"]


def test_a_file_that_takes_long_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "CPU_SECONDS", 0.0)
    assert "took" in findings(GOOD.pdf).wrong[0]


def test_what_is_wrong_fails_the_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "CPU_SECONDS", 0.0)
    assert fuzz.main(["--seconds", "0.3", "--seed", "7"]) == 1
    assert "WRONG: file 1, from " in capsys.readouterr().out


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", GOOD.pdf], ids=["empty", "short", "good"])
def test_every_way_to_damage_a_file_works_on_any(pdf: bytes) -> None:
    for way in set(WAYS):
        made = {way(pdf, CORPUS, Random(number)) for number in range(10)}  # noqa: S311
        assert made - {pdf} or not pdf


def test_the_same_seed_makes_the_same_file() -> None:
    files = {mutated(GOOD.pdf, CORPUS, Random("1 1")) for _ in range(3)}  # noqa: S311
    assert len(files) == 1
    assert files != {GOOD.pdf}


def test_a_document_has_the_size_that_was_asked_for() -> None:
    assert 140_000 < len(document(150_000)) < 170_000


def test_what_is_measured_is_the_works_own() -> None:
    found = measured(lambda: bytearray(64 * MIB), runs=2)
    assert 60 < found.more_mb < 80
    assert found.peak_mb > found.more_mb
    assert found.ms > 0
