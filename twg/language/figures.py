"""Figures as people write them: which numbers "1,234" or "43.500.974" may stand for."""

import re
from decimal import Decimal

#: Digits with what may stand between them. A space separates thousands or two figures; `split_run` decides.
RUN = re.compile(r"\d+(?:[.,']\d+| \d+)*", re.ASCII)

_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_APOSTROPHES = re.compile(r"[1-9]\d{0,2}(?:'\d{3})+(?:[.,]\d+)?", re.ASCII)
_GROUPED = (
    re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)|([1-9]\d{0,2}(?:,\d{3}){2,})", re.ASCII),
    re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)|([1-9]\d{0,2}(?:\.\d{3}){2,})", re.ASCII),
)
_ONE_SEPARATOR = re.compile(r"(\d+)([.,])(\d+)", re.ASCII)
#: "1,234" or "1.234": thousands to one person, decimals to another.
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def split_run(run: str) -> list[str]:
    """The figures in a run: one whose thousands are set apart by spaces, or several."""
    return [run] if _SPACED.fullmatch(run) else run.split(" ")


def readings_of(figure: str) -> tuple[Decimal, ...]:
    """The numbers that a figure may stand for, thousands before decimals; none for one that nobody writes so.

    Args:
        figure: "58", "58,5", "1 234", "43.500.974", "1,234.5", "1'200".
    """
    if figure.isdigit():
        return () if figure.startswith("0") and len(figure) > 1 else (Decimal(figure),)
    if _SPACED.fullmatch(figure) or _APOSTROPHES.fullmatch(figure):
        return (Decimal(re.sub("[ ']", "", figure).replace(",", ".")),)
    if _EITHER.fullmatch(figure):
        return (Decimal(re.sub("[.,]", "", figure)), Decimal(figure.replace(",", ".")))
    if match := _ONE_SEPARATOR.fullmatch(figure):
        return _decimal(*match.groups())
    for style in _GROUPED:
        if match := style.fullmatch(figure):
            whole = re.sub(r"\D", "", match[1] or match[3])
            value = Decimal(f"{whole}.{match[2]}" if match[2] else whole)
            is_slip = match[2] is not None and len(match[2]) == 3  # "43.500,974" may be thousands throughout
            return (Decimal(f"{whole}{match[2]}"), value) if is_slip else (value,)
    return ()


def is_either(figure: str) -> bool:
    """Whether the separator may stand for thousands as well as for decimals."""
    return _EITHER.fullmatch(figure) is not None


def has_foreign_digits(text: str) -> bool:
    """Whether a text has digits of a script that is neither Latin nor Khmer, or fractions."""
    return any(sign.isnumeric() and not sign.isascii() and not "\u1780" <= sign <= "\u17ff" for sign in text)


def in_khmer_digits(typed: str) -> bool:
    """Whether a figure is typed in Khmer digits: their comma stands before decimals as often as between thousands."""
    return re.search("[\u17e0-\u17e9]", typed) is not None


def _decimal(whole: str, separator: str, decimals: str) -> tuple[Decimal, ...]:
    """The number with one decimal separator; a comma before four digits is a slip."""
    padded = whole.startswith("0") and len(whole) > 1
    slip = separator == "," and len(decimals) > 3
    return () if padded or slip else (Decimal(f"{whole}.{decimals}"),)


def is_whole(value: Decimal) -> bool:
    """Whether a number has no decimals. The remainder by one cannot tell: Python refuses it for 29 digits and more."""
    return value == value.to_integral_value()


def tidy(value: Decimal) -> Decimal:
    """The same number without zeros after its decimals."""
    return value.quantize(Decimal(1)) if is_whole(value) and value < 10**20 else value.normalize()
