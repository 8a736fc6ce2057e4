"""The report's lists name applicants: every version of them goes when its time is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast, get_args

from report.files import FORMS
from report.orders import FOLDER
from report.period import Kind, around

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

NAME_PEOPLE = frozenset({"xlsx", "csv"})
FOLDERS = tuple(kind for kind in get_args(Kind) if kind != FOLDER)


def names_people(key: str) -> bool:
    _, _, ending = key.partition(".")
    return ending in NAME_PEOPLE & {form.ending for form in FORMS}


def last_day_of(key: str) -> date:
    """Of the period that `bulanan/2026-11.csv` is about."""
    folder, _, name = key.partition("/")
    year, rest = int(name[:4]), name[5:].partition(".")[0]
    if rest.startswith("T"):
        first = date(year, 3 * int(rest[1:]) - 2, 1)
    else:
        first = date(year, int(rest[:2]), int(rest[3:5] or 1))
    return around(first, cast(Kind, folder)).last


@dataclass(frozen=True)
class Lists:
    client: "S3Client"
    bucket: str

    def erase_before(self, today: date, days: int) -> int:
        """Those about periods that were over more than so many days ago; how many files went."""
        edge = today - timedelta(days=days)
        gone = [each for each in self._versions() if last_day_of(each["Key"]) < edge]
        for each in gone:
            self.client.delete_object(
                Bucket=self.bucket, Key=each["Key"], VersionId=each["VersionId"]
            )
        return len(gone)

    def _versions(self) -> Iterator[Any]:
        """Of those that name people, and what marks them as deleted."""
        pages = self.client.get_paginator("list_object_versions")
        for folder in FOLDERS:
            for page in pages.paginate(Bucket=self.bucket, Prefix=f"{folder}/"):
                found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
                yield from (each for each in found if names_people(each["Key"]))
