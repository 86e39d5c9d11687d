"""The pages of an adopted report: who adopts, who reads, what an auditor follows."""

from django.urls import reverse

from reports.adopting.frozen import file_of, latest
from reports.models import FrozenReport
from tests.reports import judging
from vss_portal.demo import DEMO_PASSWORD

GOAL = "goda-arbetsplatser"


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


def test_a_reader_reads_and_downloads_an_adopted_report_and_nothing_that_is_open(client, adopted):
    judging.start(slug="oppen")
    at(client, "lasare")
    assert client.get(reverse("report", args=[adopted.slug])).status_code == 200
    pdf = client.get(reverse("version_file", args=[adopted.slug, 1, adopted.slug, "pdf"]))
    assert pdf.content == file_of(latest(adopted), "pdf")
    assert client.get(reverse("report", args=["oppen"])).status_code == 404
    assert client.get(reverse("report_trace", args=[adopted.slug])).status_code == 403
    assert client.get(reverse("report_draft", args=[adopted.slug])).status_code == 403


def test_the_auditor_follows_a_goal_a_sample_and_the_log(client, adopted):
    at(client, "revisor")
    trace = words(client.get(reverse("goal_trace", args=[adopted.slug, GOAL])))
    sample = words(client.get(reverse("report_sample", args=[adopted.slug]), {"antal": 5, "fro": 7}))
    log = client.get(reverse("report_log", args=[adopted.slug]), {"format": "csv"}).content.decode("utf-8-sig")
    assert "Kommunövergripande mål" in trace
    assert "Källa" in trace
    assert sample.count('class="chain"') == 5
    assert log.startswith("Tid;Vem;Slag;Vad;Händelse;Orsak")
    assert "Fastställd, version 1" in log


def test_the_same_seed_draws_the_same_sample(client, adopted):
    url = reverse("report_sample", args=[adopted.slug])
    at(client, "revisor")
    one, two, other = (words(client.get(url, {"antal": 5, "fro": seed})) for seed in (7, 7, 8))
    chains = [page[page.index('class="chain"') :] for page in (one, two, other)]
    assert chains[0] == chains[1] != chains[2]
