"""The guard of all views: who gets in, who is sent where, and what a reading view may do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client, RequestFactory
from django.urls import path

from vss_portal.guard import access, also_visitors, anyone, logged_in
from vss_portal.models import User
from vss_portal.reading import WriteInReadingView

PERSON = User(username="controller-hr", display_name="Controller VO HR")


def own_units(user, *, unit, **url):
    """Den som arbetar med enheten"""
    if unit == "other":
        raise Http404
    return unit == "own"


@also_visitors
def public_reports(user, *, slug, **url):
    """Alla för offentliga rapporter, annars den som är inloggad"""
    return slug == "public" or user.is_authenticated


def page(request, **url):
    return HttpResponse("sidan")


def writing_page(request, **url):
    User.objects.create_user(username="skriven", display_name="Skriven")
    return HttpResponse("skrivet")


# The log-in page that the guard sends to.
urlpatterns = [path("logga-in/", access(who=anyone)(page), name="login")]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = __name__


def ask(view, *, user=PERSON, method="get", headers=None, address="/sida/?a=1", **url):
    request = getattr(RequestFactory(), method)(address, headers=headers)
    request.user = user
    return view(request, **url)


def test_who_the_predicate_lets_in_gets_the_page():
    assert ask(access(who=own_units)(page), unit="own").content == b"sidan"


def test_the_rule_stands_on_the_view_with_the_predicates_words():
    view = access(who=own_units, writes=True)(page)
    assert view.access_rule.predicate is own_units
    assert view.access_rule.who == "Den som arbetar med enheten"
    assert view.access_rule.writes
    assert view.__name__ == "page"


def test_who_is_refused_gets_403():
    with pytest.raises(PermissionDenied):
        ask(access(who=own_units)(page), unit="anothers")


def test_what_lies_outside_ones_units_does_not_exist():
    with pytest.raises(Http404):
        ask(access(who=own_units)(page), unit="other")


def test_who_has_not_logged_in_goes_to_the_log_in_page_and_comes_back():
    response = ask(access(who=logged_in)(page), user=AnonymousUser())
    assert response.status_code == 302
    assert response["Location"] == "/logga-in/?next=/sida/%3Fa%3D1"


def test_who_has_not_logged_in_learns_nothing_about_what_exists():
    response = ask(access(who=own_units)(page), user=AnonymousUser(), unit="other")
    assert response.status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "https://a.example/enhet/hr/?flik=2"}
    response = ask(access(who=logged_in)(page), user=AnonymousUser(), headers=headers)
    assert response["HX-Redirect"] == "/logga-in/?next=/enhet/hr/%3Fflik%3D2"


def test_anyone_means_also_visitors():
    assert ask(access(who=anyone)(page), user=AnonymousUser()).content == b"sidan"


def test_a_predicate_for_visitors_decides_about_them():
    view = access(who=public_reports)(page)
    assert ask(view, user=AnonymousUser(), slug="public").status_code == 200
    assert ask(view, user=AnonymousUser(), slug="draft").status_code == 302
    assert ask(view, slug="draft").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_reading_view_answers_reading_only(method):
    assert ask(access(who=anyone)(page), method=method).status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_writing_view_writes_by_post_only(method):
    assert ask(access(who=anyone, writes=True)(page), method=method).status_code == 405


@pytest.mark.django_db
def test_a_writing_view_may_write_by_post():
    assert ask(access(who=anyone, writes=True)(writing_page), method="post").content == b"skrivet"
    assert User.objects.filter(username="skriven").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("writes", [True, False])
def test_no_view_writes_by_get(writes):
    with pytest.raises(WriteInReadingView), transaction.atomic():
        ask(access(who=anyone, writes=writes)(writing_page))
    assert not User.objects.filter(username="skriven").exists()


def test_who_may_not_is_refused_before_anything_is_written():
    with pytest.raises(PermissionDenied):
        ask(access(who=own_units, writes=True)(writing_page), method="post", unit="anothers")


def test_a_page_that_renders_itself_later_is_rendered_under_the_watch():
    response = ask(access(who=anyone)(lambda request: SimpleTemplateResponse("404.html")))
    assert response.is_rendered


def test_a_predicate_without_words_is_refused():
    with pytest.raises(TypeError, match="docstring"):
        access(who=lambda user, **url: True)


def test_an_async_view_is_refused():
    async def later(request):
        return HttpResponse()

    with pytest.raises(TypeError, match="async"):
        access(who=anyone)(later)


def test_what_somebody_logged_in_was_shown_is_not_kept():
    view = access(who=logged_in)(page)
    assert ask(view)["Cache-Control"] == "private, no-store"


def test_a_visitors_page_and_a_views_own_word_about_keeping_stand():
    def kept(request, **url):
        return HttpResponse("sidan", headers={"Cache-Control": "max-age=60"})

    assert "Cache-Control" not in ask(access(who=anyone)(page), user=AnonymousUser())
    assert ask(access(who=logged_in)(kept))["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(("address", "allowed"), [("/", "GET, HEAD, OPTIONS"), ("/hjalp/", "GET, HEAD, OPTIONS")])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_a_method_that_a_page_does_not_have_is_answered_with_those_it_has(address, allowed, method, settings):
    """By a client that the check of forms would stop: the question is which methods there are, not who may."""
    settings.ROOT_URLCONF = "vss_portal.urls"
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (response.status_code, response["Allow"]) == (405, allowed)


def test_a_form_without_its_token_is_still_forbidden(db, settings):
    settings.ROOT_URLCONF = "vss_portal.urls"
    assert Client(enforce_csrf_checks=True).post("/logga-in/").status_code == 403
