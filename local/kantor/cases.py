"""All cases of the sample office, to look at. On AWS nothing ever reads the whole table."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from boto3.dynamodb.types import TypeDeserializer

from local.engine.office import LocalOffice
from menwa.case import DELIVERY, DESK, GATE, SETTLING, START, CaseFile
from menwa.case_items import file_of
from menwa.cases import CaseStore
from menwa.office import Office
from menwa.table import Item
from menwa.types import Status

WAITS = {
    START: "Prosedur dimulai",
    GATE: "Pemeriksaan PDF",
    DESK: "Meja petugas",
    SETTLING: "Kabar dari WhatsApp",
    DELIVERY: "Tanda terima WhatsApp",
}


@dataclass(frozen=True)
class Row:
    id: str
    document: str
    name: str
    phone: str
    status: Status
    where: str
    reason: str
    at: datetime
    entries: int


class Cases:
    def __init__(self, engine: LocalOffice, office: Office) -> None:
        self._engine = engine
        self._office = office

    def file(self, case_id: str) -> CaseFile:
        return self._store().load(case_id)

    def all(self) -> list[CaseFile]:
        """Newest first, in one scan."""
        pages = self._engine.aws.client("dynamodb").get_paginator("scan")
        found = pages.paginate(
            TableName=self._table(),
            FilterExpression="begins_with(pk, :case)",
            ExpressionAttributeValues={":case": {"S": "CASE#"}},
        )
        plain, filed = TypeDeserializer().deserialize, defaultdict[str, list[Item]](list)
        items = [item for page in found for item in page["Items"]]
        for item in sorted(items, key=lambda item: item["sk"]["S"]):
            filed[item["pk"]["S"]].append({name: plain(value) for name, value in item.items()})
        files = [file for items in filed.values() if (file := file_of(items)) is not None]
        return sorted(files, key=lambda file: file.case.created_at, reverse=True)

    def rows(self) -> list[Row]:
        return [self._row(file) for file in self.all()]

    def _row(self, file: CaseFile) -> Row:
        case = file.case
        return Row(
            id=case.id,
            document=self._office.documents[case.document_type].name,
            name=case.applicant.name,
            phone=case.applicant.phone,
            status=case.status,
            where=self._where(file),
            reason=self._office.act(case.reason) if case.reason not in {None, "none"} else "",
            at=self._office.local(case.created_at),
            entries=len(file.entries),
        )

    def _where(self, file: CaseFile) -> str:
        if file.case.status.ended:
            return "Selesai"
        if file.wait is None or file.wait.answer is not None:
            return "Menunggu pesan MENWA dari pemohon" if not file.entries else "Berjalan"
        asked, posts = file.wait.waiting_for, self._office.posts
        known = asked in posts.held or asked in posts.vacant
        return posts.title(asked) if known else WAITS[asked]

    def _store(self) -> CaseStore:
        return CaseStore(self._engine.aws.client("dynamodb"), self._table())

    def _table(self) -> str:
        functions = self._engine.template.functions
        return functions["IntakeWebFunction"].environment["CASES_TABLE"]
