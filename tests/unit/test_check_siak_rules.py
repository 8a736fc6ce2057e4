"""What SIAK's answer means: the right to the document first, then whether it may be sent."""

from datetime import date
from typing import Any

import pytest

from check_siak.gateway_messages import FoundDocument
from check_siak.rules import IN_DOUBT, Finding, Known, as_found, is_a_try, judge
from menwa.applicant import ThroughPartner
from menwa.case import Case
from tests.builders import OFFICE, a_proven_case, an_applicant, found

TODAY = date(2026, 11, 23)
MOTHER = {
    "nik": "9971014209770001",
    "name": "HJ. NURHAYATI LUBUK PUDING",
    "birth_date": "1977-09-02",
}
FATHER = {"nik": "9971011704740001", "name": "H. SYAHRIAL TAMBUSAI", "birth_date": "1974-04-17"}
CHILD = {"nik": "9971017011110001", "name": "AISYAH ZAHIRA TAMBUSAI", "birth_date": "2011-11-30"}


def a_document(**changes: Any) -> FoundDocument:
    """The family card on which the applicant stands as the wife."""
    known = {
        "id": "dok-001",
        "document_type": "kk",
        "number": "9971011103190001",
        "signed": True,
        "active": True,
        "issued_on": "2023-08-14",
        "subject": FATHER,
        "parties": [
            FATHER | {"role": "kepala_keluarga"},
            MOTHER | {"role": "istri"},
            CHILD | {"role": "anak"},
        ],
        "recorded_phone": "yes",
        "receipt_matches": "unknown",
    }
    return FoundDocument.model_validate(known | changes)


def judged(document: FoundDocument | None, case: Case | None = None, **known: Any) -> Finding:
    case = case or a_proven_case()
    known = {"today": TODAY} | known
    return judge(case, document, OFFICE.documents[case.document_type], Known(**known))


def as_mother(**changes: Any) -> FoundDocument:
    return a_document(parties=[MOTHER | {"role": "istri"} | changes])


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        (None, Finding("returned", "not_matched")),
        (a_document(), Finding("signed", "none", "recorded_phone")),
        (a_document(signed=False), Finding("unsigned", "none", "recorded_phone")),
        (a_document(active=False), Finding("returned", "superseded", "recorded_phone")),
        (
            a_document(active=False, signed=False),
            Finding("returned", "superseded", "recorded_phone"),
        ),
        (a_document(recorded_phone="no"), Finding("desk", "right_unknown")),
        (a_document(recorded_phone="unknown"), Finding("desk", "right_unknown")),
        (a_document(recorded_phone="no", active=False), Finding("desk", "right_unknown")),
        (as_mother(role="pelapor"), Finding("desk", "right_unknown")),
        (as_mother(role="menantu"), Finding("signed", "none", "recorded_phone")),
        (as_mother(name="NURHAYATI LUBUK PUDIN"), Finding("desk", "near_miss")),
        (as_mother(birth_date="1977-02-09"), Finding("desk", "near_miss")),
        (as_mother(name="NURHAYATI"), Finding("returned", "not_matched")),
        (
            as_mother(name="NURHAYATI PUDING", birth_date="1977-02-09"),
            Finding("returned", "not_matched"),
        ),
        (as_mother(nik="9971014209770002"), Finding("returned", "not_matched")),
        (a_document(document_type="biodata"), Finding("desk", "siak_contradicts")),
        (a_document(number="9971011103190002"), Finding("desk", "siak_contradicts")),
    ],
)
def test_each_answer_of_siak_has_one_meaning(
    document: FoundDocument | None, finding: Finding
) -> None:
    assert judged(document) == finding


def test_a_number_is_the_same_however_it_is_written() -> None:
    case = a_proven_case(number="9971 0111-0319 0001")
    assert judged(a_document(), case).found == "signed"


def through_a_partner(seen_by: str | None = "Rahmat Hidayat", **changes: Any) -> Case:
    return a_proven_case(partner=ThroughPartner(id="kelurahan-contoh", seen_by=seen_by), **changes)


def test_a_ktp_el_that_a_partner_saw_establishes_the_right_where_the_type_allows_it() -> None:
    document, case = a_document(recorded_phone="no"), through_a_partner()
    assert judged(document, case) == Finding("signed", "none", "partner")
    assert judged(document, through_a_partner(seen_by=None)) == IN_DOUBT
    assert judged(document, through_a_partner(number_by="sari.dewi")) == IN_DOUBT
    kind = OFFICE.documents["kk"].model_copy(update={"rights": ("recorded_phone", "officer")})
    assert judge(case, document, kind, Known(TODAY)) == IN_DOUBT


