"""Kutipan akta perkawinan and kutipan akta perceraian."""

from local.siak.pdfs.certificate import Fact, Heading, born, certificate, dated, named, numbered
from local.siak.residents import Document, Person, Residents


def marriage(document: Document, residents: Residents) -> bytes:
    husband, wife = _couple(document, residents)
    facts = [
        Fact("Berdasarkan Akta Perkawinan Nomor", "By virtue of Marriage Certificate Number",
             document.number),
        dated("bahwa di Pekanbaru, tanggal", "that in Pekanbaru, on date",
              document.day("married_on")),
        named("telah tercatat perkawinan", "was registered the marriage of", husband),
        numbered(husband),
        born(husband),
        named("dengan", "with", wife),
        numbered(wife),
        born(wife),
        Fact("menurut agama", "according to religion", document.text("religion")),
        Fact("di hadapan pemuka agama", "before religious leader",
             document.text("before")),
    ]  # fmt: skip
    return certificate(
        document, Heading("KUTIPAN AKTA PERKAWINAN", "EXCERPT OF MARRIAGE CERTIFICATE"), facts
    )


def divorce(document: Document, residents: Residents) -> bytes:
    husband, wife = _couple(document, residents)
    facts = [
        Fact("Berdasarkan Akta Perceraian Nomor", "By virtue of Divorce Certificate Number",
             document.number),
        Fact("dan putusan", "and the verdict of", document.text("court")),
        Fact("nomor", "number", document.text("decision")),
        dated("tanggal", "on date", document.day("decided_on")),
        named("telah putus perkawinan", "was dissolved the marriage of", husband),
        numbered(husband),
        named("dengan", "with", wife),
        numbered(wife),
        Fact("yang tercatat dengan akta nomor", "registered by certificate number",
             document.text("marriage_number")),
    ]  # fmt: skip
    return certificate(
        document, Heading("KUTIPAN AKTA PERCERAIAN", "EXCERPT OF DIVORCE CERTIFICATE"), facts
    )


def _couple(document: Document, residents: Residents) -> tuple[Person, Person]:
    return residents.in_role(document, "suami"), residents.in_role(document, "istri")
