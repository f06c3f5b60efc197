"""A form of a ministry or a province, filled as it is.

The uploaded workbook stays itself: only the cells that the mapping names are written, and rows
are added where the form has too few. Everything else in the file, logos and charts and print
set-up included, is handed on byte for byte.
"""

from __future__ import annotations

from kadflow.reports.forms.filling import Filled, Gap, check_mapping, fill_form
from kadflow.reports.forms.mapping import FormMapping

__all__ = ["Filled", "FormMapping", "Gap", "check_mapping", "fill_form"]
