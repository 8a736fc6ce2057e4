"""Codes, sessions and cookies apart from any table, and where signing in may lead."""

from datetime import UTC, datetime, timedelta

import pytest

from check_siak.door import Asked, midnight_after
from menwa.codes import SignInCode, digest_of, new_code
from menwa.cookies import device_of, new_token, token_for_forms, token_in
from menwa.sessions import Session
from menwa.signed_in import local_path
from tests.builders import NOW, OFFICE

SARI = OFFICE.officers["sari.dewi"]


def a_session(**changes: object) -> Session:
    known = {"officer": "sari.dewi", "device": "d", "csrf": "c", "last_seen": NOW}
    ends = int((NOW + timedelta(hours=12)).timestamp())
    return Session.model_validate(known | {"expires_at": ends} | changes)


def test_a_code_is_six_digits_and_seldom_twice_the_same() -> None:
    codes = [new_code() for _ in range(200)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len({*codes}) > 190


def test_a_code_means_nothing_without_its_browsers_token() -> None:
    assert digest_of("123456", "a") != digest_of("123456", "b")
    code = SignInCode(
        officer="sari.dewi", digest=digest_of("123456", "a"), expires_at=int(NOW.timestamp()) + 600
    )
    assert [code.judged("123456", door, NOW) for door in "ab"] == ["right", "wrong"]
    assert code.judged("123456", "a", NOW + timedelta(minutes=10)) == "spent"


def test_enrolling_takes_the_other_way_and_each_day_ones_own() -> None:
    assert Asked("sari.dewi", "door", None).channel(SARI) == "mail"
    assert Asked("sari.dewi", "door", "device").channel(SARI) == "whatsapp"
    siti = OFFICE.officers["siti.aminah"]
    assert Asked("siti.aminah", "door", None).channel(siti) == "whatsapp"
    assert Asked("siti.aminah", "door", "device").channel(siti) == "mail"


@pytest.mark.parametrize(
    ("passed", "state"),
    [
        ({"minutes": 0}, "open"),
        ({"minutes": 30}, "open"),
        ({"minutes": 30, "seconds": 1}, "locked"),
        ({"hours": 12}, "over"),
    ],
)
def test_a_session_locks_and_ends(passed: dict[str, float], state: str) -> None:
    assert a_session().state(NOW + timedelta(**passed)) == state


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (datetime(2026, 11, 23, 3, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 17, tzinfo=UTC)),
    ],
)
def test_midnight_is_the_offices_own(now: datetime, ends: datetime) -> None:
    assert midnight_after(now, OFFICE) == ends


def test_a_forms_token_lasts_as_long_as_its_device() -> None:
    device, other = new_token(), new_token()
    assert token_for_forms(device) == token_for_forms(device)
    assert token_for_forms(device) != token_for_forms(other)
    assert device not in token_for_forms(device)


@pytest.mark.parametrize("path", ["/meja", "/", "/meja/MW-00000000000?a=b&c=%20", "/a//b"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "meja", "//a", "/\\a", "https://a", "/a b", "/a\n", "/\ta", "/é", "/" * 501, "\\/a"],
)
def test_whatever_else_leads_to_the_desk(path: str) -> None:
    assert local_path(path) == "/meja"


def test_a_cookie_is_read_by_its_whole_name_and_only_if_it_is_a_token() -> None:
    token = new_token()
    assert token_in([f"__Host-a={token}"], "__Host-a") == token
    assert token_in([f"x__Host-a={token}", f"__Host-ab={token}"], "__Host-a") is None
    for bad in ("", "short", token + "x", token[:-1] + "#"):
        assert token_in([f"__Host-a={bad}"], "__Host-a") is None


def test_each_officer_has_a_device_cookie_of_their_own_that_does_not_name_them() -> None:
    names = {device_of(key) for key in OFFICE.officers}
    assert len(names) == len(OFFICE.officers)
    assert not [name for name in names for key in OFFICE.officers if key.split(".")[0] in name]
