"""The page that adopts: it asks for the password, and shows what was frozen."""

from django.urls import reverse

from reports.adopting.frozen import file_of, latest
from reports.models import FrozenReport
from tests.reports import judging
from vss_portal.demo import DEMO_PASSWORD


def at(client, username):
    client.force_login(judging.person(username))
    return client


def words(answer):
    return answer.content.decode()


def test_adopting_asks_for_the_password_and_refuses_a_wrong_one(client, approved):
    url = reverse("adopt", args=[approved.slug])
    form = {"dnr": judging.CASE, "fingeravtryck": "", "losenord": "fel"}
    page = words(at(client, "huvudcontroller").post(url, form))
    assert "Lösenordet stämmer inte" in page
    assert not FrozenReport.objects.exists()


def test_the_right_password_adopts_and_the_page_shows_the_frozen_bytes(client, approved):
    from reports.approval.composed import composed

    seen = composed(approved).report_thing.fingerprint
    form = {"dnr": judging.CASE, "fingeravtryck": seen, "losenord": DEMO_PASSWORD}
    answer = at(client, "huvudcontroller").post(reverse("adopt", args=[approved.slug]), form)
    assert answer.status_code == 302
    page = words(client.get(answer.url))
    body = file_of(latest(approved), "page").decode()
    assert body in page
    assert latest(approved).checksum in page
