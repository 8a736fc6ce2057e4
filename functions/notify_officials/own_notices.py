"""Whom it concerns what an official has arranged, and in which words they are told."""

from collections.abc import Iterator
from datetime import date

from menwa.office import Office
from menwa.people_changes import Act, Change
from menwa.people_words import absence_in_words
from notify_officials.notices import Notice
from notify_officials.superiors import superiors, title_of

TOLD: dict[Act, str] = {
    "absence_added": "tidak di tempat",
    "absence_removed": "kembali di tempat",
    "assistant_named": "menunjuk asisten",
    "assistant_removed": "tidak lagi memakai asisten",
}


def notices(change: Change, before: Office, day: date) -> Iterator[Notice]:
    """To the superior; of leave also to the deputy. None of how letters come."""
    if change.act not in TOLD or change.official is None:
        return
    title = before.posts.title(change.key)
    told = superiors(change.key, before, day)
    for absence in {*change.official.absences} - {*before.officials[change.key].absences}:
        told |= {absence.deputy: before.officials[absence.deputy]}
    for post, person in told.items():
        yield Notice(
            to=person,
            post=post,
            by=(person.channel,),
            title=title_of(post, before, day),
            subject=f"{title}: {TOLD[change.act]}",
            news=f"{title} {_news(change, before)} Dicatat sendiri oleh pejabatnya di MENWA.",
        )


def _news(change: Change, before: Office) -> str:
    official, stood = change.official, before.officials[change.key]
    if official is None:
        return ""
    if change.act == "absence_added":
        [added] = {*official.absences} - {*stood.absences}
        return f"tidak di tempat: {absence_in_words(added, before)}."
    if change.act == "absence_removed":
        [gone] = {*stood.absences} - {*official.absences}
        return f"menghapus catatan tidak di tempat: {absence_in_words(gone, before)}."
    if official.assistant is not None:
        return f"menunjuk {official.assistant.name} sebagai asisten yang menjawab atas namanya."
    return "tidak lagi memakai asisten."
