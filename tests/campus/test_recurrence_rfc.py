"""The examples of RFC 5545, section 3.8.5.3, with the dates as they stand there; those within a day are not ours."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from campus.activities import rule_text
from campus.activities.planning import Stretch, Timetable, instant, plan_dates
from tests.campus.naive_rule import NaiveRule

pytestmark = pytest.mark.pure

ZONE = "America/New_York"
# What it is, DTSTART, the rule, and month by month the days it gives; "…" where the RFC goes on for ever.
EXAMPLES = """
Daily for 10 occurrences
19970902 FREQ=DAILY;COUNT=10
1997 Sep 2 3 4 5 6 7 8 9 10 11

Daily until December 24, 1997
19970902 FREQ=DAILY;UNTIL=19971224T000000Z
1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23

Every other day, forever
19970902 FREQ=DAILY;INTERVAL=2
1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30
1997 Nov 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 Dec 1 3 …

Every 10 days, 5 occurrences
19970902 FREQ=DAILY;INTERVAL=10;COUNT=5
1997 Sep 2 12 22 Oct 2 12

Every day in January, for 3 years (yearly)
19980101 FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA
1998 Jan 1-31
1999 Jan 1-31
2000 Jan 1-31

Every day in January, for 3 years (daily)
19980101 FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1
1998 Jan 1-31
1999 Jan 1-31
2000 Jan 1-31

Weekly for 10 occurrences
19970902 FREQ=WEEKLY;COUNT=10
1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4

Weekly until December 24, 1997
19970902 FREQ=WEEKLY;UNTIL=19971224T000000Z
1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23

Every other week, forever
19970902 FREQ=WEEKLY;INTERVAL=2;WKST=SU
1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23
1998 Jan 6 20 Feb 3 17 …

Weekly on Tuesday and Thursday for five weeks (until)
19970902 FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH
1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2

Weekly on Tuesday and Thursday for five weeks (count)
19970902 FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH
1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2

Every other week on Monday, Wednesday and Friday until December 24, 1997
19970901 FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR
1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 Dec 8 10 12 22

Every other week on Tuesday and Thursday, for 8 occurrences
19970902 FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH
1997 Sep 2 4 16 18 30 Oct 2 14 16

Monthly on the first Friday for 10 occurrences
19970905 FREQ=MONTHLY;COUNT=10;BYDAY=1FR
1997 Sep 5 Oct 3 Nov 7 Dec 5
1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5

Monthly on the first Friday until December 24, 1997
19970905 FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR
1997 Sep 5 Oct 3 Nov 7 Dec 5

Every other month on the first and last Sunday of the month for 10 occurrences
19970907 FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU
1997 Sep 7 28 Nov 2 30
1998 Jan 4 25 Mar 1 29 May 3 31

Monthly on the second-to-last Monday of the month for 6 months
19970922 FREQ=MONTHLY;COUNT=6;BYDAY=-2MO
1997 Sep 22 Oct 20 Nov 17 Dec 22
1998 Jan 19 Feb 16

Monthly on the third-to-the-last day of the month, forever
19970928 FREQ=MONTHLY;BYMONTHDAY=-3
1997 Sep 28 Oct 29 Nov 28 Dec 29
1998 Jan 29 Feb 26 …

Monthly on the 2nd and 15th of the month for 10 occurrences
19970902 FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15
1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15
1998 Jan 2 15

Monthly on the first and last day of the month for 10 occurrences
19970930 FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1
1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31
1998 Jan 1 31 Feb 1

Every 18 months on the 10th thru 15th of the month for 10 occurrences
19970910 FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15
1997 Sep 10 11 12 13 14 15
1999 Mar 10 11 12 13

Every Tuesday, every other month
19970902 FREQ=MONTHLY;INTERVAL=2;BYDAY=TU
1997 Sep 2 9 16 23 30 Nov 4 11 18 25
1998 Jan 6 13 20 27 Mar 3 10 17 24 31 …

Yearly in June and July for 10 occurrences
19970610 FREQ=YEARLY;COUNT=10;BYMONTH=6,7
1997 Jun 10 Jul 10
1998 Jun 10 Jul 10
1999 Jun 10 Jul 10
2000 Jun 10 Jul 10
2001 Jun 10 Jul 10

Every other year on January, February, and March for 10 occurrences
19970310 FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3
1997 Mar 10
1999 Jan 10 Feb 10 Mar 10
2001 Jan 10 Feb 10 Mar 10
2003 Jan 10 Feb 10 Mar 10

Every third year on the 1st, 100th, and 200th day for 10 occurrences
19970101 FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200
1997 Jan 1 Apr 10 Jul 19
2000 Jan 1 Apr 9 Jul 18
2003 Jan 1 Apr 10 Jul 19
2006 Jan 1

Every 20th Monday of the year, forever
19970519 FREQ=YEARLY;BYDAY=20MO
1997 May 19
1998 May 18
1999 May 17 …

