"""Operations on fact values, shared by the fast evaluator and the explanation.

A value is a bool, an int, a string, a civil date, a list or a mapping; None is unknown. The
operations never coerce: comparing a date with a number is an error of the template or of whoever
gathered the facts, never an answer.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from state_machines.errors import GuardEvaluationError

ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SCALARS: Final = (bool, int, str, dt.date)
_WORDS: Final = {bool: "yes/no", int: "a number", str: "text", dt.date: "a date"}


def compare(sign: str, left: Any, right: Any) -> bool:
    """Compare two known values of one type; yes/no values only with ``==`` and ``!=``.

    Raises:
        GuardEvaluationError: The types differ, or have no order.
    """
    kind = scalar_kind(left)
    if kind is not scalar_kind(right):
        raise GuardEvaluationError(
            f"{describe(left)} cannot be compared with {describe(right)} by {sign}."
        )
    if kind is bool and sign not in ("==", "!="):
        raise GuardEvaluationError(f"Yes/no values have no order; {sign} cannot compare them.")
    return ORDER[sign](left, right)


def contains(item: Any, values: Any) -> bool | None:
    """Whether a known item is among values, some of which may be unknown."""
    if not isinstance(values, list | tuple):
        raise GuardEvaluationError(f"'in' needs a list on its right, not {describe(values)}.")
    unknown = False
    for value in values:
        if value is None:
            unknown = True
        elif compare("==", item, value):
            return True
    return None if unknown else False


def lookup(holder: Any, key: Any, place: str) -> Any:
    """A field or an indexed entry of a mapping; None when it is not there.

    A number is looked up as number and as its decimal text, since JSON keys are strings.
    """
    if not isinstance(holder, Mapping):
        raise GuardEvaluationError(f"{place} is {describe(holder)} and has no parts.")
    found = holder.get(key)
    return holder.get(str(key)) if found is None and isinstance(key, int) else found


def size(values: Any) -> int:
    """Number of entries of a list."""
    if not isinstance(values, list | tuple):
        raise GuardEvaluationError(f"size() needs a list, not {describe(values)}.")
    return len(values)


def days_between(earlier: Any, later: Any) -> int:
    """Days from the first date to the second; negative when the second is earlier."""
    _dates("days_between", earlier, later)
    return int((later - earlier).days)


def years_between(earlier: Any, later: Any) -> int:
    """Whole years from the first date to the second, by anniversaries.

    29 February has its anniversary on 1 March in common years. Negative when the second date is
    earlier, and then as many whole years as the other way round.
    """
    _dates("years_between", earlier, later)
    if later < earlier:
        return -years_between(later, earlier)
    not_yet = (later.month, later.day) < (earlier.month, earlier.day)
    return int(later.year - earlier.year - not_yet)


FUNCTIONS: Final[dict[str, Callable[..., int]]] = {
    "size": size,
    "days_between": days_between,
    "years_between": years_between,
}


def scalar_kind(value: Any) -> type:
    """Which of the four scalar types a value has; subclasses such as StrEnum count as theirs."""
    kind = type(value)
    if kind in _SCALARS:
        return kind
    for each in _SCALARS:
        if isinstance(value, each) and not isinstance(value, dt.datetime):
            return each
    raise GuardEvaluationError(f"{describe(value)} cannot be compared.")


def not_a_condition(value: Any, place: str) -> NoReturn:
    """Refuse a value where a condition must stand."""
    raise GuardEvaluationError(f"{place} is {describe(value)}, where a yes/no value must stand.")


def describe(value: Any) -> str:
    """A short name of what a value is, for messages; never its content."""
    if value is None:
        return "an unknown value"
    if isinstance(value, Mapping):
        return "a group of facts"
    if isinstance(value, list | tuple):
        return "a list"
    return _WORDS.get(type(value), f"a {type(value).__name__}")


def _dates(function: str, *values: Any) -> None:
    for value in values:
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise GuardEvaluationError(f"{function}() needs dates, not {describe(value)}.")
