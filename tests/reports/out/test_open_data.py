"""Open data: nothing of a report without log-in until an editor turns it on; then its figures, as Kolada tells its."""

import csv
import io
import json
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.core.management import call_command

from indicators.models import Breakdown, FigureRevision, Indicator, Organisation, Unit
from indicators.models.choices import Source
from indicators.numbers import Number
from indicators.recording import Entry, record_figure
from reports.models import Report
from tests.factories import an_act
from tests.organisations.conftest import CULTURE
from vss_portal.models import User

pytestmark = pytest.mark.django_db

SLUG = "kulturnamnden-arsredovisning-2023"
JSON_PATHS = ("kpi", "ou", "report", "data")
WORDS = ("bibliotek", "museum", "kultur", "40500", "-40500", "5.1", "pedagogiska")


@pytest.fixture
def report(db):
    cache.clear()
    call_command("load_organisation", CULTURE, verbosity=0)
    found = Report.objects.get(slug=SLUG)
    found.is_public = True
    with an_act():
        found.save()
    return found


@pytest.fixture
def opened(report):
    report.open_data = True
    with an_act():
        report.save()
    return report


def get(client, path, **query):
    answer = client.get(f"/oppna-data/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content, parse_float=Decimal)


def value_of(client, kpi, **query):
    [row] = get(client, "data", kpi=f"kultur.{kpi}", **query)["values"]
    return row


def record(code, unit, **about):
    organisation = Organisation.objects.get(code="kultur")
    given = {"year": 2023, "month": 12, "span": "full_year", "reason": "Rättat."} | about
    entry = Entry(
        indicator=Indicator.objects.get(organisation=organisation, code=code),
        unit=Unit.objects.get(organisation=organisation, code=unit),
        **given,
    )
    by = User.objects.get(username="inlasning")
    return record_figure(entry=entry, by=by, source=Source.FORM, label="prov", may_unlock=True)


# What is told


def test_a_figure_has_indicator_unit_period_gender_value_and_status(opened, client):
    row = value_of(client, "lan", period="2023")
    assert row == {
        "kpi": "kultur.lan",
        "ou": "kultur.bibliotek",
        "period": 2023,
        "month": 12,
        "span": "full_year",
        "scenario": "outcome",
        "report": SLUG,
        "values": [{"gender": "T", "value": Decimal("5.1"), "status": ""}],
    }


def test_what_a_report_doesnt_show_isnt_told(opened, client):
    shown = {row["kpi"] for row in get(client, "data")["values"]}
    assert "kultur.lan" in shown
    assert not {"kultur.revenues", "kultur.costs"} & shown


def test_women_and_men_are_values_beside_the_total(opened, client):
    unga = Indicator.objects.get(code="unga")
    unga.breakdown_sets.add(Breakdown.objects.get(code="women").set)
    for code, number in (("women", 51), ("men", 47)):
        record("unga", "kulturforvaltningen", breakdown=Breakdown.objects.get(code=code), number=Number(number))
    version = opened.template_version
    version.declaration["sections"][-1]["rows"] = {"unga": {"breakdowns": ["women", "men"]}}
    type(version).objects.create(
        template=version.template,
        number=2,
        declaration=version.declaration,
        checksum="x",
        created_at=opened.created_at,
        created_by=opened.created_by,
    )
    with an_act():
        Report.objects.filter(pk=opened.pk).update(template_version=type(version).objects.get(number=2))
    row = value_of(client, "unga")
    assert [(each["gender"], each["value"]) for each in row["values"]] == [("K", 51), ("M", 47), ("T", 49)]
    total = row["values"][-1]
    assert (total["measured_from"], total["measured_to"]) == ("2020-01-01", "2020-12-31")


def test_another_part_is_a_row_of_its_own(opened, client):
    rows = get(client, "data", kpi="kultur.besok")["values"]
    assert [(row.get("part", ""), row["values"][0]["value"]) for row in rows] == [("", 61000), ("skolbesok", 9000)]


def test_indicators_units_and_reports_have_their_names(opened, client):
    assert {"id": "kultur.lan", "title": "Lån per invånare", "unit_of_measure": "count", "is_divided_by_gender": 0} in (
        get(client, "kpi")["values"]
    )
    assert {"id": "kultur.museum", "title": "Exempelköpings museum"} in get(client, "ou")["values"]
    assert get(client, "report")["values"][0]["id"] == SLUG


def test_answers_come_in_pages_that_lead_to_each_other(opened, client):
    whole = get(client, "data")
    first = get(client, "data", per_page=4)
    assert first["count"] == whole["count"] == len(whole["values"])
    assert first["previous_url"] is None
    second = json.loads(client.get(first["next_url"]).content, parse_float=Decimal)
    assert [*first["values"], *second["values"]] == whole["values"][:8]
    assert second["previous_url"].endswith("per_page=4&page=1")


def test_filters_take_several_values(opened, client):
    rows = get(client, "data", kpi="kultur.lan,kultur.skador", period="2023")["values"]
    assert {row["kpi"] for row in rows} == {"kultur.lan", "kultur.skador"}
    assert get(client, "data", organisation="annan")["values"] == []


def test_csv_tells_the_same_values(opened, client):
    answer = client.get("/oppna-data/v1/data.csv", {"kpi": "kultur.lan"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["year"], row["value"], row["gender"], row["ou_title"]) for row in rows] == [
        ("2022", "4,8", "T", "Biblioteken"),
        ("2023", "5,1", "T", "Biblioteken"),
    ]


def test_the_description_names_dataset_files_and_service(opened, client):
    answer = client.get("/oppna-data/dcat.rdf")
    assert answer["Content-Type"].startswith("application/rdf+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - the portal's own answer
    kinds = [child.tag.partition("}")[2] for child in root]
    assert kinds.count("Catalog") == kinds.count("Dataset") == kinds.count("DataService") == 1
    assert kinds.count("Distribution") == 2
    about = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
    resource = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
    named = {child.get(about) for child in root}
    for child in root:
        for link in child:
            if link.tag.endswith(("dataset", "distribution", "publisher", "service", "servesDataset")):
                assert link.get(resource) in named
    urls = [link.get(resource) for child in root for link in child if link.tag.endswith("downloadURL")]
    assert all(client.get(url).status_code == 200 for url in urls)


def test_others_may_keep_an_answer_and_ask_whether_it_still_holds(opened, client):
    answer = client.get("/oppna-data/v1/data")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get("/oppna-data/v1/data", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    record("lan", "bibliotek", number=Number(52, 1))
    assert client.get("/oppna-data/v1/data", headers={"If-None-Match": answer["ETag"]}).status_code == 200


# What is never told


@pytest.mark.parametrize("path", [*(f"v1/{path}" for path in JSON_PATHS), "v1/data.csv", "v1/", "dcat.rdf", ""])
def test_nothing_of_a_report_is_told_while_it_is_off(report, client, path):
    text = client.get(f"/oppna-data/{path}").content.decode().casefold()
    assert not [word for word in WORDS if word in text]


@pytest.mark.parametrize("path", [*(f"v1/{path}" for path in JSON_PATHS), "v1/data.csv", "dcat.rdf", ""])
def test_nothing_is_told_of_a_report_that_isnt_public_though_it_is_on(opened, client, path):
    opened.is_public = False
    with an_act():
        opened.save()
    text = client.get(f"/oppna-data/{path}").content.decode().casefold()
    assert not [word for word in WORDS if word in text]


def test_turned_off_again_it_is_gone_at_once(opened, client):
    assert get(client, "data")["count"]
    opened.open_data = False
    with an_act():
        opened.save()
    assert get(client, "data")["count"] == 0


def test_a_value_that_was_withheld_afterwards_is_null_and_says_so(opened, client):
    assert value_of(client, "lan", period="2023")["values"][0]["value"] == Decimal("5.1")
    record("lan", "bibliotek", marker="withheld")
    assert value_of(client, "lan", period="2023")["values"] == [{"gender": "T", "value": None, "status": "withheld"}]
    assert "5.1" not in client.get("/oppna-data/v1/data").content.decode()
    assert "5,1" not in client.get("/oppna-data/v1/data.csv").content.decode()


def test_the_rest_of_the_portal_still_asks_who_one_is(opened, client):
    for address in (f"/rapporter/{SLUG}/", f"/rapporter/{SLUG}/{SLUG}.json", "/varden/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"page": "0"}, "page kan inte vara ”0”"),
        ({"page": "x"}, "page kan inte vara ”x”"),
        ({"per_page": "5001"}, "1 till 5000"),
        ({"kp": "x"}, "Okänt ord: kp"),
    ],
)
def test_a_question_that_cant_be_answered_is_told(opened, client, query, said):
    answer = client.get("/oppna-data/v1/data", query)
    assert answer.status_code == 400
    assert said in json.loads(answer.content)["error"]


# Who turns it on


def test_the_editor_turns_it_on_and_off(report, client):
    client.force_login(User.objects.get(username="kultur-huvudcontroller"))
    address = f"/rapporter/{SLUG}/oppna-data/"
    assert "få personer" in client.get(address).content.decode()
    assert client.post(address, {"oppen": "ja"}).status_code == 302
    assert get(client, "data")["count"]
    client.post(address, {"oppen": "nej"})
    assert get(client, "data")["count"] == 0


def test_a_reader_doesnt(report, client):
    client.force_login(User.objects.get(username="kultur-lasare"))
    assert client.post(f"/rapporter/{SLUG}/oppna-data/", {"oppen": "ja"}).status_code == 403
    report.refresh_from_db()
    assert not report.open_data


def test_what_isnt_public_cant_be_turned_on(report, client):
    report.is_public = False
    with an_act():
        report.save()
    client.force_login(User.objects.get(username="kultur-huvudcontroller"))
    answer = client.post(f"/rapporter/{SLUG}/oppna-data/", {"oppen": "ja"})
    assert "inte offentlig än. Registrera dagen. Inget är sparat." in answer.content.decode()
    report.refresh_from_db()
    assert not report.open_data


def test_reading_open_data_records_nothing(opened, client):
    before = FigureRevision.objects.count()
    get(client, "data")
    assert FigureRevision.objects.count() == before
