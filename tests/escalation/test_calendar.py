from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.calendar import DAY, Calendar, Hours, due, measure

NINE_TO_FIVE = (Hours(9 * 60, 17 * 60),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
NIGHTS = ((Hours(22 * 60, 30 * 60),),) * 7


def calendar(zone="UTC", week=WEEKDAYS, **more):
    return Calendar("test", zone, week, **more)


def local(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def hours(amount):
    return timedelta(hours=amount)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (local("Europe/Berlin", 2027, 3, 27, 22), utc(2027, 3, 28, 5)),
        (local("Europe/Berlin", 2027, 10, 30, 22), utc(2027, 10, 31, 4)),
        (local("America/New_York", 2027, 3, 13, 20), utc(2027, 3, 14, 9)),
        (local("Australia/Lord_Howe", 2027, 4, 3, 22), utc(2027, 4, 3, 19)),
    ],
)
def test_eight_hours_of_wall_time_are_eight_hours(start, expected):
    assert due(start, hours(8)).instant == expected


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        # over the weekend in which summer time begins
        (utc(2027, 3, 26, 15), hours(2), utc(2027, 3, 29, 8)),
        # before, between and after the hours
        (utc(2027, 6, 7, 3), hours(1), utc(2027, 6, 7, 8)),
        (utc(2027, 6, 7, 19), hours(1), utc(2027, 6, 8, 8)),
        (utc(2027, 6, 5, 12), hours(1), utc(2027, 6, 7, 8)),
        # to the second: what ends with the day ends then, what does not goes on the next morning
        (utc(2027, 6, 7, 14, 59, 59), timedelta(seconds=1), utc(2027, 6, 7, 15)),
        (utc(2027, 6, 7, 14, 59, 59), timedelta(seconds=2), utc(2027, 6, 8, 7, 0, 1)),
        # a leap day is a day
        (utc(2028, 2, 28, 15), hours(10), utc(2028, 3, 1, 9)),
        # nothing is due at once, even at night
        (utc(2027, 6, 7, 3), hours(0), utc(2027, 6, 7, 3)),
    ],
)
def test_working_time_in_berlin(start, amount, expected):
    assert due(start, amount, calendar("Europe/Berlin")).instant == expected


class TestDaylightSaving:
    @pytest.mark.parametrize(
        ("evening", "length"), [(date(2027, 3, 27), 7), (date(2027, 10, 30), 9), (date(2027, 6, 5), 8)]
    )
    def test_a_night_shift_is_as_long_as_the_night(self, evening, length):
        shifts = calendar("Europe/Berlin", NIGHTS)
        opens = shifts.instant(evening, 22 * 60)
        assert next(shifts.spans(opens)) == (opens, opens + hours(length))

    def test_an_opening_that_does_not_exist_is_an_hour_later(self):
        early = calendar("Europe/Berlin", ((Hours(150, 300),),) * 7)
        assert due(local("Europe/Berlin", 2027, 3, 28, 0), timedelta(seconds=1), early).spans[0][0] == local(
            "Europe/Berlin", 2027, 3, 28, 3, 30
        )

    def test_hours_that_meet_in_the_missing_hour_are_counted_once(self):
        meeting = calendar("Europe/Berlin", ((Hours(60, 150), Hours(180, 300)),) * 7)
        midnight = local("Europe/Berlin", 2027, 3, 28, 0)
        assert measure(midnight, midnight + hours(12), meeting) == hours(3)


class TestPauses:
    def test_a_pause_over_the_weekend_takes_only_working_time(self):
        friday, monday = utc(2027, 6, 4, 16), utc(2027, 6, 7, 10)
        result = due(utc(2027, 6, 4, 15), hours(2), calendar(), [(friday, monday)])
        assert result.instant == utc(2027, 6, 7, 11)
        assert result.spans == ((utc(2027, 6, 4, 15), friday), (monday, utc(2027, 6, 7, 11)))

    def test_a_pause_at_night_changes_nothing(self):
        pause = (utc(2027, 6, 7, 18), utc(2027, 6, 8, 8))
        start = utc(2027, 6, 7, 16)
        assert due(start, hours(4), calendar(), [pause]) == due(start, hours(4), calendar())

    def test_pauses_may_overlap_and_need_no_order(self):
        start = utc(2027, 6, 7, 9)
        pauses = [(start + hours(3), start + hours(5)), (start + hours(1), start + hours(4))]
        assert due(start, hours(2), None, pauses).instant == start + hours(6)


class TestHolidays:
    def test_a_dated_and_a_yearly_one_are_free(self):
        free = calendar(holidays=frozenset({date(2027, 6, 8)}), yearly=frozenset({(6, 9)}))
        assert due(utc(2027, 6, 7, 16), hours(2), free).instant == utc(2027, 6, 10, 10)

    def test_a_shift_belongs_to_the_day_on_which_it_opens(self):
        nights = calendar(week=NIGHTS, holidays=frozenset({date(2027, 6, 8)}))
        assert due(utc(2027, 6, 7, 23), hours(8), nights).instant == utc(2027, 6, 9, 23)


