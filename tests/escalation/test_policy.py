from datetime import UTC, date, datetime

import pytest

from escalation.calendar import Hours
from escalation.policy import Amount
from escalation.policy_file import PolicyError, read
from escalation.policy_reader import default_text, parse


def problems(text):
    with pytest.raises(PolicyError) as caught:
        parse(text)
    return [(problem.line, problem.key) for problem in caught.value.problems]


class TestDefaults:
    def test_they_are_those_of_the_product(self):
        policy = parse()
        assert str(policy.tiers.advocates) == "30 minutes"
        assert str(policy.tiers.employees) == "2 hours"
        assert str(policy.tiers.staff) == "4 hours"
        assert policy.targets.first_reply == Amount(2, "hour", working=True)
        assert policy.targets.next_reply == Amount(4, "hour", working=True)
        assert str(policy.targets.confirm) == "1 working day"
        assert policy.targets.dispute == Amount(4, "hour", working=True)
        assert str(policy.targets.resolution) == "2 working days"
        assert (policy.promotion.days, policy.promotion.helpful, policy.promotion.duplicates) == (7, 3, 2)
        assert policy.asked.per_day == 5

    def test_support_works_from_monday_to_friday_nine_to_five(self):
        assert parse().calendar.week == ((Hours(540, 1020),),) * 5 + ((), ())

    def test_a_working_day_is_its_calendars(self):
        policy = parse('[calendars.support]\nworking_day = "6 hours"')
        asked = datetime(2027, 6, 7, 9, tzinfo=UTC)
        assert policy.due(asked, policy.targets.confirm).instant == datetime(2027, 6, 7, 15, tzinfo=UTC)

    def test_the_text_of_the_default_changes_nothing(self):
        assert parse(default_text()) == parse()


def test_a_file_holds_only_what_differs():
    policy = parse('[tiers]\nstaff = "6 hours"\n[reputation.points]\nhelpful = 8\n')
    assert policy.tiers.staff.count == 6
    assert policy.tiers.employees.count == 2
    assert policy.reputation["points"]["helpful"] == 8
    assert policy.reputation["points"]["accepted"] == 15


