"""An XLSX workbook as the parts that it consists of; only what is changed is written anew."""

from __future__ import annotations

import io
import re
import zipfile
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import unescape

from kadflow.errors import InvalidInputError
from kadflow.reports.archives import zipped
from kadflow.reports.forms.mapping import does_not_fit

_LARGEST: Final = 64 << 20  # bytes of a part once unpacked
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK: Final = "xl/workbook.xml"
_CHAIN: Final = re.compile(r"<(?:\w+:)?(?:Relationship|Override)\b[^>]*calcChain[^>]*/>")
_BUILT_IN_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 32), *range(50, 59)})
_BUILT_IN_PERCENT: Final = frozenset({9, 10})


class Workbook:
    """The parts of a workbook by name, and its sheets."""

    def __init__(self, data: bytes) -> None:
        self._parts = _unpacked(data)
        self._order = tuple(self._parts)
        self.sheets: dict[str, str] = {}
        relations = self.relations(_BOOK)
        for sheet in parsed(self.text(_BOOK)).iter():
            if local(sheet.tag) == "sheet":
                target = relations.get(sheet.get(_RELATION, ""), "")
                if target in self._parts:
                    self.sheets[sheet.get("name", "")] = target
        if not self.sheets:
            raise unreadable()

    def text(self, name: str) -> str:
        """A part as text."""
        try:
            return self._parts[name].decode("utf-8-sig")
        except (KeyError, UnicodeDecodeError) as error:
            raise unreadable() from error

    def replace(self, name: str, text: str) -> None:
        """Write a part anew."""
        self._parts[name] = text.encode()

    def names(self) -> tuple[str, ...]:
        """Names of all parts."""
        return tuple(self._parts)

    def relations(self, part: str) -> dict[str, str]:
        """Targets by id of what a part refers to."""
        name = join(dirname(part), "_rels", f"{part.rsplit('/', 1)[-1]}.rels")
        if name not in self._parts:
            return {}
        return {
            entry.get("Id", ""): _target(part, entry.get("Target", ""))
            for entry in parsed(self.text(name))
            if entry.get("TargetMode") != "External"
        }

    def forget_results(self) -> None:
        """Have every program work out all formulas anew when it opens the file."""
        for name in list(self._parts):
            if name.endswith("calcChain.xml"):
                del self._parts[name]
            elif name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
                self.replace(name, _CHAIN.sub("", self.text(name)))
        book = self.text(_BOOK)
        made, count = re.subn(
            r"<((?:\w+:)?)calcPr\b([^>]*?)\s*/>",
            lambda m: (
                f'<{m[1]}calcPr{re.sub(r" fullCalcOnLoad=.[^ ]*", "", m[2])} fullCalcOnLoad="1"/>'
            ),
            book,
        )
        if not count:
            last = [*re.finditer(
                r"</((?:\w+:)?)(?:definedNames|externalReferences|functionGroups|sheets)>", book
            )][-1]  # fmt: skip
            calc = f'<{last[1]}calcPr calcId="0" fullCalcOnLoad="1"/>'
            made = book[: last.end()] + calc + book[last.end() :]
        self.replace(_BOOK, made)

    def file(self) -> bytes:
        """The workbook as one file, its parts in their old order."""
        return zipped(self._parts, first=tuple(n for n in self._order if n in self._parts))

    def formats(self) -> list[str]:
        """What each cell style shows: ``date``, ``percent`` or empty."""
        if "xl/styles.xml" not in self._parts:
            return []
        root = parsed(self.text("xl/styles.xml"))
        codes = {
            int(entry.get("numFmtId", "0")): entry.get("formatCode", "")
            for entry in root.iter()
            if local(entry.tag) == "numFmt"
        }
        made = []
        for group in root:
            if local(group.tag) == "cellXfs":
                made = [_shown(int(xf.get("numFmtId", "0")), codes) for xf in group]
        return made


def _shown(number: int, codes: dict[int, str]) -> str:
    code = codes.get(number, "")
    if number in _BUILT_IN_PERCENT or "%" in code:
        return "percent"
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code)
    return "date" if number in _BUILT_IN_DATES or re.search(r"[dmyDMY]", plain) else ""


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(member.file_size > _LARGEST for member in archive.infolist()):
                raise does_not_fit(
                    f"A part of the form unpacks to more than {_LARGEST >> 20} MiB.",
                    f"Salah satu bagian formulir melebihi {_LARGEST >> 20} MiB.",
                    "Remove pictures and sheets that are not needed.",
                    "Hapus gambar dan lembar yang tidak diperlukan.",
                )
            parts = {m.filename: archive.read(m) for m in archive.infolist() if not m.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise unreadable() from error
    if _BOOK not in parts or "[Content_Types].xml" not in parts:
        raise unreadable()
    return parts


def parsed(text: str) -> ET.Element:
    """A part as a tree; document types and entities are refused."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise unreadable()
    try:
        return ET.fromstring(text)  # noqa: S314 - document types and entities were refused above
    except ET.ParseError as error:
        raise unreadable() from error


def unreadable() -> InvalidInputError:
    """The refusal of a file that is no XLSX workbook."""
    return does_not_fit(
        "The form is not a readable XLSX workbook: damaged, protected by a password or another "
        "kind of file.",
        "Formulir bukan berkas XLSX yang dapat dibaca: rusak, dikunci kata sandi, atau jenisnya "
        "lain.",
        "Open it in a spreadsheet program and save it again as XLSX, without a password.",
        "Buka dengan program lembar kerja lalu simpan kembali sebagai XLSX tanpa kata sandi.",
    )


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rsplit("}", 1)[-1]


def _target(part: str, target: str) -> str:
    joined = target[1:] if target.startswith("/") else join(dirname(part), target)
    return normpath(joined)


def plain(text: str) -> str:
    """Text without the escapes of XML attributes."""
    return unescape(text, {"&quot;": '"', "&apos;": "'"})
