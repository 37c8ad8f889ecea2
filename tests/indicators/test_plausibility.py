"""Which figures exactly are asked back, held against what, and with which readings (J3)."""

from decimal import Decimal

import pytest

from twg.indicators.plausibility import Experience, Implausible, check_plausible


def decimals(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def judged(value: str, unit: str, experience: Experience) -> str:
    """What the value is held against, and how it can be read; empty where it is taken as it is."""
    try:
        check_plausible(Decimal(value), unit, experience)
    except Implausible as refused:
        against, known, readings = (refused.data[name] for name in ("against", "known", "readings"))
        return f"{against} {known}: {' or '.join(map(str, readings))}"
    return ""


@pytest.mark.parametrize(
    ("experience", "unit", "expected"),
    [
        (
            Experience(values=decimals("10", "8"), baseline=Decimal(4)),
            "",
            {
                "80": "last 10: 80 or 8.0",
                "79.99": "",
                "0.5": "last 10: 0.5",
                "0.51": "last 10: 0.51 or 5.10",
                "1.26": "last 10: 1.26 or 12.60",
                "4": "",
                "3.99": "last 10: 3.99",
                "0.1": "last 10: 0.1 or 10.0",
                "0.01": "last 10: 0.01 or 10.00",
                "0.001": "last 10: 0.001",
                "100": "last 10: 100 or 10.0",
                "1000": "last 10: 1000 or 10.00",
                "10000000": "last 10: 10000000 or 10.000000",
                "19.9": "",
                "200": "last 10: 200",
                "199": "last 10: 199 or 19.9",
                "-100": "last 10: -100",
                "0": "last 10: 0",
            },
        ),
        (
            Experience(values=decimals("10", "8"), baseline=Decimal(4), lower_is_better=True),
            "",
            {"15": "", "15.01": "last 10: 15.01", "4": "", "3.9": ""},
        ),
        (
            Experience(values=decimals("10")),
            "",
            {
                "5": "",
                "4.99": "last 10: 4.99",
                "15": "",
                "80": "last 10: 80 or 8.0",
                "79.99": "",
                "1.25": "last 10: 1.25 or 12.50",
                "1.26": "last 10: 1.26 or 12.60",
                "-10": "last 10: -10",
            },
        ),
        (
            Experience(values=decimals("-10")),
            "",
            {
                "-80": "last -10: -80 or -8.0",
                "-79": "last -10: -79 or -7.9",
                "80": "last -10: 80",
                "10": "",
                "-15": "",
                "-15.1": "last -10: -15.1",
            },
        ),
        (Experience(values=decimals("0", "7")), "", {"5": "", "55": "", "56": ""}),
        (
            Experience(values=decimals("0.1234")),
            "",
            {
                "0.00012345": "last 0.1234: 0.00012345",
                "0.001234": "last 0.1234: 0.001234 or 0.123400",
                "123.4": "last 0.1234: 123.4 or 0.1234",
                "12.34567": "last 0.1234: 12.34567",
            },
        ),
        (
            Experience(values=decimals("40", "50"), baseline=Decimal(35)),
            "%",
            {
                "80": "",
                "80.01": "last 40: 80.01",
                "5": "last 40: 5 or 50",
                "4.99": "last 40: 4.99 or 49.90",
                "15": "last 40: 15",
                "20": "",
                "19.99": "last 40: 19.99",
                "35": "",
                "0.4": "last 40: 0.4 or 40.0",
                "100": "last 40: 100",
            },
        ),
        (
            Experience(values=decimals("60")),
            "%",
            {
                "90": "",
                "90.01": "last 60: 90.01",
                "40": "",
                "39.99": "last 60: 39.99",
                "6": "last 60: 6 or 60",
                "0.6": "last 60: 0.6 or 60.0",
                "100": "last 60: 100",
            },
        ),
        (
            Experience(values=decimals("40"), lower_is_better=True),
            "%",
            {"60": "", "60.01": "last 40: 60.01", "10": "", "9.99": "last 40: 9.99"},
        ),
        (
            Experience(values=decimals("90")),
            "%",
            {"0.9": "last 90: 0.9 or 90.0", "1.2": "last 90: 1.2", "9": "last 90: 9 or 90"},
        ),
        (Experience(values=decimals("110")), "%", {"112": ""}),
        (
            Experience(baseline=Decimal(100)),
            "",
            {
                "5000": "baseline 100: 5000",
                "4999": "",
                "2": "baseline 100: 2",
                "2.01": "",
                "0.1": "baseline 100: 0.1 or 100.0",
                "0": "",
                "100000": "baseline 100: 100000 or 100.000",
            },
        ),
        (Experience(baseline=Decimal(101)), "%", {"102": ""}),
        (Experience(baseline=Decimal(100)), "%", {"102": "whole 100: 102"}),
        (
            Experience(target=Decimal(1000)),
            "",
            {
                "50000": "target 1000: 50000",
                "49999": "",
                "20": "",
                "1": "target 1000: 1 or 1000",
                "0.9": "target 1000: 0.9 or 900.0",
                "0.125": "",
                "0.126": "target 1000: 0.126 or 126.000",
                "7.99": "target 1000: 7.99 or 7990.00",
                "8": "",
                "0.001": "target 1000: 0.001 or 1000.000",
                "0.008": "",
                "1000000": "target 1000: 1000000 or 1000.000",
            },
        ),
        (Experience(target=Decimal(120)), "%", {"130": ""}),
        (Experience(highest=Decimal(150)), "%", {"101": ""}),
        (Experience(highest=Decimal(100)), "%", {"101": "whole 100: 101"}),
        (Experience(), "%", {"100": "", "100.01": "whole 100: 100.01"}),
        (Experience(), "", {"101": ""}),
    ],
)
def test_a_figure_is_asked_back_from_its_limit_on(experience: Experience, unit: str, expected: dict[str, str]) -> None:
    assert {value: judged(value, unit, experience) for value in expected} == expected


def test_the_period_is_named_of_the_last_value_only() -> None:
    last = Experience(values=decimals("10"), period="2025", baseline=Decimal(4))
    with pytest.raises(Implausible) as refused:
        check_plausible(Decimal(100), "km", last)
    assert (refused.value.data["period"], refused.value.data["unit"]) == ("2025", "km")
    with pytest.raises(Implausible) as refused:
        check_plausible(Decimal(1000), "km", Experience(period="2025", baseline=Decimal(4)))
    assert refused.value.data["period"] == ""
