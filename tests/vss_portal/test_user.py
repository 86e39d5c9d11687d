"""Accounts: the key that stays, the name one logs in with, and who never can."""

import uuid

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from vss_portal.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "ett-langt-losenord"


def account(username="controller-hr", **fields):
    usual = {"display_name": "Controller VO HR", "password": PASSWORD}
    return User.objects.create_user(username=username, **(usual | fields))


def log_in(username, password=PASSWORD):
    return authenticate(RequestFactory().post("/"), username=username, password=password)


def test_an_account_logs_in_with_its_name_in_any_letter_case():
    user = account(" Controller-HR ")
    assert user.username == "controller-hr"
    assert log_in("CONTROLLER-hr") == user


def test_an_account_is_shown_by_its_title():
    assert str(account()) == "Controller VO HR"


def test_each_account_has_a_key_of_its_own():
    assert account("a").subject != account("b").subject


def test_the_key_outlives_a_change_of_everything_else():
    user = account()
    key = user.subject
    user.username, user.display_name, user.email = "ny", "Ny titel", "ny@kommunen.se"
    user.save()
    user.refresh_from_db()
    assert user.subject == key


def test_the_key_itself_can_not_be_changed():
    user = account()
    key, user.subject = user.subject, uuid.uuid4()
    with pytest.raises(ValidationError, match="ändras aldrig"):
        user.save()
    with pytest.raises(ValidationError, match="ändras aldrig"):
        user.save(update_fields=["subject"])
    user.refresh_from_db()
    assert user.subject == key


@pytest.mark.parametrize("username", ["", "åsa", "två ord", "-a", "a/b"])
def test_a_log_in_name_with_other_signs_is_refused(username):
    with pytest.raises(ValidationError):
        account(username)
    assert not User.objects.filter(display_name="Controller VO HR").exists()


def test_a_taken_log_in_name_is_refused_in_any_letter_case():
    account("hr")
    with pytest.raises(ValidationError, match="finns redan"):
        account("HR")


def test_an_account_without_a_title_is_refused():
    with pytest.raises(ValidationError):
        account(display_name="")


def test_a_wrong_password_opens_nothing():
    account()
    assert log_in("controller-hr", "fel") is None


def test_an_account_without_password_opens_nothing():
    account(password=None)
    assert log_in("controller-hr", "") is None


def test_an_account_that_is_switched_off_can_not_log_in():
    account(is_active=False)
    assert log_in("controller-hr") is None


def test_the_systems_own_account_can_not_log_in():
    service = User.objects.create_service(username="inlasning", display_name="Inläsningen")
    assert service.is_service
    assert not service.has_usable_password()
    assert log_in("inlasning", "") is None


def test_the_systems_own_account_can_not_be_given_a_password():
    with pytest.raises(ValidationError, match="kan inte ha lösenord"):
        account("inlasning", is_service=True)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"username": "HR"}, "user_username_in_lower_case"),
        ({"username": ""}, "user_username_in_lower_case"),
        ({"display_name": ""}, "user_has_display_name"),
        ({"is_service": True}, "user_service_has_no_password"),
    ],
)
def test_the_database_refuses_what_must_never_be(change, constraint):
    user = account()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**change)


def test_no_column_of_the_account_may_be_empty_but_the_last_log_in():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, User._meta.db_table)
    assert {column.name for column in columns if column.null_ok} == {"last_login"}
