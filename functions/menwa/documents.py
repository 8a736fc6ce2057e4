"""The staging bucket: PDFs arrive under incoming/ and are staged under their own hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from menwa.errors import DocumentGone

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


PDF = "application/pdf"
LARGEST = 25 * 1024 * 1024
INVITED_SECONDS = 900
DROP = "drop-"


@dataclass(frozen=True)
class Invitation:
    """A form that takes one file straight into the bucket: where it goes, its hidden fields."""

    url: str
    fields: dict[str, str]

    @property
    def origin(self) -> str:
        address = urlsplit(self.url)
        return f"{address.scheme}://{address.netloc}"


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def incoming_key(case_id: str, visit: str) -> str:
    """Where the PDF that this visit fetched arrives."""
    return f"incoming/{case_id}/{hashlib.sha256(visit.encode()).hexdigest()[:16]}.pdf"


def dropped_key(drop_id: str, number: int) -> str:
    """Where the file of this number arrives that an officer drops."""
    return f"incoming/{drop_id}/{number}.pdf"


def owner_of(key: str) -> str:
    """The case, or the officer's drop, that an incoming PDF belongs to."""
    return key.split("/")[1]


def number_of(key: str) -> int:
    """Which file of its drop it is."""
    return int(key.rpartition("/")[2].removesuffix(".pdf"))


class DocumentStore:
    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def arrive(self, case_id: str, visit: str, pdf: bytes) -> None:
        """Put a PDF before the gate; its event wakes the gate."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=incoming_key(case_id, visit),
            Body=pdf,
            ContentType=PDF,
        )

    def invite(self, key: str, then: str | None = None) -> Invitation:
        """`then`: where a browser is led afterwards; None: it stays, a script has sent the file."""
        led = {"success_action_redirect": then} if then else {"success_action_status": "204"}
        fields = {"Content-Type": PDF, **led}
        size: list[str | int] = ["content-length-range", 1, LARGEST]
        made = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields=dict(fields),
            Conditions=[size, *({name: value} for name, value in fields.items())],
            ExpiresIn=INVITED_SECONDS,
        )
        return Invitation(made["url"], made["fields"])

    def arrived(self, key: str) -> bytes:
        return self._read(key)

    def stage(self, pdf: bytes) -> str:
        """Returns the hash under which exactly these bytes will be found."""
        sha256 = sha256_of(pdf)
        self._client.put_object(
            Bucket=self._bucket,
            Key=f"staged/{sha256}.pdf",
            Body=pdf,
            ContentType=PDF,
        )
        return sha256

    def keep_pages(self, sha256: str, images: Sequence[bytes]) -> None:
        """What an officer compares with the request, where the gate cannot tell."""
        for number, image in enumerate(images, 1):
            key = f"pages/{sha256}/{number}.png"
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=image, ContentType="image/png"
            )

    def page(self, sha256: str, number: int) -> bytes:
        return self._read(f"pages/{sha256}/{number}.png")

    def has(self, sha256: str) -> bool:
        """It was staged, and has not expired."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=f"staged/{sha256}.pdf")
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True

    def staged(self, sha256: str) -> bytes:
        """DocumentGone if it has expired, or is not the very bytes that were staged."""
        pdf = self._read(f"staged/{sha256}.pdf")
        if sha256_of(pdf) != sha256:
            raise DocumentGone(sha256)
        return pdf

    def erase(self, case_id: str, sha256: str | None) -> None:
        """What arrived for this case, and its PDF with its pages."""
        prefixes = [f"incoming/{case_id}/"]
        prefixes += [f"staged/{sha256}.pdf", f"pages/{sha256}/"] if sha256 else []
        for prefix in prefixes:
            found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix)
            for each in found.get("Contents", []):
                self._client.delete_object(Bucket=self._bucket, Key=each["Key"])

    def _read(self, key: str) -> bytes:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey as error:
            raise DocumentGone(key) from error
