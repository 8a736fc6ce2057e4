"""What opens the gateway: a bearer, a client certificate, or both."""

import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from check_siak import gateway as module
from check_siak.gateway import SiakGateway
from check_siak.gateway_access import access_of
from menwa.errors import Misconfigured, SiakUnavailable
from tests.unit.tls_setting import PDF, Identity, gateway_of

OFFICE = Identity.made("CA of the office")
MENWA = Identity.made("menwa", OFFICE)
STRANGER = Identity.made("stranger", Identity.made("another CA"))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.0)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gateway_of(OFFICE) as address:
        yield address


def fetched(address: str, **secret: str) -> bytes:
    return SiakGateway(address, access_of(secret)).pdf("dok-001")


def test_the_gateway_opens_to_the_certificate_that_the_office_issued(address: str) -> None:
    assert fetched(address, certificate=MENWA.pem, key=MENWA.key, ca=OFFICE.pem) == PDF


def test_a_bearer_goes_with_the_certificate() -> None:
    both = access_of({"bearer": "b", "certificate": MENWA.pem, "key": MENWA.key})
    assert both.headers() == {"authorization": "Bearer b"}
    assert access_of({"certificate": MENWA.pem, "key": MENWA.key}).headers() == {}


@pytest.mark.parametrize(
    "secret",
    [
        {"bearer": "a bearer alone", "ca": OFFICE.pem},
        {"certificate": STRANGER.pem, "key": STRANGER.key, "ca": OFFICE.pem},
        {"certificate": MENWA.pem, "key": MENWA.key},
        {"certificate": MENWA.pem, "key": MENWA.key, "ca": Identity.made("another CA").pem},
    ],
    ids=["no certificate", "another CA's", "a gateway nobody knows", "a gateway of another CA"],
)
def test_whoever_is_not_who_they_should_be_gets_no_answer(
    address: str, secret: dict[str, str]
) -> None:
    with pytest.raises(SiakUnavailable):
        fetched(address, **secret)


def test_no_key_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[int] = []
    load = ssl.SSLContext.load_cert_chain

    def loading(context: ssl.SSLContext, path: str) -> None:
        seen.append(Path(path).stat().st_mode & 0o777)
        load(context, path)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", loading)
    access_of({"certificate": MENWA.pem, "key": MENWA.key}).tls()
    assert seen == [0o600]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "secret",
    [
        {},
        {"bearer": ""},
        {"ca": OFFICE.pem},
        {"certificate": MENWA.pem},
        {"bearer": "b", "key": MENWA.key},
    ],
)
def test_a_secret_that_opens_nothing_is_named(secret: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="SIAK secret"):
        access_of(secret)


@pytest.mark.parametrize(
    "secret",
    [
        {"certificate": "no PEM", "key": MENWA.key},
        {"certificate": MENWA.pem, "key": STRANGER.key},
        {"bearer": "b", "ca": "no PEM"},
    ],
)
def test_what_cannot_be_read_is_named_and_not_shown(secret: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match=r"^the SIAK secret: \w+$"):
        access_of(secret).tls()
