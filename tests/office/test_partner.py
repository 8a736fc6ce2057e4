"""A kelurahan's system asks for a citizen, over HTTP as it comes: to the PDF on their own phone."""

import json

import pytest

from intake.partner_signature import Signed
from local.demo.stage import Stage
from menwa.clock import utc_now
from menwa.types import Status
from tests.office.walking import holds_exactly

pytestmark = pytest.mark.xdist_group("office")


def test_a_ktp_el_that_the_kelurahan_saw_lets_the_pdf_go_to_another_phone(stage: Stage) -> None:
    scene = stage.scene("dok-016")
    stage.change(scene.id, recorded_phone="no")
    asked = {
        **{name: scene.citizen.person[name] for name in ("nik", "name", "birth_date")},
        "document_type": scene.document["document_type"],
        "number": scene.document["number"],
        "phone": scene.citizen.phone.number,
        "ktp_el_seen_by": "Bu Aïda",
    }
    body = json.dumps(asked, ensure_ascii=False).encode()
    signed = Signed(
        partner_id="kelurahan-contoh",
        timestamp=str(int(utc_now().timestamp())),
        idempotency_key="kel-2026-0001",
        signature="",
    )
    headers = {
        "Content-Type": "application/json",
        "Menwa-Partner": signed.partner_id,
        "Menwa-Timestamp": signed.timestamp,
        "Idempotency-Key": signed.idempotency_key,
        "Menwa-Signature": signed.signature_with(stage.office.engine.secrets.partner_key, body),
    }
    answer = stage.http.post("/api/permohonan", content=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert stage.http.post("/api/permohonan", content=body, headers=headers).json() == answer.json()
    assert scene.citizen.prove(answer.json()["message"]) == answer.json()["case_id"]
    file = stage.ended(answer.json()["case_id"])
    assert (file.case.status, file.case.right) == (Status.DELIVERED, "partner")
    assert "KTP-el dilihat oleh Bu Aïda" in file.notes.values()
    assert holds_exactly(stage, scene, file.case.id)
    stage.change(scene.id, recorded_phone=None)
