"""The traditional calendar: which day 正月十五 or 腊月廿三 of a year is. Known from 2020 to 2050 (see NOTICE)."""

from datetime import date, timedelta

# Of each year: New Year's day (month * 100 + day), the month after which a leap month comes (0: none), and its months,
# 1 for one of 30 days and 0 for one of 29.
_YEARS = {
    2020: (125, 4, "0111010010101"),
    2021: (212, 0, "011010101010"),
    2022: (201, 0, "101011010101"),
    2023: (122, 2, "0100110110101"),
    2024: (210, 0, "010010110110"),
    2025: (129, 6, "1010010101110"),
    2026: (217, 0, "101001001110"),
    2027: (206, 0, "110100100110"),
    2028: (126, 5, "1110100100110"),
    2029: (213, 0, "110101010011"),
    2030: (203, 0, "010110101010"),
    2031: (123, 3, "0110101101010"),
    2032: (211, 0, "100101101101"),
    2033: (131, 11, "0100101011101"),
    2034: (219, 0, "010010101101"),
    2035: (208, 0, "101001001101"),
    2036: (128, 6, "1101001001011"),
    2037: (215, 0, "110100100101"),
    2038: (204, 0, "110101010010"),
    2039: (124, 5, "1101101010100"),
    2040: (212, 0, "101101011010"),
    2041: (201, 0, "010101101101"),
    2042: (122, 2, "0100101011011"),
    2043: (210, 0, "010010011011"),
    2044: (130, 7, "1010010010111"),
    2045: (217, 0, "101001001011"),
    2046: (206, 0, "101010100101"),
    2047: (126, 5, "1011010100101"),
    2048: (214, 0, "011011010010"),
    2049: (202, 0, "101011011010"),
    2050: (123, 3, "0101010110110"),
}


def lunar_day(year: int, month: int, day: int) -> date:
    """Return the day `day` of month `month` (no leap month) of the traditional year that begins in `year`.

    Day 0 is the last of the month before (除夕 is day 0 of the first month). ValueError where there is none, or the
    year is not known."""
    if year not in _YEARS:
        raise ValueError("the traditional calendar of this year is not known")
    new_year, leap, months = _YEARS[year]
    place = month - 1 + (1 if leap and month > leap else 0)
    if not 1 <= month <= 12 or not 0 <= day <= 29 + int(months[place]):
        raise ValueError("the traditional calendar has no such day")
    before = sum(29 + int(long) for long in months[:place])
    return date(year, new_year // 100, new_year % 100) + timedelta(days=before + day - 1)
