"""What is wrong with an office's folder is said with its file, line and field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import office_folder
from deploy.office_folder import Fault, Faulty, checked_office, checked_trust, real_files_of
from deploy.toml_places import line_of
from tests.unit.deploying.samples import SAMPLE


def root() -> str:
    """Of an authority that nobody should trust."""
    return SAMPLE.anchors[0].certificate


def told_of(changed: dict[str, Callable[[str], str]], tmp_path: Path) -> list[tuple[str, int, str]]:
    """Pekanbaru's folder, with some of its files changed: file, line and field of each fault."""
    files = real_files_of("pekanbaru")
    for name, change in changed.items():
        copy = tmp_path / f"{name}.toml"
        copy.write_text(change(files[name].read_text(encoding="utf-8")), encoding="utf-8")
        files[name] = copy
    with pytest.raises(Faulty) as faulty:
        checked_office(files)
    return [(each.file.name, each.line, each.field) for each in faulty.value.faults]


def line(name: str, words: str, after: str = "") -> int:
    text = real_files_of("pekanbaru")[name].read_text(encoding="utf-8")
    start = text.index(after) if after else 0
    return text[: text.index(words, start)].count("\n") + 1


def test_an_office_as_it_is_passes() -> None:
    assert checked_office(real_files_of("pekanbaru")).city == "Pekanbaru"


def test_a_wrong_field_is_named_where_it_stands(tmp_path: Path) -> None:
    told = told_of(
        {
            "people": lambda text: text.replace('"+6281100001003"', '"0811"'),
            "hours": lambda text: text.replace('"08:00-11:30"', '"8-11"'),
            "office": lambda text: text + 'motto = "x"\n',
        },
        tmp_path,
    )
    in_ramadan = line("hours", 'friday = ["08:00')
    assert (
        "people.toml",
        line("people", '"+6281100001003"'),
        "officials.kasi-kelahiran.phone",
    ) in told
    assert ("hours.toml", in_ramadan, "periods.0.weekly.friday.0") in told
    last = real_files_of("pekanbaru")["office"].read_text().count("\n") + 1
    assert ("office.toml", last, "motto") in told
    assert len(told) == 3


def test_what_is_missing_is_named_at_the_table_that_lacks_it(tmp_path: Path) -> None:
    told = told_of(
        {"people": lambda text: text.replace('mail = "kadis@contoh.go.id"\n', "")}, tmp_path
    )
    assert told == [("people.toml", line("people", "[officials.kadis]"), "officials.kadis.mail")]


def test_a_rule_about_everybody_names_each_field_that_breaks_it(tmp_path: Path) -> None:
    told = told_of(
        {"people": lambda text: text.replace('"+6281100001003"', '"+6281100001002"')}, tmp_path
    )
    where = line("people", '"+6281100001003"')
    assert told == [("people.toml", where, "officials.kasi-kelahiran.phone")]


def test_what_is_no_toml_is_said_with_its_line(tmp_path: Path) -> None:
    told = told_of({"hours": lambda text: text.replace("[weekly]", "[weekly")}, tmp_path)
    assert told == [("hours.toml", line("hours", "[weekly]"), "")]


def test_a_fault_reads_as_a_place_to_click_on() -> None:
    fault = Fault(Path("/x/office/contoh/people.toml"), 7, "officials.kadis.mail", "Field required")
    assert str(fault) == "office/contoh/people.toml:7: officials.kadis.mail: Field required"


def test_real_people_stand_in_for_the_invented_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_folder, "OFFICES", tmp_path)
    assert real_files_of("pekanbaru")["people"].name == "people.toml"
    (tmp_path / "pekanbaru").mkdir()
    (tmp_path / "pekanbaru" / "people.real.toml").write_text("")
    assert real_files_of("pekanbaru")["people"] == tmp_path / "pekanbaru" / "people.real.toml"


def test_lines_are_found_in_tables_arrays_and_around_long_texts(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        'a = 1\nlong = """\na = 2\n[b]\n"""\n[b."c.d"]\ne = [\n 1,\n]\n[[f]]\ng = 1\n[[f]]\ng = 2\n'
        "[f.h]\n'i' = 3\n"
    )
    assert line_of(file, ("a",)) == 1
    assert line_of(file, ("b", "c.d", "e", 0)) == 7
    assert line_of(file, ("f", 1, "g")) == 13
    assert line_of(file, ("f", 1, "h", "i")) == 15
    assert line_of(file, ("nowhere",)) == 0


@pytest.fixture
def trusting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes an office's trust.toml."""
    monkeypatch.setattr(office_folder, "OFFICES", tmp_path)
    (tmp_path / "x").mkdir()

    def write(text: str) -> Path:
        file = tmp_path / "x" / "trust.toml"
        file.write_text(text)
        return file

    return write


def trust_faults() -> list[str]:
    with pytest.raises(Faulty) as faulty:
        checked_trust("x")
    return [f"{each.line}: {each.field}: {each.what}" for each in faulty.value.faults]


def test_trust_names_files_of_certificates(trusting: Callable[[str], Path]) -> None:
    assert "is missing" in trust_faults()[0]
    folder = trusting('version = "1"\nmode = "observe"\nanchors = ["root.pem"]\n').parent
    assert "root.pem" in trust_faults()[0]
    (folder / "root.pem").write_text(root())
    trust = checked_trust("x")
    assert trust.mode == "observe"
    assert trust.anchors[0].certificate.strip() == root().strip()
    trusting('version = "1"\nmode = "later"\nanchors = ["root.pem"]\n')
    assert trust_faults()[0].startswith("2: mode: Input should be")
    trusting('version = "1"\n')
    assert trust_faults()[0].startswith("0: anchors: ")
