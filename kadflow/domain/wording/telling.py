"""Words of notices and deliveries: ways, states, and what the ledger says of an attempt."""

from __future__ import annotations

from typing import Final

from kadflow.domain.wording.vocabulary import Pair

CHANNEL_WORDS: Final[dict[str, Pair]] = {
    "mail": ("surel", "mail"),
    "chat": ("pesan percakapan", "chat message"),
    "hand": ("disampaikan manual", "by hand"),
    "webhook": ("sistem lain", "other system"),
    "inbox": ("perlu tindakan saya", "inbox"),
}

DELIVERY_WORDS: Final[dict[str, Pair]] = {
    "waiting": ("menunggu dikirim", "waiting to be sent"),
    "sending": ("sedang dikirim", "being sent"),
    "uncertain": ("belum pasti sampai, akan dikirim lagi", "uncertain, to be sent again"),
    "gathered": ("menunggu rangkuman", "waiting for the digest"),
    "carried": ("dimuat dalam rangkuman", "listed in a digest"),
    "by_hand": ("siap disampaikan", "ready to be handed over"),
    "sent": ("terkirim", "delivered"),
    "dead": ("tidak terkirim", "not delivered"),
    "superseded": ("digantikan yang lebih baru", "superseded by a later one"),
    "withdrawn": ("ditarik, tidak diperlukan lagi", "withdrawn, no longer needed"),
    "kept": ("ditahan sesudah pemulihan", "kept back after a restore"),
}

ATTEMPT_WORDS: Final[dict[str, Pair]] = {
    "sent": ("diterima", "accepted"),
    "deferred": ("ditunda", "deferred"),
    "refused": ("ditolak", "refused"),
    "uncertain": ("tanpa jawaban", "no answer"),
    "handed": ("disampaikan", "handed over"),
    "resent": ("dikirim ulang", "sent again by hand"),
    "carried": ("masuk rangkuman", "put into a digest"),
    "superseded": ("digantikan", "superseded"),
    "withdrawn": ("ditarik", "withdrawn"),
    "kept": ("ditahan", "kept back"),
}

DIGEST_WORDS: Final[dict[str, Pair]] = {
    "none": ("setiap kali", "each at once"),
    "daily": ("rangkuman harian", "daily digest"),
    "weekly": ("rangkuman mingguan", "weekly digest"),
}
