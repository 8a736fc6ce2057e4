"""How the deployed code hangs together, and what must never stand in the tree."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.infra.reading import ROOT, Source, called, kept_files, name_called, sources

SHARED = "menwa"
LONGEST = 250
WRITES = frozenset(
    {
        *("save", "change", "create", "renew", "first_time", "forget", "arrive", "stage"),
        *("put_item", "update_item", "delete_item", "transact_write_items", "put_object"),
        *("delete_object", "send_message", "send_message_batch", "send_email", "upload_pdf"),
        *("carry_on", "start", "start_execution", "send_task_success", "send_task_failure"),
        *("tell", "say", "deliver", "send_text", "send_template", "send_document", "send_link"),
        *("send_choices", "ask_for_phone", "enqueue", "hold", "release"),
    }
)
NEVER = {
    "a registry's host": re.compile("(?:pypi" + r"\.org|python" + r"hosted\.org|npm" + r"js\.org)"),
    "a machine's path": re.compile("(?:^|[\\s\"'=(])/(?:" + "root|home|Users|work" + ")/\\w"),
    "a private key": re.compile("-----BEGIN (?:[A-Z]+ )*" + "PRIVATE KEY-----"),
}
MAKES_CLIENTS = frozenset({"client", "resource", "create_client"})
NIK = re.compile(r"""["']?nik["']?\s*[:=]\s*["'](\d{16})["']""")


def foreign_imports(code: Iterable[Source]) -> set[tuple[str, str]]:
    """Nothing of what is not deployed, nor one step's folder another's."""
    code = list(code)
    steps = {source.folder for source in code} - {SHARED}
    return {
        (source.module, name)
        for source in code
        for name in source.imports()
        if (top := name.partition(".")[0]) in {"local", "tests", "bench"}
        or (top in steps and top != source.folder)
    }


def makes_clients(code: Iterable[Source]) -> set[str]:
    return {
        source.module
        for source in code
        if "boto3" in source.imports()
        or any(name_called(call) in MAKES_CLIENTS for call in called(source.tree))
    }


def too_long(code: Iterable[Source]) -> set[str]:
    return {source.module for source in code if len(source.text.splitlines()) > LONGEST}


def writing_gets(code: Iterable[Source]) -> set[tuple[str, str]]:
    """GET handlers that, themselves or by way of their folder's functions, call what writes."""
    functions = [(source.folder, node) for source in code for node in source.each(ast.FunctionDef)]
    return {
        (get.name, call)
        for folder, get in functions
        if any(_is_get(each) for each in get.decorator_list)
        for call in _calls(get, [node for other, node in functions if other == folder]) & WRITES
    }


def _is_get(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and name_called(decorator) == "get"


def _calls(function: ast.FunctionDef, others: Iterable[ast.FunctionDef]) -> set[str]:
    """Whatever is called; a name leads to every function of that name."""
    ahead, names, others = [function], set[str](), list(others)
    while ahead:
        current = {name_called(call) for part in ahead.pop().body for call in called(part)}
        ahead += [node for node in others if node.name in current - names]
        names |= current
    return names


def never_kept(name: str, content: bytes) -> set[str]:
    """What must not stand in this file."""
    text = content.decode("utf-8", errors="replace")
    found = {what for what, pattern in NEVER.items() if pattern.search(text)}
    return found | ({"a PDF"} if content.startswith(b"%PDF") or name.endswith(".pdf") else set())


def real_niks(text: str) -> list[str]:
    return [nik for nik in NIK.findall(text) if not nik.startswith("99")]


def test_what_is_deployed_imports_nothing_else_and_no_step_another() -> None:
    assert foreign_imports(sources()) == set()


def test_a_foreign_import_is_found() -> None:
    code = [
        Source("intake.web", "from local.pki import Pki\nfrom menwa.case import Case"),
        Source("send_pdf.step", "import intake.web\nfrom send_pdf.rules import heard"),
        Source("menwa.case", "from send_pdf import rules"),
    ]
    assert {module for module, _ in foreign_imports(code)} == {
        "intake.web",
        "send_pdf.step",
        "menwa.case",
    }


def test_clients_are_made_in_one_module() -> None:
    assert makes_clients(sources()) == {"menwa.aws"}


@pytest.mark.parametrize("text", ["import boto3", "session().client('s3')"])
def test_a_client_made_elsewhere_is_found(text: str) -> None:
    assert makes_clients([Source("a", text)]) == {"a"}
    assert makes_clients([Source("a", "from boto3.dynamodb.types import TypeSerializer")]) == set()


def test_only_the_gate_knows_pyhanko() -> None:
    users = {s.module for s in sources() if any(n.startswith("pyhanko") for n in s.imports())}
    assert users
    assert {module for module in users if not module.startswith("check_siak.")} == set()


def test_no_deployed_file_is_long() -> None:
    assert too_long(sources()) == set()


def test_a_long_file_is_found() -> None:
    assert too_long([Source("a", "x\n" * 250), Source("b", "x\n" * 251)]) == {"b"}


def test_a_get_writes_nothing() -> None:
    assert writing_gets(sources()) == set()


def test_a_get_that_writes_is_found_also_by_way_of_another_function() -> None:
    web = """
@app.get("/k/<token>")
def show(token): return page_of(token)

@app.post("/k/<token>")
def answer(token): carry_on(token)
"""
    pages = "class Page:\n  def page_of(self): return store().save(self)"
    assert writing_gets([Source("a.web", web), Source("a.pages", pages)]) == {("show", "save")}
    assert writing_gets([Source("a.web", web), Source("b.pages", pages)]) == set()


def test_nothing_stands_in_the_tree_that_never_may() -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in kept_files()
        if (wrong := never_kept(path.name, path.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("--index-url https://py" + "pi.org/simple", "a registry's host"),
        ("open('/ro" + "ot/keys')", "a machine's path"),
        ("-----BEGIN RSA PRI" + "VATE KEY-----", "a private key"),
        ("%PDF-1.7", "a PDF"),
    ],
)
def test_what_never_may_stand_there_is_found(content: str, what: str) -> None:
    assert never_kept("file", content.encode()) == {what}
    assert never_kept("file", b"nothing of it: https://menwa.contoh.go.id/home/a") == set()


def test_everybody_in_the_tree_is_invented() -> None:
    texts = [path for path in kept_files() if path.suffix in {".py", ".toml", ".json", ".yaml"}]
    found = [nik for path in texts for nik in real_niks(path.read_text(encoding="utf-8"))]
    assert found == []
    residents = ROOT / "local" / "siak" / "residents.toml"
    assert len(NIK.findall(residents.read_text(encoding="utf-8"))) >= 38


def test_a_nik_that_might_be_somebodys_is_found() -> None:
    text = "nik = '99" + "0" * 14 + '\'\n"nik": "14' + "0" * 14 + '"'
    assert real_niks(text) == ["14" + "0" * 14]


def test_every_deployed_file_reads_on_python_3_11() -> None:
    assert all(source.tree for source in sources())
    with pytest.raises(SyntaxError):
        _ = Source("a", "type Nik = str").tree


def test_the_files_are_found() -> None:
    assert len(sources()) > 40
    assert Path(ROOT / "Makefile") in kept_files()
