from datetime import date, timedelta

import pytest

from engine.calendar import FIRST_HIJRI_DATE, LAST_HIJRI_DATE, HijriDate, from_hijri, to_hijri


@pytest.mark.parametrize(
    ("day", "hijri"),
    [
        (date(2024, 7, 7), HijriDate(1446, 1, 1)),
        (date(2025, 3, 1), HijriDate(1446, 9, 1)),
        (date(2025, 6, 26), HijriDate(1447, 1, 1)),
        (date(2026, 6, 16), HijriDate(1448, 1, 1)),
    ],
)
def test_known_days_agree_with_the_umm_al_qura_calendar(day: date, hijri: HijriDate) -> None:
    assert to_hijri(day) == hijri
    assert from_hijri(hijri.year, hijri.month, hijri.day) == day


def test_the_tables_begin_and_end_where_they_say() -> None:
    assert to_hijri(FIRST_HIJRI_DATE) == HijriDate(1343, 1, 1)
    assert to_hijri(LAST_HIJRI_DATE) == HijriDate(1500, 12, 30)
    assert to_hijri(FIRST_HIJRI_DATE - timedelta(days=1)) is None
    assert to_hijri(LAST_HIJRI_DATE + timedelta(days=1)) is None


@pytest.mark.parametrize("parts", [(1342, 1, 1), (1501, 1, 1), (1448, 13, 1), (1448, 1, 31)])
def test_a_day_outside_the_tables_has_no_gregorian_form(parts: tuple[int, int, int]) -> None:
    assert from_hijri(*parts) is None
