"""Who works in the office: what may not be, and who is asked on which day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from menwa.office import Office
from menwa.people import Absence, Officer, Official, Vacancy
from menwa.people_changes import Change, People
from menwa.people_forms import away, back
from tests.builders import OFFICE

KASI, PINDAH, KABID = "kasi-identitas", "kasi-pindah", "kabid-dafduk"
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def changed(**changes: Any) -> Office:
    return Office.model_validate(OFFICE.model_dump() | changes)


def officers(**changes: dict[str, Any]) -> dict[str, Any]:
    """The office's, with what is changed of some (`_` stands for the dot)."""
    known = {key: each.model_dump() for key, each in OFFICE.officers.items()}
    for name, change in changes.items():
        known[name.replace("_", ".")] |= change
    return known


def absent(post: str, deputy: str, kind: str = "cuti", first: date = TODAY) -> dict[str, Any]:
    absence = {"first": first, "last": first, "kind": kind, "deputy": deputy}
    return {
        key: each.model_dump() | ({"absences": [absence]} if key == post else {})
        for key, each in OFFICE.officials.items()
    }


def a_change(**changes: Any) -> Change:
    known = {"change_id": "1", "act": "officer_added", "key": "dina.putri"}
    return Change.model_validate(
        known | {"proposed_by": "sari.dewi", "proposed_at": AT, "officer": DINA} | changes
    )


DINA = Officer(name="Contoh Dina", paraf="DP", phone="+6281100004009", mail="dina@contoh.go.id")


def test_two_officers_with_one_number_are_both_named() -> None:
    shared = officers(budi_santoso={"phone": OFFICE.officers["sari.dewi"].phone})
    words = r"officers\.budi\.santoso\.phone: the same as that of officers\.sari\.dewi"
    with pytest.raises(ValidationError, match=words) as error:
        changed(officers=shared)
    assert OFFICE.officers["sari.dewi"].phone not in str(error.value)


def test_an_officer_and_an_official_with_one_address_are_both_named() -> None:
    shared = officers(sari_dewi={"mail": OFFICE.officials["kadis"].mail.upper()})
    words = r"officials\.kadis\.mail: the same as that of officers\.sari\.dewi"
    with pytest.raises(ValidationError, match=words):
        changed(officers=shared)


def test_an_office_with_one_administrator_is_refused() -> None:
    with pytest.raises(ValidationError, match="fewer than 2 administrators"):
        changed(officers=officers(budi_santoso={"administrator": False}))


@pytest.mark.parametrize("key", ["Sari", "sari dewi", "sari.", "9", "a" * 31, "sari#dewi", ""])
def test_a_user_key_is_short_and_plain(key: str) -> None:
    known = officers()
    known[key] = known.pop("rudi.hartono")
    with pytest.raises(ValidationError):
        changed(officers=known)


@pytest.mark.parametrize("deputy", [KASI, "nobody", ""])
def test_a_deputy_is_another_post(deputy: str) -> None:
    with pytest.raises(ValidationError, match=rf"officials\.{KASI}\.deputy"):
        changed(officials=absent(KASI, deputy))


def test_an_absence_ends_after_it_begins() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        Absence(first=TODAY, last=date(2026, 11, 22), kind="cuti", deputy=PINDAH)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("cuti", "Plh. Kepala Seksi Identitas Penduduk"),
        ("plh", "Plh. Kepala Seksi Identitas Penduduk"),
        ("plt", "Plt. Kepala Seksi Identitas Penduduk"),
    ],
)
def test_during_an_absence_the_deputy_is_asked_under_the_posts_title(kind: str, title: str) -> None:
    office = changed(officials=absent(KASI, PINDAH, kind))
    post, asked = office.official("kk", "kasi", TODAY)
    deputy = OFFICE.officials[PINDAH]
    assert (post, asked.title) == (KASI, title)
    assert (asked.name, asked.paraf, asked.phone) == (deputy.name, deputy.paraf, deputy.phone)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 24), None])
def test_before_and_after_it_the_official_is_asked(day: date | None) -> None:
    office = changed(officials=absent(KASI, PINDAH))
    assert office.official("kk", "kasi", day)[1].name == OFFICE.officials[KASI].name


