"""Which day an instant falls on, in the zones where districts are."""

from datetime import date, datetime, timedelta

import pytest

from pdplanner import clock

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("zone", ZONES)
def test_each_hour_of_years_falls_on_one_day(zone):
    """A leap day, and days of 23 and 25 hours, are among them."""
    instant, end = datetime.fromisoformat("2027-06-01"), datetime.fromisoformat("2029-07-02")
    days = []
    with clock.in_zone(zone):
        while instant < end:
            day = clock.day_of(instant)
            assert clock.start_of(day) <= instant < clock.start_of(day + timedelta(1))
            days.append(day)
            instant += HOUR

    assert days == sorted(days)
    assert set(days) == {days[0] + timedelta(number) for number in range(len(set(days)))}
    hours = {day: days.count(day) for day in (date(2028, 2, 29), *SWITCHED)}
    assert hours == {date(2028, 2, 29): 24, SWITCHED[0]: 23, SWITCHED[1]: 25}


SWITCHED = date(2028, 3, 12), date(2028, 11, 5)


def test_days_are_of_utc_where_no_zone_is_named():
    assert clock.day_of(datetime.fromisoformat("2027-07-01")) == date(2027, 7, 1)
    assert clock.start_of(date(2027, 7, 1)) == datetime.fromisoformat("2027-07-01")


def test_a_zone_is_left_with_its_context():
    with clock.in_zone("America/Los_Angeles"):
        assert clock.day_of(datetime.fromisoformat("2027-07-01T06:59")) == date(2027, 6, 30)

    assert clock.day_of(datetime.fromisoformat("2027-07-01T06:59")) == date(2027, 7, 1)
