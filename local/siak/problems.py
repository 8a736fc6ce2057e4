"""The refusals of the gateway's contract."""

PROBLEMS: dict[int, tuple[str, str, dict[str, str]]] = {
    401: ("unauthorized", "Token tidak dikenal", {"WWW-Authenticate": "Bearer"}),
    404: ("document-not-found", "Dokumen tidak ditemukan", {}),
    409: ("document-not-signed", "Dokumen belum ditandatangani", {}),
    422: ("malformed-question", "Permintaan tidak sesuai kontrak", {}),
    429: ("quota-exhausted", "Kuota akses hari ini telah habis", {"Retry-After": "3600"}),
    503: ("siak-unavailable", "SIAK sedang tidak dapat dihubungi", {}),
}