def test_a_calendar_may_have_breaks_nights_and_holidays():
    policy = parse(
        '[calendars.support]\nzone = "Europe/Berlin"\nmonday = ["13:00-17:00", "09:00-12:00"]\n'
        'saturday = ["22:00-06:00"]\nholidays = [2027-05-17]\nyearly = ["12-25"]\n'
    )
    calendar = policy.calendar
    assert calendar.week[0] == (Hours(540, 720), Hours(780, 1020))
    assert calendar.week[5] == (Hours(22 * 60, 30 * 60),)
    assert calendar.is_holiday(date(2027, 5, 17)) and calendar.is_holiday(date(2030, 12, 25))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # not TOML at all
        ("[tiers]\nstaff = = 3", [(2, "")]),
        # names that do not exist
        ("\n[tires]\n", [(2, "tires")]),
        ('[tiers]\n\nstuff = "1 hour"', [(3, "tiers.stuff")]),
        ("[calendars.support]\nmonnday = []", [(2, "calendars.support.monnday")]),
        ("[reputation.points]\nvisiting = 3", [(2, "reputation.points.visiting")]),
        # values of the wrong kind
        ('[tiers]\nstaff = "soon"', [(2, "tiers.staff")]),
        ("[tiers]\nstaff = 4", [(2, "tiers.staff")]),
        ("[disputes]\ndidnt_work = -1", [(2, "disputes.didnt_work")]),
        ("[disputes]\ndidnt_work = true", [(2, "disputes.didnt_work")]),
        ("[priority.severity]\nhigh = 1.5", [(2, "priority.severity.high")]),
        ("[priority.flags]\nunsafe = 1\n'private data' = \"x\"", [(3, "priority.flags.private data")]),
        ('[reputation.points]\nhelpful = "ten"', [(2, "reputation.points.helpful")]),
        ("tiers = 3", [(1, "tiers")]),
        ("\n[[tiers]]\nstaff = 3", [(2, "tiers")]),
        ("[reputation]\npoints = 3", [(2, "reputation.points")]),
        # numbers that would break what reads them, or turn a rule round
        ("[disputes]\nedit_war_edits = 1", [(2, "disputes.edit_war_edits")]),
        ("[disputes]\nedit_war_edits = 13", [(2, "disputes.edit_war_edits")]),
        ("[disputes]\ndidnt_work = 0", [(2, "disputes.didnt_work")]),
        ("[reputation.points]\nhelpful = -10", [(2, "reputation.points.helpful")]),
        ("[reputation.points]\nremoved = 100", [(2, "reputation.points.removed")]),
        ("[reputation.points]\nhelpful = 1000000000000", [(2, "reputation.points.helpful")]),
        ("[reputation.caps]\nvotes_per_day = -5", [(2, "reputation.caps.votes_per_day")]),
        # what nobody could report, and how nothing matters
        ("[priority.severity]\nugent = 5", [(2, "priority.severity.ugent")]),
        ("[priority.flags]\nunsave = 5", [(2, "priority.flags.unsave")]),
        # longer than anybody waits, or than there are hours
        ('[targets]\nresolution = "999999 working days"', [(2, "targets.resolution")]),
        ('[tiers]\nstaff = "367 days"', [(2, "tiers.staff")]),
        (
            '[calendars.support]\nmonday = []\ntuesday = []\nwednesday = []\nthursday = []\nfriday = ["09:00-09:01"]\n'
            '[targets]\ndispute = "2 working hours"\nfirst_reply = "1 working hour"\nnext_reply = "1 working minute"\n'
            'confirm = "1 working minute"\nresolution = "1 working minute"',
            [(8, "targets.dispute"), (9, "targets.first_reply")],
        ),
        # calendars that cannot be
        ('[calendars.support]\nzone = "Mars/Olympus"', [(2, "calendars.support.zone")]),
        ('[calendars.support]\nmonday = ["9-17"]', [(2, "calendars.support.monday")]),
        ('[calendars.support]\nmonday = ["09:00-12:00", "11:00-17:00"]', [(2, "calendars.support.monday")]),
        ('[calendars.support]\nholidays = ["2027-05-17"]', [(2, "calendars.support.holidays")]),
        ('[calendars.support]\nyearly = ["25.12."]', [(2, "calendars.support.yearly")]),
        ('[calendars.support]\nyearly = ["02-30"]', [(2, "calendars.support.yearly")]),
        ('[calendars.support]\nmonday = ["09:00-24:30"]', [(2, "calendars.support.monday")]),
        ('[calendars.support]\nworking_day = "1 day"', [(2, "calendars.support.working_day")]),
        ('[calendars.support]\nworking_day = "25 hours"', [(2, "calendars.support.working_day")]),
        ('[calendars.support]\nworking_day = "0 hours"', [(2, "calendars.support.working_day")]),
        ('[calendars.support]\nworking_day = "8 working hours"', [(2, "calendars.support.working_day")]),
        ("[calendars.empty]\n", [(1, "calendars.empty")]),
        ("[calendars.timezone]\n", [(1, "calendars.timezone")]),
        # what no single value shows
        ('[targets]\ncalendar = "nights"', [(2, "targets.calendar")]),
        ('[tiers]\nemployees = "10 minutes"', [(2, "tiers.employees")]),
        ('[tiers]\nstaff = "9 working hours"', [(2, "tiers.staff")]),
        ("[asked]\neach = 500", [(2, "asked.each")]),
        # all of it at once, in the order of the file
        ('[tiers]\nstaff = "soon"\n[disputes]\ndidnt_work = -1', [(2, "tiers.staff"), (4, "disputes.didnt_work")]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, found):
    assert problems(text) == found


def test_a_calendar_without_hours_is_not_blamed_on_its_zone():
    with pytest.raises(PolicyError, match="has no hours"):
        parse("[calendars.timezone]\n")


def test_a_day_may_end_at_midnight_and_a_leap_day_be_free():
    calendar = parse('[calendars.support]\nmonday = ["00:00-24:00"]\nyearly = ["02-29"]').calendar
    assert calendar.week[0] == (Hours(0, 1440),)
    assert calendar.is_holiday(date(2028, 2, 29))


class TestReadingTheFile:
    def test_a_mark_at_its_beginning_is_no_problem(self, tmp_path):
        (file := tmp_path / "policy.toml").write_bytes(b'\xef\xbb\xbf[tiers]\r\nstaff = "5 hours"\r\n')
        assert parse(read(file)).tiers.staff.count == 5

    def test_what_is_no_text_is_named_with_its_line(self, tmp_path):
        (file := tmp_path / "policy.toml").write_bytes(b"[tiers]\n# \xff\n")
        with pytest.raises(PolicyError, match=r"^line 2: this is not UTF-8 text$"):
            read(file)


def test_a_problem_reads_as_a_sentence():
    with pytest.raises(PolicyError, match=r'^line 2: tiers.staff: this must be an amount of time such as "30 minutes"'):
        parse('[tiers]\nstaff = "soon"')
