"""The letter that tells a head of a report: it carries a link, and nothing of the report."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from menwa.office import Office
from menwa.people import Official
from menwa.types import Level
from report.period import Kind, Period

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

READERS: dict[Kind, tuple[Level, ...]] = {
    "mingguan": ("kabid",),
    "bulanan": ("kabid", "kadis"),
    "triwulan": ("kabid", "kadis"),
}


def readers_of(kind: Kind, office: Office, day: date) -> list[Official]:
    """Those who hold the posts on that day, each once."""
    kinds = [each for each in office.documents.values() if not each.never_a_pdf]
    posts = {each.post(level) for level in READERS.get(kind, ()) for each in kinds}
    holders = [office.posts.asked(post, day) for post in sorted(posts)]
    return list({each.mail: each for each in holders if each is not None}.values())


@dataclass(frozen=True)
class Announcement:
    period: Period
    cases: int
    url: str

    def mail_to(self, reader: Official, mail: "SESV2Client", sender: str) -> None:
        mail.send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": [reader.mail]},
            Content={
                "Simple": {
                    "Subject": {"Data": f"Laporan MENWA {self.period.title} sudah jadi"},
                    "Body": {"Text": {"Data": self._words(reader), "Charset": "UTF-8"}},
                }
            },
        )

    def _words(self, reader: Official) -> str:
        return (
            f"Yth. {reader.title},\n\n"
            f"laporan pengambilan dokumen dan pengiriman PDF {self.period.title} sudah jadi, "
            f"dengan {self.cases} permohonan.\n\n"
            "Di dalamnya: jumlah permohonan, tempat waktu terpakai, permohonan lewat loket, dan "
            "persetujuan oleh petugas.\n\n"
            f"Lihat dan unduh: {self.url}/laporan?jangka={self.period.kind}"
            f"&hari={self.period.first.isoformat()}\n\n"
            "Data pemohon tidak ikut dalam surel ini; masuklah untuk melihatnya.\n"
        )
