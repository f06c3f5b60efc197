"""Cell formats of a workbook, and how its numbers are shown."""

from __future__ import annotations

from typing import Any, Final

from kadflow.domain.wording.amounts import Language
from kadflow.reports.values import Day, Percent, Quantity, Rupiah, Value, Whole

_LOCALE: Final[dict[Language, str]] = {"id": "421", "en": "809"}
_RULE: Final = "#C3CAD3"


def number_format(value: Value, language: Language) -> str:
    """The number format of a value, in the notation of spreadsheets.

    The language tag makes programs that heed it group and name months as Indonesian does; others
    use the reader's own separators. The number is the same in all.
    """
    tag = _LOCALE[language]
    match value:
        case Rupiah():
            return f'[$-{tag}]"Rp"#,##0;[$-{tag}]-"Rp"#,##0'
        case Percent():
            return f"[$-{tag}]0.00%"
        case Quantity(decimals=decimals):
            return f"[$-{tag}]#,##0{'.' if decimals else ''}{'0' * decimals}"
        case Whole():
            return f"[$-{tag}]#,##0"
        case Day():
            return f"[$-{tag}]d mmmm yyyy"
        case _:
            return "General"


def axis_format(value: Value, language: Language) -> str:
    """The number format of an axis: large amounts of rupiah in short."""
    if not isinstance(value, Rupiah):
        return number_format(value, language)
    billion, million = ("billion", "million") if language == "en" else ("miliar", "juta")
    tag = f"[$-{_LOCALE[language]}]"
    return (
        f'[>=1000000000]{tag}"Rp"0.##,,," {billion}";[>=1000000]{tag}"Rp"0,," {million}";'
        f'{tag}"Rp"#,##0'
    )


class Looks:
    """Formats by what they are for; each is made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        """A format with these properties, and the font of the report."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def cell(self, shown: str = "General", *, right: bool = False, bold: bool = False,
             unknown: bool = False) -> Any:  # fmt: skip
        """A cell of a table.

        Args:
            shown: Number format.
            right: Whether it is set to the right.
            bold: As totals are.
            unknown: Whether it stands for what is not known.
        """
        properties: dict[str, Any] = {
            "border": 1, "border_color": _RULE, "text_wrap": True, "num_format": shown,
        }  # fmt: skip
        if right:
            properties["align"] = "right"
        if bold:
            properties |= {"bold": True, "top": 2, "bg_color": "#FAFAFA"}
        if unknown:
            properties["font_color"] = "#4B5563"
        return self.look(**properties)

    def head(self, *, right: bool = False, centred: bool = False) -> Any:
        """A heading of columns."""
        align = "center" if centred else "right" if right else "left"
        return self.look(bold=True, bg_color="#E6EDF5", border=1, border_color="#B6C2D1",
                         text_wrap=True, align=align, valign="bottom")  # fmt: skip
