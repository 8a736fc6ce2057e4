"""The whole sample office: the deployed template, and a counterpart for everything around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from local import kantor, pages, siak, whatsapp
from local.engine.office import LocalOffice
from local.engine.plan import ROOT, Plan
from local.kantor.cases import Cases
from local.office_file import read_office
from local.pki import Pki
from menwa.case import CaseFile
from menwa.office import Office

PHONE_NUMBER_ID = "106540352242922"
SiakBy = Literal["gateway", "desk"]
SIAK_BY: tuple[SiakBy, ...] = get_args(SiakBy)


@dataclass(frozen=True)
class SampleOffice:
    engine: LocalOffice
    siak: siak.SampleSiak
    whatsapp: whatsapp.SampleWhatsApp
    cases: Cases
    office: Office
    siak_by: SiakBy

    @property
    def url(self) -> str:
        return self.engine.url

    def file(self, case_id: str) -> CaseFile:
        return self.cases.file(case_id)


@contextmanager
def running(
    office_key: str = "contoh",
    port: int = 0,
    logs: Path | None = None,
    siak_by: SiakBy = "gateway",
) -> Iterator[SampleOffice]:
    """Answers at `.url` while inside; stops without a trace. PortBusy if somebody has the port.

    `siak_by`: through the sample SIAK's gateway, or by officers at the desk, who look it up there.
    """
    office, pki = read_office(office_key), Pki.create(datetime.now(UTC))
    plan = Plan(
        configuration={
            "office.json": office.model_dump_json().encode(),
            "trust.json": pki.trust_policy_json().encode(),
        },
        parameters={
            "WhatsAppPhoneNumberId": PHONE_NUMBER_ID,
            "Stage": "lokal",
            "TrustSamples": "true",
            **({"SiakUrl": ""} if siak_by == "desk" else {}),
        },
        rewrites={f"https://wa.me/{office.whatsapp_number.removeprefix('+')}": "/_kantor/hp"},
        port=port,
        logs=logs or ROOT / ".local" / "logs",
    )
    engine = LocalOffice(plan)
    sample_siak = siak.SampleSiak(siak.invented_residents(), pki, plan.secrets.siak_bearer)
    sample_whatsapp = whatsapp.SampleWhatsApp(
        office_name=office.short_name,
        number=office.whatsapp_number,
        phone_number_id=PHONE_NUMBER_ID,
        access_token=plan.secrets.access_token,
        phones=[*_citizens(sample_siak), *_people(office)],
        templates=whatsapp.approved_templates(office, engine.url),
    )
    cases = Cases(engine, office)
    engine.mount(
        pages.blueprint(),
        siak.blueprint(sample_siak),
        whatsapp.blueprint(sample_whatsapp),
        kantor.blueprint(engine, cases, office),
    )
    with engine:
        sample_whatsapp.start(
            f"{engine.url}/webhook/whatsapp",
            plan.secrets.app_secret,
            plan.secrets.previous_app_secret,
            plan.secrets.verify_token,
        )
        try:
            yield SampleOffice(engine, sample_siak, sample_whatsapp, cases, office, siak_by)
        finally:
            sample_whatsapp.stop()


def _citizens(sample: siak.SampleSiak) -> Iterator[whatsapp.SamplePhone]:
    """One phone for each number that SIAK has on record, and a stranger's."""
    owners: dict[str, str] = {}
    for entry in sample.entries():
        document = entry.document
        if document.phone:
            owners.setdefault(document.phone, entry.residents.people[document.subject].name)
    for number, owner in sorted(owners.items()):
        yield whatsapp.SamplePhone(number, owner)
    yield whatsapp.SamplePhone("+6289900009999", "Orang lain")


def _people(office: Office) -> Iterator[whatsapp.SamplePhone]:
    for official in office.officials.values():
        yield whatsapp.SamplePhone(official.phone, official.title, "pejabat")
    for officer in office.officers.values():
        yield whatsapp.SamplePhone(officer.phone, f"Petugas {officer.name}", "pejabat")
