"""`python -m local.verify`, as somebody uses it at a terminal."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem

from local.certificates import crl
from local.pki import Pki
from local.verify import main
from tests.unit.gate_pki import DAY, HOUR, NOW, a_pdf, b_b, sign

ROOT = Path(__file__).parents[2]
PKI = Pki.create(NOW - DAY)


@dataclass(frozen=True)
class Desk:
    """A folder with the PKI's files in it."""

    folder: Path

    def keep(self, name: str, content: bytes | str) -> str:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    @property
    def trust(self) -> list[str]:
        return [
            *("--anchors", self.keep("root.pem", PKI.root.pem)),
            *("--issuers", self.keep("issuing.der", PKI.issuing.asn1.dump())),
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()[-1]


def test_every_file_gets_a_row_and_one_that_fails_fails_the_call(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = desk.keep("good.pdf", PKI.sign(a_pdf(), NOW - DAY)), desk.keep("bad.pdf", a_pdf())
    assert main([good, *desk.trust, "--any-signer"]) == 0
    assert main([good, bad, *desk.trust, "--any-signer"]) == 1
    *_, first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("OK ")
    assert first.endswith(f"{NOW - DAY:%Y-%m-%d} Kepala Dinas Contoh")
    assert second.startswith("NO_SIGNATURE ")
    assert second.endswith("bad.pdf  no filled signature field")
    assert len(first) <= 100
    assert len(second) <= 100


def test_json_tells_all_that_the_verdict_knows(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = PKI.sign(a_pdf(), NOW - DAY)
    path, bad = desk.keep("good.pdf", pdf), desk.keep("bad.pdf", pdf[:-9])
    assert main([path, bad, *desk.trust, "--any-signer", "--json"]) == 1
    good, cut = told(capsys)
    assert (good["file"], good["verdict"], good["detail"]) == (path, "OK", "")
    assert good["signed_at"] == (NOW - DAY).isoformat()
    assert good["signatures"][0]["signer"] == "Kepala Dinas Contoh"
    assert (cut["file"], cut["verdict"]) == (bad, "PDF_TAIL_INVALID")
    assert cut["detail"] == "does not end with %%EOF"


def test_a_folder_stands_for_the_pdfs_in_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.keep("folder/a.pdf", b_b(PKI))
    desk.keep("folder/b.PDF", b_b(PKI))
    desk.keep("folder/notes.txt", "no PDF")
    folder = str(desk.folder / "folder")
    assert main([folder, *desk.trust, "--any-signer", "--json"]) == 0
    assert [Path(row["file"]).name for row in told(capsys)] == ["a.pdf", "b.PDF"]
    empty = desk.folder / "empty"
    empty.mkdir()
    assert "empty: holds no PDF" in complaint(capsys, str(empty), *desk.trust, "--any-signer")


def test_whose_signatures_count_has_to_be_said(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = desk.keep("a.pdf", b_b(PKI))
    assert "--signers --any-signer is required" in complaint(capsys, pdf, *desk.trust)
    assert main([pdf, *desk.trust, "--signers", desk.keep("kadis.pem", PKI.kadis.pem)]) == 0
    other = desk.keep("other.pem", PKI.tsa.pem)
    assert main([pdf, *desk.trust, "--signers", other, "--json"]) == 1
    assert capsys.readouterr().out.count("SIGNER_NOT_ALLOWED") > 0


def test_withdrawn_certificates_are_read_from_lists(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = desk.keep("a.pdf", b_b(PKI))
    der = crl(PKI.issuing, NOW - HOUR, [(PKI.kadis, NOW - 2 * HOUR)])
    for kept in (der, pem.armor("X509 CRL", der)):
        lists = desk.keep("withdrawn.crl", kept)
        assert main([pdf, *desk.trust, "--any-signer", "--crls", lists, "--json"]) == 1
        assert told(capsys)[0]["verdict"] == "CERT_REVOKED"


def test_hard_fail_refuses_where_nothing_is_known_of_withdrawals(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = desk.keep("a.pdf", b_b(PKI))
    assert main([pdf, *desk.trust, "--any-signer"]) == 0
    assert capsys.readouterr().out.endswith("Kepala Dinas Contoh, revocation unknown\n")
    assert main([pdf, *desk.trust, "--any-signer", "--hard-fail"]) == 1
    assert capsys.readouterr().out.startswith("REVOCATION_UNAVAILABLE ")


def test_a_bundle_holds_several_certificates(desk: Desk) -> None:
    double = Pki.create(NOW - DAY)
    anchors = desk.keep("anchors.pem", f"The roots:\n{double.root.pem}\n{PKI.root.pem}")
    issuers = desk.keep("issuers.pem", PKI.issuing.pem + double.issuing.pem)
    pdfs = desk.keep("a.pdf", b_b(PKI)), desk.keep("b.pdf", b_b(double))
    assert main([*pdfs, "--anchors", anchors, "--issuers", issuers, "--any-signer"]) == 0


def test_a_root_for_timestamps_alone_vouches_for_no_signature(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    double = Pki.create(NOW - DAY)
    pdf = desk.keep("a.pdf", sign(PKI, a_pdf()))
    ours, other = desk.trust[1], desk.keep("other.pem", double.root.pem)
    issuers = desk.trust[2:]
    for_time = ("--anchors", other, "--tsa-anchors", ours, *issuers, "--any-signer")
    assert main([pdf, *for_time]) == 1
    assert capsys.readouterr().out.startswith("ISSUER_UNTRUSTED")
    stamped = sign(PKI, a_pdf(), stamped=NOW)
    pdf = desk.keep("a.pdf", stamped)
    assert main([pdf, *desk.trust, "--tsa-anchors", other, "--any-signer"]) == 0


@pytest.mark.parametrize("option", ["--anchors", "--issuers", "--crls", "--signers"])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no such file"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>", id="a web page"),
        pytest.param(b"\x30\x03\x02\x01\x05", id="another DER"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----", id="bad PEM"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\nMAA=\n", id="half a PEM"),
        pytest.param(pem.armor("PUBLIC KEY", b"\x30\x00"), id="another PEM"),
    ],
)
def test_a_file_that_is_no_good_is_named(
    desk: Desk, capsys: pytest.CaptureFixture[str], option: str, content: bytes | None
) -> None:
    pdf, bad = desk.keep("a.pdf", b_b(PKI)), str(desk.folder / "wrong.file")
    if content is not None:
        desk.keep("wrong.file", content)
    options = {"--anchors": desk.trust[1], "--signers": desk.trust[1]} | {option: bad}
    said = complaint(capsys, pdf, *(part for each in options.items() for part in each))
    assert said.startswith(f"python -m local.verify: error: {bad}: ")


def test_a_missing_pdf_is_named(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, "gone.pdf", *desk.trust, "--any-signer")
    assert said.endswith("error: gone.pdf: No such file or directory")


def test_it_is_started_by_its_name_alone(desk: Desk) -> None:
    pdf = desk.keep("a.pdf", b_b(PKI))
    command = [sys.executable, "-m", "local.verify", pdf, *desk.trust, "--any-signer"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("OK ")
