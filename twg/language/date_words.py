"""Months, weekdays and figures of dates in one spelling, in English and Khmer."""

import re

from storage.core.spelling import fold, to_digits

MONTHS = (
    ("jan", "មករា"), ("feb", "កុម្ភៈ"), ("mar", "មីនា"), ("apr", "មេសា"), ("may", "ឧសភា"), ("jun", "មិថុនា"),
    ("jul", "កក្កដា"), ("aug", "សីហា"), ("sep", "កញ្ញា"), ("oct", "តុលា"), ("nov", "វិច្ឆិកា"), ("dec", "ធ្នូ"),
)  # fmt: skip
WEEKDAYS = (
    ("mon", "ច័ន្ទ"), ("tue", "អង្គារ"), ("wed", "ពុធ"), ("thu", "ព្រហស្បតិ៍"), ("fri", "សុក្រ"), ("sat", "សៅរ៍"),
    ("sun", "អាទិត្យ"),
)  # fmt: skip


def spelt_dates(text: str) -> str:
    """A text with its months and weekdays as three letters, figures in ASCII, and spaces beside Khmer words."""
    folded = re.sub(r"\ball but\b", "all except", fold(to_digits(text)))
    for names in (MONTHS, WEEKDAYS):
        for latin, khmer in names:
            folded = folded.replace(fold(khmer), f" {latin} ")
    return re.sub(r"(?<=\d)(?=[\u1780-\u17ff])|(?<=[\u1780-\u17ff])(?=\d)", " ", folded)
