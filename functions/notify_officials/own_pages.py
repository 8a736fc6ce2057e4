"""An official's own page: what they have set, and what they may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa.cookies import DEVICE_LIVES
from menwa.office import Office
from menwa.pages import page
from menwa.people_forms import Errors, Fields
from menwa.people_words import KINDS, absence_in_words, letters_in_words
from menwa.sessions import Device
from notify_officials.official_door import SignedInOfficial, on_behalf, posts_answered


@dataclass(frozen=True)
class Devices:
    """Those that are enrolled; of their own also whether it is the one before them."""

    own: Sequence[Device] = ()
    assistants: Sequence[Device] = ()


@dataclass(frozen=True)
class OwnPages:
    office: Office
    official: SignedInOfficial
    now: datetime
    devices: Devices = field(default_factory=Devices)

    def own(
        self,
        notice: str = "",
        form: str = "",
        values: Fields | None = None,
        errors: Errors | None = None,
    ) -> Response[str]:
        """`form` is the one in which the errors stand; what was typed there is kept."""
        office, post, day = self.office, self.official.own, self.office.day_of(self.now)
        others = {key: each.title for key, each in office.officials.items() if key != post}
        holder = office.officials[post]
        helper = holder.assistant
        also = [each for each in posts_answered(office, self.official, day) if each != post]
        return page(
            "notify_officials/own.html",
            422 if errors else 200,
            office=office,
            official=self.official,
            holder=holder,
            on_card=on_behalf(helper.paraf, post, holder.title, office) if helper else "",
            also=[office.posts.titled(each, post, day).title for each in also],
            others=others,
            kinds=KINDS,
            devices=[office.local(each.enrolled_at) for each in self.devices.own],
            assistants_devices=len(self.devices.assistants),
            lives=DEVICE_LIVES.days,
            today=day,
            notice=notice,
            form=form,
            values=values or {},
            errors=errors or {},
            absence_in_words=absence_in_words,
            letters_in_words=letters_in_words,
        )


def not_enrolled(office: Office, *, revoked: bool = False) -> Response[str]:
    """Whom would a code go to? Only a letter's link says which post is asked."""
    heading = "Perangkat ini belum terdaftar"
    text = "Buka tautan dari surat MENWA yang terakhir, di WhatsApp atau surel dinas Anda."
    if revoked:
        heading, text = "Semua perangkat sudah dicabut", f"Juga perangkat ini. {text}"
    return page("notify_officials/own_note.html", 403, office=office, heading=heading, text=text)


def by_the_official_alone(office: Office) -> Response[str]:
    return page(
        "notify_officials/own_note.html",
        403,
        office=office,
        heading="Hanya untuk pejabatnya sendiri",
        text="Cuti, asisten dan surat diatur pejabat itu sendiri, dari perangkatnya.",
    )
