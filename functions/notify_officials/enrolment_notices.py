"""What an official is told of their door: over both channels, or the one that brought no code, so
that whoever reads one of them is not the only one to know."""

from datetime import datetime

from menwa.dates import in_words
from menwa.link_holders import Bearer
from menwa.office import Office
from notify_officials.notices import BOTH, Notice


def locked(bearer: Bearer, office: Office) -> Notice:
    return Notice(
        to=bearer.person,
        post=bearer.post,
        by=BOTH,
        title=_title(bearer, office),
        subject="Lima kode salah: pendaftaran perangkat terkunci satu jam",
        news=(
            "Seseorang memasukkan lima kode yang salah untuk mendaftarkan perangkat atas nama "
            "Anda, jadi pendaftaran terkunci satu jam. Perangkat yang sudah terdaftar tetap dapat "
            "dipakai. Bukan Anda? Surat Anda mungkin dipegang orang lain: beri tahu administrator."
        ),
    )


def device_enrolled(bearer: Bearer, office: Office, now: datetime, *, from_desk: bool) -> Notice:
    """Told to the official, also of an assistant's device, where their letters come: whoever reads
    the other channel had the code. That of the desk came by neither."""
    whose = f"asisten Anda, {bearer.person.name}" if bearer.assistant else "Anda"
    how = " dengan kode dari meja petugas" if from_desk else ""
    official = office.officials[bearer.post]
    return Notice(
        to=official,
        post=bearer.post,
        by=BOTH if from_desk and not official.one_channel else (official.channel,),
        title=official.title,
        subject=f"Perangkat baru terdaftar{how}",
        news=(
            f"Sebuah perangkat baru terdaftar atas nama {whose}{how}, pada "
            f"{in_words(office.local(now))}. Bukan Anda? Cabut semua perangkat di halaman "
            "pengaturan Anda, atau minta administrator mencabutnya."
        ),
    )


def _title(bearer: Bearer, office: Office) -> str:
    title = office.posts.title(bearer.post)
    return f"Asisten {title}" if bearer.assistant else title
