"""What a partner's system is refused with (RFC 9457), in words for the people who run it."""

import json
from dataclasses import asdict, dataclass, replace

from aws_lambda_powertools.event_handler import Response

from menwa.errors import Rejected

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "Retry-After"
GUARDED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class FieldError:
    """`field` as the request names it; `detail` says how to mend it."""

    field: str
    detail: str


@dataclass(frozen=True)
class Problem:
    type: str
    status: int
    title: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    retry_after: int | None = None

    def after(self, seconds: int) -> "Problem":
        return replace(self, retry_after=seconds)


class Refused(Rejected):
    def __init__(self, problem: Problem, *errors: FieldError) -> None:
        super().__init__(problem.type)
        self.problem = replace(problem, errors=errors)


NOT_SIGNED = Problem(
    "signature-invalid",
    401,
    "Tanda tangan permintaan tidak sah",
    "Periksa nama mitra, kuncinya, dan apa yang ditandatangani.",
)
OTHER_TIME = Problem(
    "timestamp-out-of-range",
    401,
    "Waktu permintaan tidak sesuai",
    "Selisihnya dengan jam kami lebih dari 5 menit. Cocokkan jam server Anda.",
)
NO_KEY = Problem(
    "idempotency-key-missing",
    400,
    "Idempotency-Key belum ada",
    "Isi dengan 8 sampai 64 huruf, angka, atau tanda hubung, berbeda untuk tiap permintaan.",
)
KEY_REUSED = Problem(
    "idempotency-key-reused",
    409,
    "Idempotency-Key sudah dipakai",
    "Sudah dipakai untuk permintaan yang lain. Pakai yang baru.",
)
NO_JSON = Problem(
    "malformed-request",
    400,
    "Isi permintaan tidak terbaca",
    "Kirim satu objek JSON dalam UTF-8.",
)
TOO_LARGE = Problem(
    "request-too-large",
    413,
    "Permintaan terlalu besar",
    "Permintaan tidak lebih dari 16 KB.",
)
UNFIT = Problem(
    "invalid-fields",
    422,
    "Ada isian yang perlu diperbaiki",
    "Perbaiki isian di bawah ini, lalu kirim lagi.",
)
NOT_TRUSTED = Problem(
    "not-trusted",
    403,
    "Pernyataan KTP-el tidak diterima",
    "Mitra ini belum diberi wewenang untuk menyatakan bahwa KTP-el sudah dilihat.",
)
TOO_MANY = Problem(
    "too-many-requests",
    429,
    "Terlalu banyak permintaan",
    "Tunggu sebentar, lalu kirim lagi dengan Idempotency-Key yang sama.",
)
UNAVAILABLE = Problem(
    "unavailable",
    503,
    "Layanan sedang terganggu",
    "Kirim lagi dengan Idempotency-Key yang sama; tidak akan menjadi dua permintaan.",
    retry_after=5,
)


def answer_of(problem: Problem) -> Response[str]:
    told = {name: value for name, value in asdict(problem).items() if value}
    seconds = told.pop("retry_after", None)
    headers: dict[str, str | list[str]] = {**GUARDED}
    if seconds is not None:
        headers[RETRY_AFTER] = str(seconds)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "MENWA-HMAC-SHA256"
    return Response(problem.status, PROBLEM_JSON, json.dumps(told), headers)
