"""The one package that all functions run: the same bytes whenever it is made of the same files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LIMIT = 250 * 1024 * 1024
"""What Lambda unpacks at most."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


@dataclass(frozen=True)
class Package:
    """`unpacked` and `zipped` in bytes; `parts`: what each top folder takes unpacked."""

    file: Path
    sha256: str
    unpacked: int
    zipped: int
    parts: dict[str, int]

    @property
    def fits(self) -> bool:
        return self.unpacked <= LIMIT


def packed(folder: Path, destination: Path) -> Package:
    files = sorted(
        (each for each in folder.rglob("*") if each.is_file()),
        key=lambda each: each.relative_to(folder).as_posix(),
    )
    parts: dict[str, int] = {}
    with ZipFile(destination, "w", ZIP_DEFLATED) as written:
        for file in files:
            name = file.relative_to(folder)
            content = file.read_bytes()
            parts[name.parts[0]] = parts.get(name.parts[0], 0) + len(content)
            entry = ZipInfo(name.as_posix(), _LONG_AGO)
            entry.external_attr, entry.compress_type = _READABLE, ZIP_DEFLATED
            entry.create_system = 3  # Unix, also where it is made elsewhere
            written.writestr(entry, content)
    zipped = destination.read_bytes()
    digest = hashlib.sha256(zipped).hexdigest()
    return Package(destination, digest, sum(parts.values()), len(zipped), parts)
