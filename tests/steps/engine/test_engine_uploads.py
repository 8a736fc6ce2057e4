"""A browser's upload by a signed form: what S3 holds it to, the engine does."""

from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest

from local.engine.office import LocalOffice
from local.engine.uploads import SECRET

PAGE = "https://halaman.contoh"
BUCKET = "unggahan"


@pytest.fixture(scope="module")
def bucket(office: LocalOffice) -> Iterator[str]:
    office.aws.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"}
    )
    office.aws.uploads.rules[BUCKET] = [
        {"AllowedMethods": ["POST"], "AllowedOrigins": [PAGE], "MaxAge": 60}
    ]
    yield BUCKET
    del office.aws.uploads.rules[BUCKET]


def invited(office: LocalOffice, secret: str = SECRET, seconds: int = 60) -> dict[str, Any]:
    session = boto3.Session("Drops", secret, region_name="ap-southeast-3")
    made: dict[str, Any] = session.client(
        "s3", endpoint_url=office.aws.url
    ).generate_presigned_post(
        BUCKET,
        "incoming/a/1.pdf",
        Fields={"Content-Type": "application/pdf"},
        Conditions=[{"Content-Type": "application/pdf"}, ["content-length-range", 1, 10]],
        ExpiresIn=seconds,
    )
    return made


def sent(made: dict[str, Any], content: bytes = b"%PDF-", **other: str) -> httpx.Response:
    form = made["fields"] | other
    file = {"file": ("kk.pdf", content, "application/pdf")}
    return httpx.post(made["url"], data=form, files=file, headers={"Origin": PAGE}, trust_env=False)


@pytest.mark.usefixtures("bucket")
def test_a_file_that_fits_its_form_arrives(office: LocalOffice) -> None:
    answer = sent(invited(office))
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    held = office.aws.client("s3").get_object(Bucket=BUCKET, Key="incoming/a/1.pdf")
    assert held["Body"].read() == b"%PDF-"


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(
    ("content", "other", "code"),
    [
        (b"", {}, "EntityTooSmall"),
        (b"%PDF-" * 3, {}, "EntityTooLarge"),
        (b"%PDF-", {"key": "incoming/b/1.pdf"}, "AccessDenied"),
        (b"%PDF-", {"Content-Type": "text/html"}, "AccessDenied"),
        (b"%PDF-", {"acl": "public-read"}, "AccessDenied"),
        (b"%PDF-", {"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
        (b"%PDF-", {"policy": ""}, "AccessDenied"),
    ],
)
def test_what_its_form_does_not_say_is_refused(
    office: LocalOffice, content: bytes, other: dict[str, str], code: str
) -> None:
    answer = sent(invited(office), content, **other)
    assert answer.status_code in {400, 403}
    assert code in answer.text


@pytest.mark.usefixtures("bucket")
def test_a_form_of_somebody_else_and_an_expired_one_are_refused(office: LocalOffice) -> None:
    assert "SignatureDoesNotMatch" in sent(invited(office, secret="guessed")).text
    assert "AccessDenied" in sent(invited(office, seconds=-1)).text


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(("origin", "allowed"), [(PAGE, True), ("https://lain.contoh", False)])
def test_only_the_offices_own_pages_may_send_by_script(
    office: LocalOffice, origin: str, allowed: bool
) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{office.aws.url}/{BUCKET}", headers=asked, trust_env=False)
    assert answer.is_success is allowed
    assert ("Access-Control-Allow-Origin" in answer.headers) is allowed


def test_a_bucket_without_rules_lets_no_page_in(office: LocalOffice) -> None:
    (name,) = [name for name in office.aws.uploads.rules if name != BUCKET]
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{office.aws.url}/{name}", headers=asked, trust_env=False)
    assert answer.status_code == 403