class TestRefused:
    def test_a_calendar_without_hours(self):
        with pytest.raises(ValueError, match="has no hours"):
            calendar(week=((),) * 7)

    def test_a_calendar_whose_every_day_is_a_holiday(self):
        every_day = frozenset((month, day) for month in range(1, 13) for day in range(1, 32))
        with pytest.raises(ValueError, match="never opens"):
            calendar(yearly=every_day)

    @pytest.mark.parametrize("opens, closes", [(600, 600), (600, 500), (-1, 60), (1440, 1500), (60, 60 + DAY + 1)])
    def test_hours_that_end_before_they_begin(self, opens, closes):
        with pytest.raises(ValueError, match="must open before"):
            Hours(opens, closes)

    def test_a_negative_amount(self):
        with pytest.raises(ValueError, match="not negative"):
            due(utc(2027, 6, 7), hours(-1))


# --- properties, against an oracle that walks minute by minute -------------------------------------------------------

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]
# Around the four days on which the clocks of these zones jump, and an ordinary week.
DAYS = [date(2027, 3, 13), date(2027, 3, 27), date(2027, 4, 3), date(2027, 10, 30), date(2027, 7, 1)]

minutes_of_day = st.integers(0, DAY - 1)
spans = st.builds(lambda a, length: Hours(a, a + length), minutes_of_day, st.integers(30, DAY))
weeks = st.lists(st.lists(spans, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple).filter(any)
starts = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    st.sampled_from(DAYS),
    st.integers(-DAY, 2 * DAY),
)
calendars = st.builds(lambda zone, week, free: calendar(zone, week, holidays=free), st.sampled_from(ZONES), weeks,
                      st.sets(st.sampled_from(DAYS), max_size=1).map(frozenset))  # fmt: skip
amounts = st.integers(0, 12 * 60).map(lambda minutes: timedelta(minutes=minutes))
pauses = st.lists(st.tuples(starts, st.integers(1, 2000)), max_size=3).map(
    lambda found: [(since, since + timedelta(minutes=length)) for since, length in found]
)


@cache
def wall_clock(zone, day):
    """{minutes after local midnight of `day`: the instant that shows them}, by asking every minute of three days."""
    tz, shown = ZoneInfo(zone), {}
    midnight = datetime.combine(day, time())
    first = midnight.replace(tzinfo=UTC) - timedelta(hours=16)
    before = None
    for minute in range(0, 5 * DAY):
        instant = first + timedelta(minutes=minute)
        reads = round((instant.astimezone(tz).replace(tzinfo=None) - midnight) / timedelta(minutes=1))
        shown.setdefault(reads, instant)
        if before is not None and reads > before + 1:  # the clock jumped: what is missing lies as much later
            for missing in range(before + 1, reads):
                shown.setdefault(missing, instant + timedelta(minutes=missing - before - 1))
        before = reads
    return shown


def open_minutes(cal, start, count):
    """For each of `count` minutes from `start`: is it open? By comparing with every opening and closing near it."""
    days = [start.astimezone(cal.tz).date() + timedelta(days=number) for number in range(-2, count // DAY + 3)]
    ranges = []
    for day in days:
        if day not in cal.holidays:
            shown = wall_clock(cal.zone, day)
            ranges += [(shown[one.opens], shown[one.closes]) for one in cal.week[day.weekday()]]
    minutes = (start + timedelta(minutes=number) for number in range(count))
    return [any(opens <= minute < closes for opens, closes in ranges) for minute in minutes]


@given(calendars, starts, amounts, pauses)
@settings(max_examples=50, deadline=None)
def test_due_agrees_with_counting_minutes(cal, start, amount, stops):
    counted, wanted = 0, amount // timedelta(minutes=1)
    window = 2 * DAY
    paused = [any(a <= start + timedelta(minutes=m) < b for a, b in stops) for m in range(window)]
    expected = start if not wanted else None
    for minute, is_open in enumerate(open_minutes(cal, start, window)):
        if expected is None and is_open and not paused[minute]:
            counted += 1
            if counted == wanted:
                expected = start + timedelta(minutes=minute + 1)
    found = due(start, amount, cal, stops).instant
    if expected is None:
        assert found > start + timedelta(minutes=window)
    else:
        assert found == expected


@given(calendars, starts, amounts, pauses)
@settings(deadline=None)
def test_measuring_undoes_adding(cal, start, amount, stops):
    result = due(start, amount, cal, stops)
    assert measure(start, result.instant, cal, stops) == amount
    assert sum((until - since for since, until in result.spans), timedelta()) == amount


@given(calendars, starts, amounts, amounts, pauses)
@settings(deadline=None)
def test_more_is_never_due_earlier(cal, start, one, other, stops):
    less, more = sorted([one, other])
    assert due(start, less, cal, stops).instant <= due(start, more, cal, stops).instant


@given(calendars, starts, amounts, st.integers(1, 2000), st.integers(0, 2000))
@settings(deadline=None)
def test_splitting_a_pause_changes_nothing(cal, start, amount, length, cut):
    since, until = start + timedelta(minutes=10), start + timedelta(minutes=10 + length)
    middle = min(since + timedelta(minutes=cut), until)
    assert due(start, amount, cal, [(since, until)]) == due(start, amount, cal, [(since, middle), (middle, until)])
