"""One letter a person and working day, only where something is new, without figures."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from indicators.models.choices import Role
from tests.indicators.entry.test_clearing import step
from tests.indicators.entry.test_saving import post

ADDRESS = "https://uppfoljning.exempel.se"


def send(settings, day=dt.date(2024, 9, 9)):
    settings.PORTAL_TODAY = day
    call_command("send_reminders", address=ADDRESS, verbosity=0)


def test_who_is_late_with_an_area_gets_a_link_to_it(world, settings, mailoutbox):
    world.person()
    send(settings)
    (letter,) = mailoutbox
    assert letter.subject == "Uppföljning: 1 sak väntar på dig, närmast tors 12 sep"
    assert f"{ADDRESS}/inmatning/vo-hr/2024/8/" in letter.body
    assert letter.to == ["controller-vo-hr@exempel.se"]


def test_nothing_is_sent_long_before_the_day(world, settings, mailoutbox):
    world.person()
    send(settings, dt.date(2024, 9, 3))
    assert mailoutbox == []


def test_the_same_isnt_told_twice(world, settings, mailoutbox):
    world.person()
    send(settings)
    send(settings)
    send(settings, dt.date(2024, 9, 10))
    assert len(mailoutbox) == 1


def test_something_new_is_told_the_next_day(world, settings, mailoutbox):
    world.person()
    send(settings)
    post(world, {world.box("revenues"): "3 412"})
    send(settings, dt.date(2024, 9, 10))
    assert len(mailoutbox) == 2
    assert "3 412" not in mailoutbox[1].body


def test_the_manager_hears_when_the_area_is_ready(world, settings, mailoutbox):
    world.person(Role.AREA_MANAGER)
    send(settings, dt.date(2024, 9, 3))
    assert mailoutbox == []
    step(world, "ready", Role.CONTROLLER)
    send(settings, dt.date(2024, 9, 4))
    assert [letter.to for letter in mailoutbox] == [["area_manager-vo-hr@exempel.se"]]


@pytest.mark.parametrize("day", [dt.date(2024, 9, 7), dt.date(2024, 9, 8)])
def test_nothing_is_sent_at_the_weekend(world, settings, mailoutbox, day):
    world.person()
    send(settings, day)
    assert mailoutbox == []


def test_an_address_that_is_none_is_refused(world, settings):
    with pytest.raises(CommandError, match="är ingen adress"):
        call_command("send_reminders", address="uppfoljning")