def test_a_partners_word_does_not_stand_in_for_the_record() -> None:
    case = through_a_partner()
    assert judged(as_mother(name="NURHAYATI"), case) == Finding("returned", "not_matched")
    assert judged(as_mother(role="pelapor"), case) == IN_DOUBT
    warned = judged(a_document(recorded_phone="no"), case, warnings=("other_number",))
    assert warned == Finding("desk", "other_number")


def test_without_a_number_any_number_may_be_found() -> None:
    assert judged(a_document(number="9"), a_proven_case(number=None)).found == "signed"


def test_without_a_number_somebody_elses_record_is_not_believed() -> None:
    anothers = a_document(parties=[FATHER | {"role": "kepala_keluarga"}])
    contradicts = Finding("desk", "siak_contradicts")
    assert judged(anothers, a_proven_case(number=None)) == contradicts


@pytest.mark.parametrize(
    ("born", "found"),
    [("2009-11-23", "signed"), ("2009-11-24", "desk"), ("2009-12-01", "desk")],
)
def test_who_is_not_yet_seventeen_asks_the_desk(born: str, found: str) -> None:
    case = a_proven_case(applicant=an_applicant(birth_date=born))
    assert judged(as_mother(birth_date=born, role="anak"), case).found == found


def test_who_was_born_on_a_leap_day_is_grown_up_in_march() -> None:
    case = a_proven_case(applicant=an_applicant(birth_date="2008-02-29"))
    young = as_mother(birth_date="2008-02-29", role="anak")
    assert judged(young, case, today=date(2025, 2, 28)).found == "desk"
    assert judged(young, case, today=date(2025, 3, 1)).found == "signed"


def test_who_stands_on_a_document_twice_may_ask_if_either_role_may() -> None:
    roles = [MOTHER | {"role": "ibu"}, CHILD | {"role": "subjek"}, MOTHER | {"role": "pelapor"}]
    case = a_proven_case(document_type="akta_kelahiran", number=None)
    for parties in (roles, roles[::-1]):
        birth = a_document(document_type="akta_kelahiran", subject=CHILD, parties=parties)
        assert judged(birth, case) == Finding("signed", "none", "recorded_phone")


@pytest.mark.parametrize("right", ["officer", "recorded_phone"])
def test_a_right_once_established_holds_for_that_very_document(right: str) -> None:
    case = a_proven_case(right=right, found=found())
    document = a_document(recorded_phone="no")
    assert judged(document, case) == Finding("signed", "none", right)  # type: ignore[arg-type]


def test_whoever_has_left_the_record_keeps_only_what_an_officer_gave() -> None:
    left = a_document(parties=[FATHER | {"role": "kepala_keluarga"}])
    by_phone = a_proven_case(right="recorded_phone", found=found())
    assert judged(left, by_phone) == Finding("returned", "not_matched")
    by_officer = a_proven_case(right="officer", found=found())
    assert judged(left, by_officer) == Finding("signed", "none", "officer")


def test_a_right_to_one_document_is_none_to_another() -> None:
    case = a_proven_case(right="officer", found=found(siak_id="dok-002"))
    assert judged(a_document(recorded_phone="no"), case) == Finding("desk", "right_unknown")


def test_a_right_stands_no_further_than_the_type_and_number_asked_for() -> None:
    case = a_proven_case(right="officer", found=found())
    assert judged(a_document(number="1"), case) == Finding("desk", "siak_contradicts")


def test_what_siak_holds_is_remembered_as_it_says_it() -> None:
    case, known = a_proven_case(), found(applicant_role="istri")
    assert as_found(a_document(), case) == known
    unsigned = a_document(signed=False, active=False)
    assert as_found(unsigned, case) == known.model_copy(update={"signed": False, "active": False})
    stranger = a_proven_case(applicant=an_applicant(nik="9971019999990001"))
    assert as_found(a_document(), stranger).applicant_role is None


def test_an_officers_right_is_to_the_number_that_the_officer_looked_up() -> None:
    seen = found(siak_id="meja-1234", looked_up_by="siti", number="9971 0111 0319 0001")
    doubtful = a_document(recorded_phone="no")
    assert judged(doubtful, a_proven_case(right="officer", found=seen)).right == "officer"
    elsewhere = seen.model_copy(update={"number": "9971011103190009"})
    assert judged(doubtful, a_proven_case(right="officer", found=elsewhere)) == IN_DOUBT


def test_a_receipt_opens_to_whoever_may_ask_where_it_counts() -> None:
    elsewhere = {"recorded_phone": "no", "receipt_matches": "yes"}
    assert judged(a_document(**elsewhere), receipt_counts=True).right == "receipt"
    assert judged(a_document(**elsewhere), receipt_counts=False) == IN_DOUBT
    stranger = an_applicant(nik="9971014209770002")
    case = a_proven_case(applicant=stranger)
    assert judged(a_document(**elsewhere), case, receipt_counts=True).reason == "not_matched"


