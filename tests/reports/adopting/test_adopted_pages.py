"""The pages of an adopted report: who adopts, who reads, what an auditor follows."""

from django.urls import reverse

from indicators.models import Fact
from reports.adopting.events import record_event
from reports.adopting.freeze import frozen_items
from reports.adopting.frozen import file_of, latest
from reports.models import EventKind
from reports.opening import set_public_page
from tests.reports import judging
from vss_portal import clock

GOAL = "goda-arbetsplatser"


def at(client, username):
    client.force_login(judging.person(username))
    return client


def words(answer):
    return answer.content.decode()


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
    sample = words(client.get(reverse("report_sample", args=[adopted.slug]), {"antal": 40, "fro": 7}))
    log = client.get(reverse("report_log", args=[adopted.slug]), {"format": "csv"}).content.decode("utf-8-sig")
    assert "Kommunövergripande mål" in trace
    assert "Källa" in trace
    assert sample.count('class="chain"') == 40
    # Recorded values with their source, and computed ones with what they are made of.
    assert "Enhet och period" in sample
    assert "Beräknat av:" in sample
    assert log.startswith("Tid;Vem;Slag;Vad;Händelse;Orsak")
    assert "Fastställd, version 1" in log


def test_the_same_seed_draws_the_same_sample(client, adopted):
    url = reverse("report_sample", args=[adopted.slug])
    at(client, "revisor")
    one, two, other = (words(client.get(url, {"antal": 5, "fro": seed})) for seed in (7, 7, 8))
    # Only what is drawn: the page's frame counts the seconds until the session ends.
    chains = [page[page.index('class="chain"') : page.index("</main>")] for page in (one, two, other)]
    assert chains[0] == chains[1] != chains[2]


def test_anybody_fetches_the_adopted_bytes_at_an_address_of_their_own_until_a_value_is_withheld(
    client, adopted, settings
):
    settings.PORTAL_PUBLIC_REPORTS = True
    page, file = reverse("public_report", args=[adopted.slug]), reverse("public_file", args=[adopted.slug] * 2)
    assert client.get(file).status_code == 404
    record_event(report=adopted, kind=EventKind.PUBLIC, day=clock.today(), by=judging.editor())
    assert client.get(file).status_code == 404
    set_public_page(report=adopted, on=True, by=judging.editor())
    assert f'href="{file}"' in words(client.get(page))
    answer = client.get(file)
    assert answer.content == file_of(latest(adopted), "pdf")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Disposition"].startswith("inline; filename=")
    assert client.get(file, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    shown = next(item for item in frozen_items(latest(adopted)) if item.fact and item.exact)
    judging.correct_fact(Fact.objects.get(pk=shown.fact), "withheld")
    for address in (page, file):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "visas inte utan inloggning just nu" in words(answer)
    switch = words(at(client, "huvudcontroller").get(reverse("report_public_page", args=[adopted.slug])))
    assert "1 värde i rapporten får inte längre visas" in switch
