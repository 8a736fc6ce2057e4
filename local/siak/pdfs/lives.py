"""Kutipan akta kelahiran and kutipan akta kematian."""

from local.siak.pdfs.certificate import Fact, Heading, born, certificate, dated, named, numbered
from local.siak.pdfs.words import ORDINALS, in_words
from local.siak.residents import Document, Person, Residents

SEX = {"L": ("LAKI-LAKI", "MALE"), "P": ("PEREMPUAN", "FEMALE")}


def birth(document: Document, residents: Residents) -> bytes:
    child = residents.people[document.subject]
    facts = [
        Fact("Berdasarkan Akta Kelahiran Nomor", "By virtue of Birth Certificate Number",
             document.number),
        Fact("bahwa di", "that in", child.birthplace),
        dated("pada tanggal", "on date", child.born),
        named("telah lahir", "was born", child),
        numbered(child),
        _order(document, child),
        *_parents(document, residents),
    ]  # fmt: skip
    return certificate(
        document, Heading("KUTIPAN AKTA KELAHIRAN", "EXCERPT OF BIRTH CERTIFICATE"), facts
    )


def _order(document: Document, child: Person) -> Fact:
    order = int(document.text("child_order"))
    sex, english = SEX[child.sex]
    value = f"{in_words(order)}, {sex}"
    return Fact("anak ke", "child number", value, f"{ORDINALS[order - 1]}, {english}")


def _parents(document: Document, residents: Residents) -> list[Fact]:
    mother = residents.in_role(document, "ibu")
    if document.who("ayah") is None:
        return [named("dari seorang ibu", "of mother", mother)]
    father = residents.in_role(document, "ayah")
    return [named("dari ayah", "of father", father), named("dan ibu", "and mother", mother)]


def death(document: Document, residents: Residents) -> bytes:
    late = residents.people[document.subject]
    facts = [
        Fact("Berdasarkan Akta Kematian Nomor", "By virtue of Death Certificate Number",
             document.number),
        Fact("bahwa di", "that in", document.text("died_at")),
        dated("pada tanggal", "on date", document.day("died_on")),
        named("telah meninggal dunia", "passed away", late),
        numbered(late),
        born(late),
        Fact("anak dari ayah", "child of father", late.father),
        Fact("dan ibu", "and mother", late.mother),
    ]  # fmt: skip
    return certificate(
        document, Heading("KUTIPAN AKTA KEMATIAN", "EXCERPT OF DEATH CERTIFICATE"), facts
    )
