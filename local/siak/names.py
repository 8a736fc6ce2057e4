"""What SIAK's page calls things."""

TYPE_NAMES = {
    "kk": "Kartu Keluarga",
    "biodata": "Biodata penduduk",
    "skpwni": "Surat pindah (SKPWNI)",
    "akta_kelahiran": "Akta kelahiran",
    "akta_kematian": "Akta kematian",
    "akta_perkawinan": "Akta perkawinan",
    "akta_perceraian": "Akta perceraian",
    "akta_pengakuan_anak": "Akta pengakuan anak",
    "akta_pengesahan_anak": "Akta pengesahan anak",
    "akta_pengangkatan_anak": "Akta pengangkatan anak",
}
STANDINGS = {
    "belum": "Belum TTE",
    "sudah": "Sudah TTE",
    "tidak-aktif": "Tidak aktif",
    "salah-entri": "Salah entri",
}
FAULT_NAMES = {
    "none": "Tidak ada: SIAK berjalan baik",
    "down": "SIAK tidak menjawab",
    "slow": "SIAK lambat sekali",
    "quota": "Kuota hari ini habis",
    "html": "SIAK menjawab dengan halaman masuk",
    "someone_elses_record": "SIAK menjawab dengan data orang lain",
    "someone_elses_pdf": "PDF milik orang lain",
    "tampered_pdf": "PDF diubah setelah ditandatangani",
    "unsigned_pdf": "PDF tanpa tanda tangan",
}
