"""Why the operating system refused a file, a folder or a disk, in both languages."""

from __future__ import annotations

import errno
from typing import Final

from kadflow.domain.wording.vocabulary import Pair

_CAUSES: Final = {
    errno.ENOSPC: "ruang penyimpanan habis",
    errno.EDQUOT: "jatah ruang penyimpanan habis",
    errno.EFBIG: "berkasnya terlalu besar",
    errno.EACCES: "tidak ada hak akses",
    errno.EPERM: "tidak ada hak akses",
    errno.EROFS: "tempat itu hanya dapat dibaca",
    errno.EIO: "perangkat penyimpanan gagal",
    errno.ENOENT: "tidak ada berkas atau folder itu",
    errno.ENOTDIR: "salah satu bagian alamatnya bukan folder",
    errno.EISDIR: "itu sebuah folder",
    errno.EEXIST: "sudah ada",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ECONNREFUSED: "sambungan ditolak",
}


def cause_words(error: OSError) -> Pair:
    """The cause; what is not known here is said in the system's own words."""
    english = error.strerror or str(error)
    return _CAUSES.get(error.errno or 0, english), english
