"""Working hours: when the supervisor may be disturbed, and how long something has waited by that clock.

Days and hours are a setting ("Mon-Fri 9-17"); Finnish public holidays, with Midsummer Eve and Christmas Eve, are no
working days. Moments are unix seconds; the clock on the wall is that of `zone`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.dataclass import dataclass

DEFAULT = "Mon-Fri 9-17"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = 3600.0
DAY = 24 * HOUR

_DAYS = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?")
_SPAN = re.compile(
    r"(?P<opens>\d{1,2})(?:[:.](?P<opens_minute>\d{2}))?-(?P<closes>\d{1,2})(?:[:.](?P<closes_minute>\d{2}))?"
)
HOLIDAYS = Path(__file__).with_name("public_holidays.txt")
"""Made by `python -m tests.bot.holidays`: what the library of holidays needs to say it costs ten megabytes."""

_LONGEST_PAUSE = 60
"""Days: longer than any row of days off; what lies beyond is not looked for."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours of one place: `days` as `date.weekday` counts them, opening and closing time of each."""

    days: frozenset[int]
    opens: time
    closes: time
    zone: ZoneInfo

    def is_open(self, moment: float) -> bool:
        local = self.local(moment)
        return self.works(local.date()) and self.opens <= local.time() < self.closes

    def works(self, day: date) -> bool:
        return day.weekday() in self.days and day not in public_holidays(day.year)

    def next_open(self, moment: float) -> float:
        """Return the moment itself in working hours, otherwise when they next begin."""
        return next(max(begins, moment) for begins, _ in self._spans(moment))

    def after(self, moment: float, hours: float) -> float:
        """Return when so many working hours have passed since a moment."""
        left = hours * HOUR
        last = moment
        for begins, ends in self._spans(moment):
            last = ends
            passing = ends - max(begins, moment)
            if passing >= left:
                return max(begins, moment) + left
            left -= passing
        return last

    def between(self, first: float, last: float) -> float:
        """Return how many working hours lie between two moments; 0 when `last` is not later."""
        passed = 0.0
        for begins, ends in self._spans(first):
            if begins >= last:
                break
            passed += min(ends, last) - max(begins, first)
        return passed / HOUR

    def working_days(self, first: float, last: float) -> float:
        """Return how many working days, as long as each is, lie between two moments."""
        length = self.closes.hour - self.opens.hour + (self.closes.minute - self.opens.minute) / 60
        return self.between(first, last) / length

    def opening_after(self, moment: float) -> float:
        """Return when working hours next begin, on a later day than that of the moment."""
        return self.next_open(self.day_begins(self.local(moment).date() + timedelta(days=1)))

    def before_closing(self, moment: float) -> float | None:
        """Return one hour before today's closing; None when that is past, or today is no working day."""
        today = self.local(moment).date()
        evening = self._at(today, self.closes) - HOUR
        return evening if self.works(today) and evening > max(moment, self._at(today, self.opens)) else None

    def day_before(self, moment: float) -> float:
        """Return when working hours begin on the last working day before that of the moment."""
        day = self.local(moment).date()
        days = (day - timedelta(days=back) for back in range(1, _LONGEST_PAUSE))
        return self._at(next((each for each in days if self.works(each)), day - timedelta(days=1)), self.opens)

    def next_week(self, moment: float) -> float:
        """Return when working hours first begin in the week after that of the moment; weeks begin on Monday."""
        today = self.local(moment).date()
        return self.next_open(self.day_begins(today + timedelta(days=7 - today.weekday())))

    def day_begins(self, day: date) -> float:
        """Return midnight at the beginning of a day."""
        return self._at(day, time.min)

    def local(self, moment: float) -> datetime:
        """Return a moment as the clock on the wall shows it."""
        return datetime.fromtimestamp(moment, self.zone)

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()

    def _spans(self, moment: float) -> Iterator[tuple[float, float]]:
        """Yield beginning and end of the working days whose end is later than a moment."""
        day = self.local(moment).date()
        idle = 0
        while idle < _LONGEST_PAUSE:
            begins, ends = self._at(day, self.opens), self._at(day, self.closes)
            if self.works(day):
                idle = 0
                if ends > moment:
                    yield begins, ends
            else:
                idle += 1
            day += timedelta(days=1)


@lru_cache(maxsize=16)
def public_holidays(year: int) -> frozenset[date]:
    """Return the Finnish public holidays of a year, Midsummer Eve and Christmas Eve among them; none after 2075."""
    lines = HOLIDAYS.read_text("ascii").splitlines()
    days = next((line for line in lines if line.startswith(f"{year}:")), "").split()
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days[1:])


def usual_hours(zone: ZoneInfo) -> Hours:
    """Return when a prospect may be disturbed: Monday to Friday, 9-17 in this zone, on no public holiday."""
    return Hours(frozenset(range(5)), time(9), time(17), zone)


def parse_hours(words: str, zone: ZoneInfo) -> Hours | None:
    """Read "Mon-Fri 9-17" or "Mon,Wed,Thu 8:30-16"; None when it is not of that form."""
    days_said, _, span_said = words.strip().lower().partition(" ")
    span = _SPAN.fullmatch(span_said.strip().replace(" ", "").replace("–", "-"))
    days = _read_days(days_said.replace("–", "-"))
    if span is None or days is None:
        return None
    try:
        opens = time(int(span["opens"]), int(span["opens_minute"] or 0))
        closes = time(int(span["closes"]), int(span["closes_minute"] or 0))
    except ValueError:
        return None
    return Hours(days, opens, closes, zone) if opens < closes else None


def _read_days(words: str) -> frozenset[int] | None:
    days: set[int] = set()
    for part in words.split(","):
        found = _DAYS.fullmatch(part)
        if found is None or found["first"] not in DAYS or (found["last"] or "mon") not in DAYS:
            return None
        first = DAYS.index(found["first"])
        last = DAYS.index(found["last"]) if found["last"] else first
        if last < first:
            return None
        days.update(range(first, last + 1))
    return frozenset(days)
