"""NUL characters never reach a view, so that the database isn't asked to keep them."""

from django.http import HttpResponse
from django.test import RequestFactory

from vss_portal.nul import without_nul


def told(request):
    return HttpResponse(repr((request.GET.dict(), request.POST.getlist("text"))))


def test_what_is_asked_and_sent_comes_without_nul_characters():
    request = RequestFactory().post("/?q=a%00b", {"text": ["c\x00d", "e"]})
    assert without_nul(told)(request).content.decode() == "({'q': 'ab'}, ['cd', 'e'])"


def test_what_holds_none_is_left_alone():
    request = RequestFactory().post("/?q=a", {"text": "d"})
    before = request.POST
    without_nul(told)(request)
    assert request.POST is before
