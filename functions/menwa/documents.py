"""The staging bucket: PDFs arrive under incoming/ and are staged under their own hash."""

import hashlib
from typing import TYPE_CHECKING

from menwa.errors import DocumentGone

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def incoming_key(case_id: str, visit: str) -> str:
    """Where the PDF that this visit fetched arrives."""
    return f"incoming/{case_id}/{hashlib.sha256(visit.encode()).hexdigest()[:16]}.pdf"


def case_of(key: str) -> str:
    """The case that an incoming PDF belongs to."""
    return key.split("/")[1]


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
            ContentType="application/pdf",
        )

    def arrived(self, key: str) -> bytes:
        return self._read(key)

    def stage(self, pdf: bytes) -> str:
        """Returns the hash under which exactly these bytes will be found."""
        sha256 = sha256_of(pdf)
        self._client.put_object(
            Bucket=self._bucket,
            Key=f"staged/{sha256}.pdf",
            Body=pdf,
            ContentType="application/pdf",
        )
        return sha256

    def staged(self, sha256: str) -> bytes:
        """DocumentGone if it has expired, or is not the very bytes that were staged."""
        pdf = self._read(f"staged/{sha256}.pdf")
        if sha256_of(pdf) != sha256:
            raise DocumentGone(sha256)
        return pdf

    def _read(self, key: str) -> bytes:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey as error:
            raise DocumentGone(key) from error
