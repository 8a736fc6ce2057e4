"""Who may answer for a post on which day; for the one who signs, nobody outside an appointment."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menwa.link_holders import bearer_of
from menwa.office import Office
from menwa.people import Absence, AbsenceKind, Assistant, Official, Posts, Vacancy
from menwa.people_faults import faults
from notify_officials.official_door import on_behalf
from notify_officials.superiors import superiors, title_of
from tests.builders import OFFICE

KADIS, KABID, CAPIL, KASI = "kadis", "kabid-dafduk", "kabid-capil", "kasi-identitas"
START = date(2026, 11, 1)
DAYS = st.integers(0, 5).map(lambda day: START + timedelta(days=day))
KINDS: st.SearchStrategy[AbsenceKind] = st.sampled_from(["cuti", "plh", "plt"])
POSTS = st.sampled_from([KADIS, KABID, CAPIL, KASI])


def test_ses_takes_the_tag_of_whoever_is_told_of_an_official() -> None:
    above = superiors(KADIS, OFFICE, START)
    administrators = {each for each in OFFICE.officers.values() if each.administrator}
    assert {*above.values()} == administrators
    tags = [*above, *superiors(KASI, OFFICE, START), *OFFICE.officials]
    assert [tag for tag in tags if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", tag)] == []
    assert {title_of(each, OFFICE, START) for each in above} == {"Administrator"}


@st.composite
def absences(draw: st.DrawFn, post: str) -> tuple[Absence, ...]:
    made = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(DAYS)
        last = first + timedelta(days=draw(st.integers(0, 3)))
        kind = draw(KINDS)
        deputy = draw(POSTS.filter(lambda each: each != post))
        made.append(Absence(first=first, last=last, kind=kind, deputy=deputy))
    return tuple(made)


@st.composite
def posts(draw: st.DrawFn) -> Posts:
    held = {
        post: OFFICE.officials[post].model_copy(update={"absences": draw(absences(post))})
        for post in (KADIS, KABID, CAPIL, KASI)
    }
    vacant = {}
    if draw(st.booleans()):
        first = draw(DAYS)
        last = first + timedelta(days=draw(st.integers(0, 3)))
        deputy = draw(POSTS.filter(lambda each: each != KADIS))
        vacant[KADIS] = Vacancy(title=held.pop(KADIS).title, deputy=deputy, first=first, last=last)
    return Posts(held, vacant, {KADIS})


@given(posts(), DAYS)
def test_for_the_kadis_nobody_answers_outside_the_days_of_an_appointment(
    known: Posts, day: date
) -> None:
    answering = known.answering(KADIS, day)
    if answering in {None, KADIS}:
        assert answering is None or KADIS in known.held
        return
    appointments: list[Absence | Vacancy] = [*known.vacant.values()]
    if KADIS in known.held:
        appointments += known.held[KADIS].absences
    appointed = {
        each.deputy
        for each in appointments
        if each.first and each.last and each.first <= day <= each.last
    }
    assert answering in appointed


@given(posts(), DAYS)
def test_where_the_kadis_is_there_the_kadis_is_asked(known: Posts, day: date) -> None:
    if KADIS in known.held and known.held[KADIS].absence(day) is None:
        assert known.answering(KADIS, day) == KADIS


@given(posts(), DAYS, POSTS, POSTS)
def test_nobody_may_answer_but_the_holder_and_whoever_is_asked(
    known: Posts, day: date, post: str, other: str
) -> None:
    asked = known.asked(post, day)
    if known.may_answer(post, other, day):
        assert other in known.held
        assert other == post or (asked is not None and asked.phone == known.held[other].phone)


@given(posts(), DAYS, POSTS)
def test_whoever_is_asked_may_answer(known: Posts, day: date, post: str) -> None:
    answering = known.answering(post, day)
    assert answering is None or known.may_answer(post, answering, day)


def vacant_kadis(**days: date) -> Posts:
    held = {post: each for post, each in OFFICE.officials.items() if post != KADIS}
    return Posts(held, {KADIS: Vacancy(title="Kepala Dinas", deputy=KABID, **days)}, {KADIS})


def test_before_and_after_the_appointment_nobody_is_asked_for_a_vacant_kadis() -> None:
    known = vacant_kadis(first=START, last=START + timedelta(days=2))
    asked = [known.asked(KADIS, START + timedelta(days=day)) for day in (-1, 0, 2, 3)]
    assert [one.title if one else None for one in asked] == [
        None,
        "Plt. Kepala Dinas",
        "Plt. Kepala Dinas",
        None,
    ]


@pytest.mark.parametrize("missing", ["first", "last"])
def test_a_vacant_kadis_needs_an_appointment_with_days(missing: str) -> None:
    days = {"first": START, "last": START}
    del days[missing]
    assert [one.field for one in faults(OFFICE.officers, vacant_kadis(**days))] == [missing]


def test_an_appointment_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Vacancy(title="A", deputy=KABID, first=START, last=START - timedelta(days=1))


def test_an_office_knows_which_posts_sign() -> None:
    assert set(OFFICE.posts.signing) == {KADIS}


ANI = Assistant(name="Contoh Ani", paraf="AN", phone="+6281100005001", mail="ani@contoh.go.id")


def fingerprint(official: Official, *, assistant: bool = False) -> str | None:
    bearer = bearer_of(KASI, {KASI: official}, assistant=assistant)
    return bearer.fingerprint if bearer else None


@pytest.mark.parametrize("change", [{"name": "Contoh Lain"}, {"phone": "+6281100005009"}])
def test_somebody_else_has_another_fingerprint_and_so_has_their_assistant(
    change: dict[str, str],
) -> None:
    before = OFFICE.officials[KASI].model_copy(update={"assistant": ANI})
    after = before.model_copy(update=change)
    assert fingerprint(before) != fingerprint(after)
    assert fingerprint(before, assistant=True) != fingerprint(after, assistant=True)


def test_leave_and_letters_leave_a_fingerprint_as_it_is() -> None:
    before = OFFICE.officials[KASI]
    after = before.model_copy(update={"letters": "hourly", "channel": "mail", "paraf": "X"})
    assert fingerprint(before) == fingerprint(after)


def test_nobody_has_the_devices_of_a_vacant_post_or_of_no_assistant() -> None:
    assert bearer_of(KASI, {}) is None
    assert fingerprint(OFFICE.officials[KASI], assistant=True) is None


@pytest.mark.parametrize(
    ("post", "title", "paraf"),
    [
        (KASI, OFFICE.posts.title(KASI), "AN a.n. Kasi"),
        (KABID, OFFICE.posts.title(KABID), "AN a.n. Kabid"),
        (KADIS, f"Plh. {OFFICE.posts.title(KADIS)}", "AN a.n. Plh. Kadis"),
    ],
)
def test_an_assistants_paraf_says_on_whose_behalf(post: str, title: str, paraf: str) -> None:
    assert on_behalf("AN", post, title, OFFICE) == paraf


@pytest.mark.parametrize("letters", [(), ("25:00",), ("8:00",), ("08.00",), "never"])
def test_letters_come_at_times_of_the_clock(letters: object) -> None:
    known = OFFICE.officials[KASI].model_dump() | {"letters": letters}
    with pytest.raises(ValueError, match="letters"):
        Official.model_validate(known)


def test_what_an_official_has_set_survives_the_table() -> None:
    known = OFFICE.officials[KASI].model_copy(
        update={"assistant": ANI, "letters": ("08:00", "13:00")}
    )
    office: Office = OFFICE.model_copy(update={"officials": {**OFFICE.officials, KASI: known}})
    assert Office.model_validate_json(office.model_dump_json()).officials[KASI] == known
