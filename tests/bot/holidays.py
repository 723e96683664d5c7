"""Write the table of public holidays again, as the library knows them: `python -m tests.bot.holidays`."""

from __future__ import annotations

from holidays import country_holidays

from bot.hours import HOLIDAYS

YEARS = range(2025, 2076)


def table() -> str:
    """Return what the file should hold: a year and its days in each line."""
    days = {year: sorted(country_holidays("FI", years=year)) for year in YEARS}
    return "".join(f"{year}: {' '.join(f'{day:%m-%d}' for day in found)}\n" for year, found in days.items())


if __name__ == "__main__":
    HOLIDAYS.write_text(table(), "ascii")
