"""The portal's one clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from vss_portal import clock

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_today_is_the_fixed_day_of_the_demo(settings):
    settings.PORTAL_TODAY = date(2024, 9, 5)
    assert clock.today() == date(2024, 9, 5)


def test_without_a_fixed_day_today_is_the_real_one_in_sweden(settings):
    settings.PORTAL_TODAY = None
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=ZoneInfo("UTC")), tick=False):
        assert clock.today() == date(2026, 7, 1)


def test_now_has_the_fixed_date_and_the_real_time_of_day(settings):
    settings.PORTAL_TODAY = date(2024, 9, 5)
    with time_machine.travel(datetime(2026, 6, 30, 7, 42, tzinfo=ZoneInfo("UTC")), tick=False):
        assert clock.now() == datetime(2024, 9, 5, 9, 42, tzinfo=STOCKHOLM)


def test_now_has_the_offset_of_its_own_date_not_of_the_real_one(settings):
    settings.PORTAL_TODAY = date(2024, 1, 15)
    with time_machine.travel(datetime(2026, 6, 30, 7, 42, tzinfo=ZoneInfo("UTC")), tick=False):
        assert clock.now().utcoffset() == timedelta(hours=1)


def test_without_a_fixed_day_now_is_the_real_moment(settings):
    settings.PORTAL_TODAY = None
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=ZoneInfo("UTC"))
    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.now().date() == clock.today()
