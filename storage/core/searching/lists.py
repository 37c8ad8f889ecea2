"""Clauses with a list of values, which is one parameter on PostgreSQL.

A statement with another number of parameters would be compiled, prepared and planned anew.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Text, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

#: Texts that are sought, or the parameter that stands for them.
Texts = Sequence[str] | BindParameter[Any]


def is_one_of(key: InstrumentedAttribute[Any], name: str, *, on_server: bool) -> ColumnElement[bool]:
    """Whether a column has one of the values of the parameter of this name, which are a list."""
    return (
        key == any_(bindparam(name, type_=ARRAY(key.type))) if on_server else key.in_(bindparam(name, expanding=True))
    )


def texts_of(name: str) -> BindParameter[Any]:
    """On PostgreSQL, the parameter of this name, which is a list of texts."""
    return bindparam(name, type_=ARRAY(Text))


def contains_any(compared: InstrumentedAttribute[str], texts: Texts) -> ColumnElement[bool]:
    """Whether a column has one of these texts in it. A parameter is for PostgreSQL, and texts are for SQLite."""
    if not isinstance(texts, BindParameter):
        return or_(*(func.instr(compared, each) > 0 for each in texts))
    sought = func.unnest(texts).alias("sought")
    return exists(select(1).where(func.strpos(compared, sought.column) > 0).correlate_except(sought))


def contains_both(compared: InstrumentedAttribute[str], ones: Texts, others: Texts) -> ColumnElement[bool]:
    """Whether a column has one of these texts in it, and the other one at the same place; an empty text is in each."""
    if not (isinstance(ones, BindParameter) and isinstance(others, BindParameter)):
        pairs = zip(ones, others, strict=True)
        return or_(*(and_(*(func.instr(compared, each) > 0 for each in pair if each)) for pair in pairs))
    sought = func.unnest(ones, others).table_valued("one", "other", name="sought").render_derived()
    both = func.strpos(compared, sought.c.one) > 0, func.strpos(compared, sought.c.other) > 0
    return exists(select(1).where(*both).correlate_except(sought))
