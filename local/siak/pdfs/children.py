"""Kutipan akta pengakuan, pengesahan and pengangkatan anak."""

from local.siak.pdfs.certificate import Fact, Heading, born, certificate, dated, named, numbered
from local.siak.residents import Document, Person, Residents


def acknowledgement(document: Document, residents: Residents) -> bytes:
    father, mother = _parents(document, residents)
    facts = [
        _number(document, "Pengakuan Anak", "Child Acknowledgement"),
        dated("pada tanggal", "on date", document.issued_on),
        named("telah diakui oleh ayah", "was acknowledged by father", father),
        *_child(document, residents),
        named("dari ibu", "of mother", mother),
        _birth_certificate(document),
    ]
    heading = Heading("KUTIPAN AKTA PENGAKUAN ANAK", "EXCERPT OF CHILD ACKNOWLEDGEMENT CERTIFICATE")
    return certificate(document, heading, facts)


def legitimation(document: Document, residents: Residents) -> bytes:
    father, mother = _parents(document, residents)
    facts = [
        _number(document, "Pengesahan Anak", "Child Legitimation"),
        dated("pada tanggal", "on date", document.issued_on),
        *_child(document, residents, "telah disahkan anak bernama", "was legitimated the child"),
        named("dari ayah", "of father", father),
        named("dan ibu", "and mother", mother),
        dated("yang telah menikah pada tanggal", "who were married on date",
              document.day("marriage_date")),
        Fact("dengan akta perkawinan nomor", "by marriage certificate number",
             document.text("marriage_number")),
        _birth_certificate(document),
    ]  # fmt: skip
    heading = Heading("KUTIPAN AKTA PENGESAHAN ANAK", "EXCERPT OF CHILD LEGITIMATION CERTIFICATE")
    return certificate(document, heading, facts)


def adoption(document: Document, residents: Residents) -> bytes:
    father, mother = _parents(document, residents)
    facts = [
        _number(document, "Pengangkatan Anak", "Child Adoption"),
        Fact("dan penetapan", "and the ruling of", document.text("court")),
        Fact("nomor", "number", document.text("decision")),
        dated("tanggal", "on date", document.day("decided_on")),
        *_child(document, residents, "telah diangkat anak bernama", "was adopted the child"),
        named("oleh ayah angkat", "by adoptive father", father),
        named("dan ibu angkat", "and adoptive mother", mother),
        _birth_certificate(document),
    ]
    heading = Heading("KUTIPAN AKTA PENGANGKATAN ANAK", "EXCERPT OF CHILD ADOPTION CERTIFICATE")
    return certificate(document, heading, facts)


def _number(document: Document, name: str, english: str) -> Fact:
    return Fact(
        f"Berdasarkan Akta {name} Nomor",
        f"By virtue of {english} Certificate Number",
        document.number,
    )


def _child(
    document: Document,
    residents: Residents,
    label: str = "seorang anak bernama",
    english: str = "a child named",
) -> list[Fact]:
    child = residents.people[document.subject]
    return [named(label, english, child), numbered(child), born(child)]


def _birth_certificate(document: Document) -> Fact:
    number = document.text("birth_number")
    return Fact("dengan akta kelahiran nomor", "by birth certificate number", number)


def _parents(document: Document, residents: Residents) -> tuple[Person, Person]:
    return residents.in_role(document, "ayah"), residents.in_role(document, "ibu")
