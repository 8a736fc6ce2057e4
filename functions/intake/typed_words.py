"""The few words that are commands, among the many with which people surround them.

A message is a command only if nothing else stands in it: "status dong min", not "status cerai".
"""

import re
import unicodedata
from typing import Literal

Command = Literal["status", "cancel", "help"]

_COMMANDS: dict[Command, str] = {
    "status": "status statusnya setatus",
    "cancel": "batal batalkan batalin dibatalkan membatalkan pembatalan cancel",
    "help": "bantuan bantu bantuannya bantuin dibantu help petugas petugasnya",
}
_PHRASES: dict[str, Command] = {
    "sampai mana": "status",
    "kapan jadi": "status",
    "kapan selesai": "status",
    "sudah jadi": "status",
    "sudah selesai": "status",
}
_POLITE = """
menwa halo hallo hai hi p permisi assalamualaikum asalamualaikum assalamu alaikum salam selamat
pagi siang sore malam min admin kak kakak pak bapak bu ibu mas mbak bang bos dong donk deh ya
yah yaa sih nih kah lah tolong mohon minta mau ingin pengen butuh perlu dapat bisa boleh cek
lihat tanya bertanya saya sy aku kami punya permintaan permintaannya permohonan dokumen
dokumennya berkas ini itu nya untuk dari dengan sama ke bicara ngobrol chat hubungi bagaimana
gimana apa apakah sekarang sudah udah
"""
_AROUND = frozenset(_POLITE.split())
_GRATEFUL = (
    "terima terimakasih kasih makasih mksh trims thanks thx tq ok oke okey okay sip siap baik"
)
_THANKS = frozenset(_GRATEFUL.split())


def plain(text: str) -> str:
    """Small letters and digits, one blank between words: what counts of what was typed."""
    bare = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def command_in(text: str) -> Command | None:
    said = plain(text)
    found: set[Command] = set()
    for phrase, command in _PHRASES.items():
        if re.search(rf"\b{phrase}\b", said):
            said, found = said.replace(phrase, " "), {*found, command}
    for word in said.split():
        command_of_word = _BY_WORD.get(word)
        if command_of_word is not None:
            found.add(command_of_word)
        elif word not in _AROUND:
            return None
    asked = found - {"help"} or found  # "bantu cek status" asks for the status
    return asked.pop() if len(asked) == 1 else None


def is_thanks(text: str) -> bool:
    words = set(plain(text).split())
    if not words:
        return any(sign in text for sign in "👍🙏👌😊")
    return bool(words & _THANKS) and words <= _THANKS | _AROUND


_BY_WORD: dict[str, Command] = {
    word: command for command, words in _COMMANDS.items() for word in words.split()
}