Monday of week number 20 (where the default start of the week is Monday), forever
19970512 FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
1997 May 12
1998 May 11
1999 May 17 …

Every Thursday in March, forever
19970313 FREQ=YEARLY;BYMONTH=3;BYDAY=TH
1997 Mar 13 20 27
1998 Mar 5 12 19 26
1999 Mar 4 11 18 25 …

Every Thursday, but only during June, July, and August, forever
19970605 FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8
1997 Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7 14 21 28
1998 Jun 4 11 18 25 Jul 2 9 16 23 30 Aug 6 13 20 27
1999 Jun 3 10 17 24 Jul 1 8 15 22 29 Aug 5 12 19 26 …

Every Friday the 13th, forever
19970902 FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
1998 Feb 13 Mar 13 Nov 13
1999 Aug 13
2000 Oct 13 …

The first Saturday that follows the first Sunday of the month, forever
19970913 FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13
1997 Sep 13 Oct 11 Nov 8 Dec 13
1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13 …

Every 4 years, the first Tuesday after a Monday in November, forever (U.S. Presidential Election day)
19961105 FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8
1996 Nov 5
2000 Nov 7
2004 Nov 2 …

The third instance into the month of one of Tuesday, Wednesday, or Thursday, for the next 3 months
19970904 FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3
1997 Sep 4 Oct 7 Nov 6

The second-to-last weekday of the month
19970929 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2
1997 Sep 29 Oct 30 Nov 27 Dec 30
1998 Jan 29 Feb 26 Mar 30 …

An example where the days generated makes a difference because of WKST (Monday)
19970805 FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO
1997 Aug 5 10 19 24

Changing only WKST from MO to SU, yields different results
19970805 FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU
1997 Aug 5 17 19 31

An example where an invalid date (i.e., February 30) is ignored
20070115 FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5
2007 Jan 15 30 Feb 15 Mar 15 30
"""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read(line: str) -> list[date]:
    """The dates of a line such as 1997 Sep 2-30 Oct 1."""
    year, *words = line.split()
    month, found = 0, []
    for word in words:
        if word in MONTHS:
            month = MONTHS.index(word) + 1
        elif word != "…":
            first, _dash, last = word.partition("-")
            found += [date(int(year), month, day) for day in range(int(first), int(last or first) + 1)]
    return found


CASES = {
    name: (rest[0].split(), rest[1:]) for name, *rest in (case.split("\n") for case in EXAMPLES.strip().split("\n\n"))
}


@pytest.mark.parametrize("name", CASES)
def test_the_examples_of_rfc_5545_come_out_here_and_in_the_oracle(name: str) -> None:
    (first_date, text), lines = CASES[name]
    expected = [datetime(day.year, day.month, day.day, 9) for line in lines for day in read(line)]
    first = datetime.strptime(f"{first_date}T09", "%Y%m%dT%H")
    goes_on = lines[-1].endswith("…")
    last = expected[-1].date() if goes_on else expected[-1].date() + timedelta(days=900)
    planned = plan_dates(Stretch(rule_text.parse(text), first, ZONE, "always"), Timetable(), first.date(), last)
    assert list(planned.starts) == expected
    assert list(NaiveRule(text, first).starts(last, ZONE)) == expected


def test_all_of_its_examples_that_are_not_within_a_day_are_here() -> None:
    assert len(CASES) == 37  # two of them written in two ways
    assert sum("FREQ=DAILY" in rule for (_first, rule), _lines in CASES.values()) == 5


def test_friday_the_13th_leaves_its_first_date_out_as_the_rfc_does_with_exdate() -> None:
    first = datetime(1997, 9, 2, 9)
    rule = rule_text.parse("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13")
    stretch = Stretch(rule, first, ZONE, "always", skipped_dates=[first])
    starts = plan_dates(stretch, Timetable(), first.date(), date(1998, 12, 31)).starts
    assert list(starts) == [datetime(1998, month, 13, 9) for month in (2, 3, 11)]


def test_every_20_minutes_from_9_00_to_16_40_is_a_daily_rule_with_times_beside_it() -> None:
    text, times = rule_text.without_times("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40")
    first = datetime(1997, 9, 2, 9)
    stretch = Stretch(rule_text.parse(text), first, ZONE, "always", more_times=times)
    starts = plan_dates(stretch, Timetable(), first.date(), date(1997, 9, 3)).starts
    one_day = [first + timedelta(minutes=20 * number) for number in range(24)]
    assert list(starts) == [*one_day, *(start + timedelta(days=1) for start in one_day)]


def test_nine_in_the_morning_stays_nine_when_the_clocks_go_back() -> None:
    days = islice(NaiveRule("FREQ=DAILY", datetime(1997, 10, 25, 9)).starts(date(1997, 10, 26), ZONE), 2)
    moments = [instant(start.date(), start.time(), ZONE) for start in days]
    assert moments == [datetime(1997, 10, 25, 13, tzinfo=UTC), datetime(1997, 10, 26, 14, tzinfo=UTC)]
