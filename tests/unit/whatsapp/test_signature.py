import hmac

import pytest

from menwa.whatsapp_updates import signature_is_valid

SECRET = "test_app_secret"
COMPACT = b'{"object":"whatsapp_business_account","entry":[]}'
SPACED = b'{"object": "whatsapp_business_account", "entry": []}'
OF_COMPACT = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"
OF_SPACED = "sha256=56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a"


@pytest.mark.parametrize(("raw", "header"), [(COMPACT, OF_COMPACT), (SPACED, OF_SPACED)])
def test_a_signature_holds_for_the_bytes_it_was_made_for(raw: bytes, header: str) -> None:
    assert signature_is_valid(raw, header, [SECRET])


@pytest.mark.parametrize(
    ("raw", "header", "secrets"),
    [
        (SPACED, OF_COMPACT, [SECRET]),
        (COMPACT, OF_COMPACT, ["another"]),
        (COMPACT, OF_COMPACT, []),
        (COMPACT, OF_COMPACT.removeprefix("sha256="), [SECRET]),
        (COMPACT, OF_COMPACT[:-1], [SECRET]),
        (COMPACT, "sha256=", [SECRET]),
        (COMPACT, "sha256=é", [SECRET]),
        (COMPACT, "", [SECRET]),
        (COMPACT, None, [SECRET]),
    ],
)
def test_no_other_signature_holds(raw: bytes, header: str | None, secrets: list[str]) -> None:
    assert not signature_is_valid(raw, header, secrets)


def test_while_the_secret_is_changed_both_hold() -> None:
    assert signature_is_valid(COMPACT, OF_COMPACT, ["new", SECRET])


def test_a_missing_secret_is_no_secret() -> None:
    forged = "sha256=" + hmac.new(b"", COMPACT, "sha256").hexdigest()
    assert not signature_is_valid(COMPACT, forged, ["", SECRET])