@pytest.mark.parametrize("matches", ["no", "unknown"])
def test_a_receipt_that_is_not_the_documents_opens_nothing(matches: str) -> None:
    document = a_document(recorded_phone="unknown", receipt_matches=matches)
    assert judged(document, receipt_counts=True) == IN_DOUBT


@pytest.mark.parametrize(
    ("rights", "document"),
    [
        (("receipt", "officer"), a_document(recorded_phone="yes")),
        (("recorded_phone", "officer"), a_document(recorded_phone="no", receipt_matches="yes")),
        (("officer",), a_document(recorded_phone="yes", receipt_matches="yes")),
    ],
)
def test_only_what_the_office_accepts_for_a_type_establishes_the_right(
    rights: tuple[str, ...], document: FoundDocument
) -> None:
    kind = OFFICE.documents["kk"].model_copy(update={"rights": rights})
    assert judge(a_proven_case(), document, kind, Known(TODAY, receipt_counts=True)) == IN_DOUBT


def test_a_right_that_the_office_no_longer_accepts_does_not_stand() -> None:
    kind = OFFICE.documents["kk"].model_copy(update={"rights": ("officer",)})
    case = a_proven_case(right="recorded_phone", found=found())
    assert judge(case, a_document(), kind, Known(TODAY)) == IN_DOUBT


@pytest.mark.parametrize("warning", ["other_holder", "other_number", "many_families"])
def test_what_is_remembered_makes_any_right_but_an_officers_doubtful(warning: str) -> None:
    doubtful = Finding("desk", warning)
    assert judged(a_document(), warnings=(warning,)) == doubtful
    by_receipt = a_document(recorded_phone="no", receipt_matches="yes")
    assert judged(by_receipt, receipt_counts=True, warnings=(warning,)) == doubtful
    standing = a_proven_case(right="recorded_phone", found=found())
    assert judged(a_document(), standing, warnings=(warning,)) == doubtful
    overridden = a_proven_case(right="officer", found=found())
    assert judged(a_document(), overridden, warnings=(warning,)).found == "signed"


def test_only_who_needs_the_receipt_uses_a_try_of_it() -> None:
    kind, wrong = OFFICE.documents["kk"], {"recorded_phone": "no", "receipt_matches": "no"}

    def tries(document: FoundDocument, **changes: Any) -> bool:
        case = a_proven_case(**{"receipt": "RS-1", "number": None} | changes)
        return is_a_try(case, document, kind, TODAY)

    assert tries(a_document(**wrong))
    assert tries(a_document(recorded_phone="no", receipt_matches="yes"))
    assert not tries(a_document(**wrong), receipt=None)
    assert not tries(a_document(recorded_phone="yes", receipt_matches="no"))
    assert not tries(a_document(**wrong), right="officer", found=found())
    assert not tries(a_document(**wrong), number="9971011103190009")
    assert not tries(a_document(**wrong), applicant=an_applicant(name="Budi"))
    assert not tries(a_document(**wrong | {"parties": [MOTHER | {"role": "pelapor"}]}))


MAY_ASK = {
    "kk": {"kepala_keluarga", "suami", "istri", "anak", "menantu", "orang_tua", "famili"},
    "akta_kelahiran": {"subjek", "ayah", "ibu"},
    "akta_kematian": {"suami", "istri", "anak", "ayah", "ibu", "pelapor"},
    "akta_perkawinan": {"suami", "istri"},
    "akta_perceraian": {"suami", "istri"},
    "akta_pengakuan_anak": {"subjek", "ayah", "ibu"},
    "akta_pengesahan_anak": {"subjek", "ayah", "ibu"},
    "akta_pengangkatan_anak": {"subjek", "ayah", "ibu"},
    "skpwni": {"subjek", "kepala_keluarga", "istri", "anak"},
    "biodata": {"subjek"},
}
ROLES = set().union(*MAY_ASK.values())


@pytest.mark.parametrize("kind", MAY_ASK)
def test_who_may_ask_depends_on_the_type(kind: str) -> None:
    case = a_proven_case(document_type=kind, number=None)
    may = {
        role
        for role in ROLES
        if judged(a_document(document_type=kind, parties=[MOTHER | {"role": role}]), case).found
        == "signed"
    }
    of_a_family = {"menantu", "orang_tua", "famili", "suami", "kepala_keluarga"}
    expected = MAY_ASK[kind] | (of_a_family if kind == "skpwni" else set())
    expected |= {"orang_tua"} if kind == "akta_kematian" else set()
    expected |= {"subjek"} if kind == "kk" else set()
    assert may == expected
