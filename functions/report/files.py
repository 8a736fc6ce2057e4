"""The reports bucket: each report is there in four files, of whose every version none is lost."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

LINK_LIVES = 300  # seconds


@dataclass(frozen=True)
class Form:
    """`ending` of a file's name, and what the file is."""

    ending: str
    label: str
    kind: str


FORMS = (
    Form("pdf", "Laporan cetak (PDF)", "application/pdf"),
    Form(
        "xlsx",
        "Buku kerja (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Form("csv", "Daftar permintaan (CSV)", "text/csv; charset=utf-8"),
    Form("angka.csv", "Semua angka (CSV)", "text/csv; charset=utf-8"),
)


class ReportFiles:
    """A report's `name` is "<folder>/<period or order>"; no person stands in it."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, name: str, folder: Path) -> None:
        """Each of the forms, found in the folder under its ending."""
        for form in FORMS:
            with (folder / form.ending).open("rb") as file:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=f"{name}.{form.ending}",
                    Body=file,
                    ContentType=form.kind,
                )

    def are_there(self, name: str) -> bool:
        """The last form is kept last."""
        key = f"{name}.{FORMS[-1].ending}"
        found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        return found.get("KeyCount", 0) > 0

    def link(self, name: str, form: Form) -> str:
        """Opens the file for five minutes, whoever holds it."""
        file = f"laporan-{name.replace('/', '-')}.{form.ending}"
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": f"{name}.{form.ending}",
                "ResponseContentDisposition": f'attachment; filename="{file}"',
            },
            ExpiresIn=LINK_LIVES,
        )
