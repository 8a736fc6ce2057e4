"""As many families as are asked for, each with a signed family card and a phone of its own."""

from dataclasses import replace

from local.siak.residents import Document, Family, Residents, invented_residents

MODEL = "dok-001"


def crowd(count: int) -> Residents:
    """Beside the invented residents, who work in the office too."""
    known = invented_residents()
    model = known.documents[MODEL]
    family = known.families[str(model.family)]
    copies = [_copied(model, family, number) for number in range(1000, 1000 + count)]
    people = {person.nik: person for _, each in copies for person in each.member}
    return replace(
        known,
        people={**known.people, **people},
        families={**known.families, **{each.number: each for _, each in copies}},
        documents={document.id: document for document, _ in copies},
    )


def _copied(model: Document, family: Family, number: int) -> tuple[Document, Family]:
    def own(nik: str) -> str:
        return f"{nik[:-4]}{number}"

    members = tuple(each.model_copy(update={"nik": own(each.nik)}) for each in family.member)
    parties = tuple(each.model_copy(update={"nik": own(each.nik)}) for each in model.parties)
    copied = {
        "id": f"dok-{number}",
        "number": own(model.number),
        "subject": own(model.subject),
        "family": own(family.number),
        "parties": parties,
        "phone": f"+62899001{number:05}",
    }
    return model.model_copy(update=copied), family.model_copy(
        update={"number": own(family.number), "member": members}
    )
