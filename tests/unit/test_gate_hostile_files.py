"""Files made to hurt: each gets a verdict, soon, and none an exception."""

import subprocess
import sys
import time
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.version import __version__
from pypdf import PdfWriter

from check_siak.time_limit import OutOfTime, at_most
from check_siak.tte.opening import MOST_BYTES
from check_siak.tte.proof_of_time import proof_of_time
from check_siak.verdicts import Refused, Verdict
from check_siak.verify import verify
from local.pki import Pki
from tests.unit.gate_pki import DAY, NOW, a_pdf, b_b, hand_made, sign, the_signature

PKI = Pki.create(NOW - DAY)
PAGES = b"<</Type/Pages /Kids [] /Count 0>>"


def judge(pdf: bytes) -> Verdict:
    return verify(pdf, PKI.trust_policy(), NOW).verdict


@pytest.mark.parametrize(
    ("pdf", "verdict"),
    [
        (b"", Verdict.EMPTY),
        (b"<!DOCTYPE html><title>Sesi berakhir</title>", Verdict.NOT_PDF),
        (b" " + a_pdf(), Verdict.NOT_PDF),
        (b"%PDF-1.4\n", Verdict.PDF_TAIL_INVALID),
        (b"%PDF-1.4\n%%EOF", Verdict.PDF_MALFORMED),
        (b"%PDF-" + b"\0" * MOST_BYTES, Verdict.TOO_LARGE),
        (a_pdf(pages=51), Verdict.PDF_RESOURCE_LIMIT),
    ],
)
def test_what_is_no_ordinary_pdf_is_named_so(pdf: bytes, verdict: Verdict) -> None:
    assert judge(pdf) is verdict


def test_blanks_after_the_end_are_harmless() -> None:
    assert judge(a_pdf() + b"\r\n \0") is Verdict.NO_SIGNATURE


@pytest.mark.parametrize("password", ["", "123456"])
@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_locked_file_is_named_so(password: str, algorithm: str) -> None:
    writer, output = PdfWriter(clone_from=BytesIO(a_pdf())), BytesIO()
    writer.encrypt(password, "kantor", algorithm=algorithm)
    writer.write(output)
    assert judge(output.getvalue()) is Verdict.PDF_ENCRYPTED


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def a_bomb(kind: bytes, size: int) -> bytes:
    """One small stream that swells, in the place where it has to be read."""
    body = zeros(size)
    stream = (
        b"<</Type/%s /N 1 /First 4 /W [1 2 1] /Size 3 /Root 1 0 R /Filter/FlateDecode /Length %d>>"
    )
    stream = stream % (kind, len(body)) + b"\nstream\n" + body + b"\nendstream"
    start = b"%PDF-1.7\n1 0 obj\n"
    if kind == b"XRef":
        return start + stream + b"\nendobj\nstartxref\n9\n%%EOF\n"
    table = b"\x01\x00\x09\x00\x02\x00\x01\x00"
    first = start + stream + b"\nendobj\n"
    index = (
        b"<</Type/XRef /W [1 2 1] /Index [1 2] /Size 3 /Root 2 0 R /Length %d>>\nstream\n%s"
        b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    )
    return first + b"3 0 obj\n" + index % (len(table), table, len(first))


@pytest.mark.parametrize("kind", [b"XRef", b"ObjStm"])
def test_a_stream_that_swells_is_stopped_early(kind: bytes) -> None:
    bomb = a_bomb(kind, 256 << 20)
    tracemalloc.start()
    began = time.perf_counter()
    assert judge(bomb) is Verdict.PDF_RESOURCE_LIMIT
    took, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2
    assert peak < 150 << 20


def test_a_million_nested_arrays_are_stopped() -> None:
    deep = b"[" * 1_000_000
    assert judge(hand_made({1: b"<</Type/Catalog /Pages 2 0 R>>", 2: deep})) is (
        Verdict.PDF_RESOURCE_LIMIT
    )


def signed_object(**entries: bytes) -> bytes:
    """An unsigned file whose signature field holds what the entries say."""
    value = {"ByteRange": b"[0 1 2 3]", "Contents": b"<3000>", "V": b"5 0 R"} | entries
    return hand_made(
        {
            1: b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R]>> >>",
            2: PAGES,
            4: b"<</FT/Sig /T (TTE) /V %s>>" % value["V"],
            5: b"<</Type/Sig /SubFilter/ETSI.CAdES.detached /ByteRange %s /Contents %s>>"
            % (value["ByteRange"], value["Contents"]),
        }
    )


KIDS_LOOP = hand_made(
    {1: b"<</Type/Catalog /Pages 2 0 R>>", 2: b"<</Type/Pages /Kids [2 0 R] /Count 1>>"}
)
PREVIOUS_LOOP = hand_made({1: b"<</Type/Catalog /Pages 2 0 R>>", 2: PAGES}, b"/Prev 00000000 ")
PREVIOUS_LOOP = PREVIOUS_LOOP.replace(
    b"/Prev 00000000", b"/Prev %08d" % PREVIOUS_LOOP.index(b"xref\n0")
)


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(PREVIOUS_LOOP, id="tables of contents in a ring"),
        pytest.param(KIDS_LOOP, id="pages in a ring"),
        pytest.param(signed_object(Contents=b"<deadbeef>"), id="garbage for a signature"),
        pytest.param(signed_object(ByteRange=b"[(0) (1) (2) (3)]"), id="words for a range"),
        pytest.param(signed_object(ByteRange=b"17"), id="a number for a range"),
        pytest.param(signed_object(V=b"17"), id="a number for a signature"),
        pytest.param(signed_object(V=b"[1]"), id="a list for a signature"),
    ],
)
def test_a_file_that_makes_no_sense_is_malformed(pdf: bytes) -> None:
    assert judge(pdf) is Verdict.PDF_MALFORMED


def test_a_signature_that_is_null_is_none() -> None:
    assert judge(signed_object(V=b"null")) in {Verdict.NO_SIGNATURE, Verdict.PDF_MALFORMED}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_comes_gets_a_verdict(noise: bytes) -> None:
    assert judge(b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF") is not Verdict.OK


def test_one_file_may_not_take_all_the_time() -> None:
    with pytest.raises(OutOfTime), at_most(0.05):
        while True:
            pass


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("check_siak.verify.SECONDS", 0.001)
    assert judge(b_b(PKI)) is Verdict.PDF_RESOURCE_LIMIT


def test_a_second_timestamp_proves_nothing() -> None:
    signature = the_signature(sign(PKI, a_pdf(), stamped=NOW))
    (attribute,) = signature.signer_info["unsigned_attrs"]
    token = attribute["values"][0]
    signature.signer_info["unsigned_attrs"] = cms.CMSAttributes(
        [{"type": "signature_time_stamp_token", "values": [token, token]}]
    )
    with pytest.raises(Refused) as refused:
        proof_of_time(signature, NOW)
    assert refused.value.verdict is Verdict.TIMESTAMP_UNTRUSTED


def test_the_verifier_is_the_version_that_was_examined() -> None:
    """The gate leans on its inner parts: look at them again before raising this."""
    assert __version__ == "0.38.0"


@pytest.mark.parametrize("module", ["content", "trust", "verdicts", "time_limit"])
def test_only_the_gate_itself_imports_the_verifier(module: str) -> None:
    root = Path(__file__).parents[2]
    code = f"import sys, check_siak.{module}; sys.exit('pyhanko' in sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(root / "functions")}, check=False
    )
    assert asked.returncode == 0
