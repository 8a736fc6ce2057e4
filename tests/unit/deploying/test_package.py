"""The package: the same bytes from the same files, and bytecode that is believed unseen."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import botocore.session
import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from deploy import build
from deploy.bytecode import compile_all, find_python
from deploy.dependencies import leave_out_other_services, services_called
from deploy.package import LIMIT, Package, packed
from local.engine.plan import ROOT

LONG_AGO = 315_532_800  # 1 January 1980


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    (made / "intake").mkdir(parents=True)
    (made / "intake" / "web.py").write_text("ANSWER = 'compiled'\nWORDS = {'a', 'b', 'c', 'd'}\n")
    (made / "six.py").write_text("SIX = 6\n")
    return made


def test_the_same_files_give_the_same_bytes_whenever_they_were_written(
    folder: Path, tmp_path: Path
) -> None:
    first = packed(folder, tmp_path / "first.zip")
    os.utime(folder / "six.py", (LONG_AGO, LONG_AGO))
    (folder / "intake" / "web.py").chmod(0o600)
    second = packed(folder, tmp_path / "second.zip")
    assert first.sha256 == second.sha256
    (folder / "six.py").write_text("SIX = 7\n")
    assert packed(folder, tmp_path / "third.zip").sha256 != first.sha256


def test_it_is_dated_as_lambda_dates_everything_and_in_order(folder: Path, tmp_path: Path) -> None:
    package = packed(folder, tmp_path / "package.zip")
    with zipfile.ZipFile(package.file) as read:
        entries = read.infolist()
    assert [each.filename for each in entries] == ["intake/web.py", "six.py"]
    assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert package.parts == {"intake": 49, "six.py": 8}
    assert (package.unpacked, package.zipped) == (57, package.file.stat().st_size)


def test_what_lambda_cannot_unpack_does_not_fit() -> None:
    assert Package(Path("x"), "", LIMIT, 1, {}).fits
    assert not Package(Path("x"), "", LIMIT + 1, 1, {}).fits


def test_bytecode_is_used_whatever_time_its_source_has(folder: Path) -> None:
    """As on Lambda, where every source is of 1980. That it is not even compared shows itself when
    the source says something else by then."""
    compile_all(sys.executable, folder)
    source = folder / "intake" / "web.py"
    source.write_text("ANSWER = 'recompiled'\n")
    os.utime(source, (LONG_AGO, LONG_AGO))
    (bytecode,) = (folder / "intake" / "__pycache__").iterdir()
    before = bytecode.read_bytes()
    asked = "import intake.web as it; print(it.ANSWER)"
    told = subprocess.run(
        [sys.executable, "-E", "-c", asked], cwd=folder, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "compiled"
    assert bytecode.read_bytes() == before


def test_bytecode_is_the_same_from_build_to_build_and_knows_lambdas_path(
    folder: Path, tmp_path: Path
) -> None:
    compile_all(sys.executable, folder)
    first = packed(folder, tmp_path / "first.zip").sha256
    elsewhere = folder.rename(tmp_path / "elsewhere")
    (bytecode,) = (elsewhere / "intake" / "__pycache__").iterdir()
    assert b"/var/task/intake/web.py" in bytecode.read_bytes()
    bytecode.unlink()
    compile_all(sys.executable, elsewhere)
    assert packed(elsewhere, tmp_path / "second.zip").sha256 == first


def test_a_python_is_found_only_if_it_runs_as_what_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version manager's stand-in is there for versions that are not chosen, and fails."""
    stand_in = tmp_path / "python3.99"
    stand_in.write_text("#!/bin/sh\nexit 127\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert find_python("3.99") is None
    stand_in.write_text("#!/bin/sh\necho 3.99\n")
    assert find_python("3.99") == str(stand_in)
    managed = tmp_path / ".pyenv" / "versions" / "3.98.1" / "bin" / "python3.98"
    managed.parent.mkdir(parents=True)
    managed.write_text("#!/bin/sh\necho 3.98\n")
    managed.chmod(0o755)
    assert find_python("3.98") == str(managed)


def test_without_lambdas_python_it_refuses_unless_told_to_go_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def gather(folder: Path, _runtime: build.Runtime) -> None:
        (folder / "six.py").write_text("SIX = 6\n")

    monkeypatch.setattr(build, "find_python", lambda _version: None)
    monkeypatch.setattr(build, "_gather", gather)
    assert build.main([]) == 2
    assert "make build BYTECODE=no" in capsys.readouterr().err
    package = build.build(tmp_path / "build" / "package.zip", with_bytecode=False)
    assert package.parts == {"six.py": 8}


def test_a_package_that_does_not_fit_is_a_failed_build(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    large = Package(build.PACKAGE, "0", LIMIT + 1, 1, {"lxml": LIMIT + 1})
    monkeypatch.setattr(build, "build", lambda **_how: large)
    assert build.main([]) == 1
    assert "Lambda would refuse it" in capsys.readouterr().err


def test_only_the_services_that_are_called_are_described(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for service in ("s3", "sqs", "ec2"):
        (data / service / "2026-01-01").mkdir(parents=True)
    (data / "partitions.json").write_text("{}")
    leave_out_other_services(tmp_path, frozenset({"s3", "sqs"}))
    assert {each.name for each in data.iterdir()} == {"s3", "sqs", "partitions.json"}
    with pytest.raises(ValueError, match="does not describe sesv2"):
        leave_out_other_services(tmp_path, frozenset({"s3", "sesv2"}))


CLIENTS = ROOT / "functions" / "menwa" / "aws.py"


def test_the_functions_call_the_services_that_they_build_clients_for(tmp_path: Path) -> None:
    assert services_called(CLIENTS) == {
        *("dynamodb", "s3", "secretsmanager", "sesv2", "sqs", "stepfunctions"),
    }
    otherwise = tmp_path / "aws.py"
    otherwise.write_text("kinds = {'s3': S3}\n")
    with pytest.raises(ValueError, match="builds no client"):
        services_called(otherwise)


def test_with_the_others_left_out_every_client_can_still_be_built(tmp_path: Path) -> None:
    described = Path(botocore.__file__).parent / "data"
    (tmp_path / "data").mkdir()
    for each in described.iterdir():
        if each.is_file() or each.name in services_called(CLIENTS):
            (tmp_path / "data" / each.name).symlink_to(each)
    session = botocore.session.Session()
    loader = Loader([str(tmp_path / "data")], include_default_search_paths=False)
    session.register_component("data_loader", loader)
    for service in services_called(CLIENTS):
        client = session.create_client(
            service, "ap-southeast-3", aws_access_key_id="x", aws_secret_access_key="x"
        )
        assert "ap-southeast-3" in client.meta.endpoint_url
        client.close()
    with pytest.raises(UnknownServiceError):
        session.create_client("ec2", "ap-southeast-3")
