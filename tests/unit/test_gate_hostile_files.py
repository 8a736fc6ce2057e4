"""Files made to hurt: each gets a verdict, soon, and none an exception."""

import random
import resource
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import sleep

import pytest
from asn1crypto import cms
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.version import __version__
from pypdf import PdfWriter

from check_siak.time_limit import OutOfTime, at_most, modestly
from check_siak.tte.opening import MOST_BYTES
from check_siak.tte.proof_of_time import proof_of_time
from check_siak.verdicts import Refused, Verdict
from check_siak.verify import verify
from local.certificates import crl
from local.pki import Pki
from tests.unit.gate_hostile import COSTLY, UNREADABLE, a_bomb
from tests.unit.gate_pki import DAY, NOW, a_pdf, b_b, sign, the_signature

PKI = Pki.create(NOW - DAY)


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
    ids=[
        "nothing",
        "a web page",
        "a blank before it",
        "only its beginning",
        "nothing inside",
        "too large",
        "too many pages",
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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", COSTLY)
def test_a_file_that_would_take_too_much_is_stopped_early(name: str) -> None:
    pdf = COSTLY[name]()
    tracemalloc.start()
    try:
        assert judge(pdf) is Verdict.PDF_RESOURCE_LIMIT
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("mebibytes", "stopped"), [(30, False), (32, True)])
def test_a_stream_may_swell_to_32_mebibytes(mebibytes: int, stopped: bool) -> None:
    """Not packed so tightly that its ratio would give it away."""
    noise = random.Random(1).randbytes(600_000)  # noqa: S311
    verdict = verify(a_bomb(b"ObjStm", mebibytes << 20, noise), PKI.trust_policy(), NOW)
    assert (verdict.detail == PdfDecodeLimitError.__name__) is stopped


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_makes_no_sense_is_malformed(name: str) -> None:
    assert judge(UNREADABLE[name]()) is Verdict.PDF_MALFORMED


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_comes_gets_a_verdict(noise: bytes) -> None:
    assert judge(b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF") is not Verdict.OK


def test_one_file_may_not_take_all_the_time() -> None:
    with pytest.raises(OutOfTime), at_most(0.05):
        sleep(60)
    with pytest.raises(OutOfTime), modestly(0.05, 1 << 30):
        while True:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_is_swallowed_comes_again() -> None:
    class Untidy:
        def __del__(self) -> None:
            while True:
                pass

    with pytest.raises(OutOfTime), at_most(0.05):
        for _ in range(2):
            Untidy()
        sleep(60)


def test_one_file_may_not_take_all_the_memory() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(MemoryError), modestly(60, 64 << 20):
        bytearray(128 << 20)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    with modestly(60, 256 << 20):
        bytearray(128 << 20)


def test_long_lists_of_the_offices_own_condemn_no_file() -> None:
    """Searching them takes longer than a file may."""
    withdrawn = crl(PKI.issuing, NOW - DAY, [(PKI.tsa, NOW - 2 * DAY)] * 30_000)
    policy = PKI.trust_policy().model_copy(update={"crls": (withdrawn,)})
    assert verify(PKI.sign(a_pdf()), policy, datetime.now(UTC)).verdict is Verdict.OK


def test_out_of_the_main_thread_no_bound_is_set_and_none_is_broken() -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(judge, b_b(PKI)).result() is Verdict.OK


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
