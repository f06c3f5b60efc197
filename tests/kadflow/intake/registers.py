"""Making registers for the tests of this room."""

from __future__ import annotations

import csv
import io

from kadflow.intake.rows import COLUMNS, RawRow

ROW = {
    "ref": "A-1",
    "title": "Pengelolaan sampah bersama",
    "kind": "KB",
    "regime": "ksdd_sukarela",
    "parties": "Pemerintah Kabupaten Sleman;Pemerintah Kabupaten Bantul",
    "party_codes": "34.04;34.02",
    "status_reported": "ditandatangani",
    "signed_on": "2024-05-06",
}


def cells(**changes):
    return ROW | changes


def raw(row=2, **changes):
    return RawRow(row, cells(**changes))


def csv_text(*rows, delimiter=",", columns=COLUMNS):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_file(tmp_path, *rows, encoding="utf-8", name="register.csv", **how):
    path = tmp_path / name
    path.write_bytes(csv_text(*rows, **how).encode(encoding))
    return path