def test_a_deputy_who_is_away_as_well_has_a_deputy_too() -> None:
    known = absent(KASI, PINDAH)
    known[PINDAH]["absences"] = absent(PINDAH, KABID)[PINDAH]["absences"]
    asked = changed(officials=known).holder(KASI, TODAY)
    assert asked.name == OFFICE.officials[KABID].name
    assert asked.title == "Plh. Kepala Seksi Identitas Penduduk"


def test_two_who_stand_in_for_each_other_leave_nobody_unasked() -> None:
    known = absent(KASI, PINDAH)
    known[PINDAH]["absences"] = absent(PINDAH, KASI)[PINDAH]["absences"]
    asked = changed(officials=known).holder(KASI, TODAY)
    assert asked.name == OFFICE.officials[PINDAH].name


def test_for_a_vacant_post_its_deputy_acts() -> None:
    held = {post: one.model_dump() for post, one in OFFICE.officials.items() if post != KASI}
    vacancy = {"title": "Kepala Seksi Identitas Penduduk", "deputy": PINDAH}
    office = changed(officials=held, vacant={KASI: vacancy})
    asked = office.holder(KASI, TODAY)
    assert asked.title == "Plt. Kepala Seksi Identitas Penduduk"
    assert asked.name == OFFICE.officials[PINDAH].name


def test_posts_that_are_vacant_in_a_circle_are_refused() -> None:
    but = {KASI, PINDAH}
    held = {post: one.model_dump() for post, one in OFFICE.officials.items() if post not in but}
    vacant = {
        KASI: {"title": "A", "deputy": PINDAH},
        PINDAH: {"title": "B", "deputy": KASI},
    }
    with pytest.raises(ValidationError):
        changed(officials=held, vacant=vacant)


def test_without_changes_the_office_is_as_its_file() -> None:
    assert OFFICE.with_people(People()) is OFFICE


def test_an_officer_is_added_removed_and_taken_back() -> None:
    added = People().after(a_change())
    assert OFFICE.with_people(added).officers["dina.putri"] == DINA
    removed = added.after(a_change(act="officer_removed", officer=None))
    assert "dina.putri" not in OFFICE.with_people(removed).officers
    back_again = removed.after(a_change())
    assert OFFICE.with_people(back_again).officers["dina.putri"] == DINA
    assert [each.version for each in (added, removed, back_again)] == [1, 2, 3]


def test_an_officer_of_the_file_stays_removed() -> None:
    removed = People().after(a_change(act="officer_removed", key="rudi.hartono", officer=None))
    assert set(OFFICE.officers) - set(OFFICE.with_people(removed).officers) == {"rudi.hartono"}


def test_a_post_is_vacated_and_held_again() -> None:
    vacancy = Vacancy(title="anything", deputy=PINDAH)
    vacated = People().after(a_change(act="post_vacated", key=KASI, officer=None, vacancy=vacancy))
    office = OFFICE.with_people(vacated)
    assert KASI not in office.officials
    assert office.posts.title(KASI) == "Kepala Seksi Identitas Penduduk"
    official = OFFICE.officials[KASI]
    held = vacated.after(a_change(act="post_held", key=KASI, officer=None, official=official))
    assert OFFICE.with_people(held) == OFFICE


def test_posts_and_their_titles_are_the_files() -> None:
    """Whatever was agreed on for a post that the office gave up since is left out."""
    official = OFFICE.officials[KASI].model_copy(update={"title": "An old title"})
    held = People(version=1, officials={KASI: official, "given-up": official})
    office = OFFICE.with_people(held)
    assert office.officials.keys() == OFFICE.officials.keys()
    assert office.officials[KASI].title == "Kepala Seksi Identitas Penduduk"


def test_people_come_out_of_the_table_as_they_went_in() -> None:
    people = People().after(a_change()).after(a_change(key="x.y", officer=None))
    assert People.model_validate(people.model_dump(mode="json", exclude_none=True)) == people


def test_an_absence_stands_once_and_can_be_taken_away() -> None:
    official: Official = OFFICE.officials[KASI]
    absence = Absence(first=TODAY, last=TODAY, kind="cuti", deputy=PINDAH)
    twice = away(away(official, absence), absence)
    assert twice.absences == (absence,)
    assert back(twice, "2026-11-23") == official
    assert back(twice, "2026-11-24") is None
