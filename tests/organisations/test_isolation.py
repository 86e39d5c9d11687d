"""Each organisation is seen by its own people alone: on every page, in every list, search, file and address."""

import shutil

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from indicators.models import Fact, Goal, Organisation, Unit
from reports.models import Report
from tests.organisations.conftest import CULTURE
from vss_portal.models import User

pytestmark = pytest.mark.django_db

# The other organisation: the same folder under other words, none of which the first has.
WORDS = {
    "kultur": "idrott",
    "Kultur": "Idrott",
    "bibliotek": "simhall",
    "Bibliotek": "Simhall",
    "museum": "ishall",
    "klagomal": "olyckor",
    "klagomål": "olyckor",
    "skador": "haverier",
    "Skadade föremål": "Havererade maskiner",
    "besokstillvaxt": "badtillvaxt",
    "Fler läser och lånar": "Fler rör sig",
    "fler-laser": "fler-ror-sig",
    "Samlingarna vårdas": "Anläggningarna vårdas",
    "varna-samlingarna": "varna-anlaggningarna",
    "slag_av_besok": "slag_av_bad",
    "skolbesok": "skolbad",
    "Skolbesök": "Skolbad",
    "skolbesök": "skolbad",
    "ovriga_besok": "ovriga_bad",
    "Övriga besök": "Övriga bad",
    "namndbudget-2023": "idrottsbudget-2023",
    "code: arsredovisning": "code: idrottsredovisning",
    "template: arsredovisning": "template: idrottsredovisning",
    "utan pedagogiska programmet": "utan simskolan",
    "en levande kommun": "en kommun i rörelse",
}
OF_CULTURE = ("kultur", "bibliotek", "museum", "klagom", "skolbesök", "pedagogiska", "fler läser", "samlingarna")
OF_SPORT = ("idrott", "simhall", "ishall", "olyckor", "skolbad", "simskolan", "fler rör", "anläggningarna")
# Pages without words of anybody, or that only forms reach.
SAMPLE = {
    "format": ("json", "xlsx", "html", "csv", "docx"),
    "year": (2023,),
    "month": (12,),
    "version": (1,),
    "draft": (1,),
    "imported": (1,),
    "evidence": (1,),
    "place": (1,),
    "secret": ("gissning",),
    "day": ("2025-01-01",),
    "branch": ("omrade", "kom"),
    "pk": (1,),
    "assignment": (1,),
    "listed": ("aktiviteter", "beslut", "planer"),
}
# The parts of an address that say whose it is.
OWNED = {"slug", "code", "fact", "unit", "template", "goal"}


def make_sport(tmp_path):
    folder = tmp_path / "annan"
    shutil.copytree(CULTURE, folder)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        text = path.read_text(encoding="utf-8")
        for old, new in WORDS.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    call_command("load_organisation", folder, verbosity=0)


@pytest.fixture
def both(culture, tmp_path):
    make_sport(tmp_path)


def addresses():
    """Every address of the portal with the names of its parts."""
    return list(_walk(get_resolver().url_patterns, "", {}))


def _walk(patterns, before, known):
    for pattern in patterns:
        route, parts = before + str(pattern.pattern), {**known, **pattern.pattern.converters}
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, route, parts)
        elif pattern.name not in ("logout", "login"):
            yield pattern.name, route, tuple(parts)


def filled(route, parts, values):
    """The route's addresses with each of the values put in."""
    routes = [route]
    for part in parts:
        chosen = values.get(part, SAMPLE.get(part))
        assert chosen is not None, f"prova också adressdelen {part} i {route}"
        routes = [_put(each, part, value) for each in routes for value in chosen]
    return [f"/{each}" for each in routes]


def _put(route, part, value):
    for kind in ("slug", "int", "str", "path", "uuid"):
        route = route.replace(f"<{kind}:{part}>", str(value))
    return route.replace(f"<{part}>", str(value))


def values_of(code):
    """What stands in addresses of the organisation's things."""
    organisation = Organisation.objects.get(code=code)
    report = Report.objects.get(organisation=organisation)
    goals = list(Goal.objects.in_year(organisation, 2023))
    facts = Fact.objects.in_organisation(organisation).values_list("pk", flat=True)
    units = Unit.objects.in_organisation(organisation).filter(kind="unit")
    only = {"kultur": "klagomal", "idrott": "olyckor"}[code]
    return {
        "slug": (report.slug,),
        "slug_again": (report.slug,),
        "code": (only, goals[0].code),
        "goal": (goals[0].pk,),
        "template": tuple(organisation.templates.values_list("code", flat=True)),
        "section": ("ekonomi",),
        "fact": (facts[0],),
        "unit": (units[0].code,),
        "key": ("inledning",),
    }


PEOPLE = [
    ("kultur-huvudcontroller", OF_CULTURE, OF_SPORT, "kultur", "idrott"),
    ("kultur-lasare", OF_CULTURE, OF_SPORT, "kultur", "idrott"),
    ("idrott-huvudcontroller", OF_SPORT, OF_CULTURE, "idrott", "kultur"),
]


@pytest.mark.parametrize(("username", "own", "foreign", "code", "other"), PEOPLE)
def test_no_page_of_ones_own_says_a_word_of_the_other(both, client, username, own, foreign, code, other):
    client.force_login(User.objects.get(username=username))
    seen = 0
    for _name, route, parts in addresses():
        for address in filled(route, parts, values_of(code)):
            answer = client.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                text = answer.content.decode().casefold()
                assert not [word for word in foreign if word in text], address
                seen += any(word in text for word in own)
    assert seen >= 5


@pytest.mark.parametrize(("username", "own", "foreign", "code", "other"), PEOPLE)
def test_no_address_of_the_other_opens(both, client, username, own, foreign, code, other):
    client.force_login(User.objects.get(username=username))
    tried = 0
    for name, route, parts in addresses():
        if not OWNED & set(parts) or name.startswith("open"):
            continue
        for address in filled(route, parts, values_of(other)):
            answer = client.get(address)
            assert answer.status_code in (403, 404), address
            assert not [word for word in foreign if word in answer.content.decode().casefold().replace(address, "")]
            tried += 1
    assert tried > 20


@pytest.mark.parametrize("query", ["Simhallarna", "olyckor", "Fler rör", "Idrottsnämndens årsredovisning", "skolbad"])
def test_a_search_finds_nothing_of_the_other(both, client, query):
    client.force_login(User.objects.get(username="kultur-huvudcontroller"))
    text = client.get("/sok/", {"q": query}).content.decode()
    assert "/indikatorer/olyckor/" not in text
    assert "/rapporter/idrott" not in text


def test_the_list_of_figures_and_its_file_hold_ones_own_only(both, client):
    client.force_login(User.objects.get(username="kultur-huvudcontroller"))
    page = client.get("/varden/", {"ar": "2023"}).content.decode()
    answer = client.get("/varden/fil/", {"ar": "2023"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for text in (page, content.decode("utf-8-sig")):
        assert "Exempelköpings museum" in text
        assert not [word for word in OF_SPORT if word in text.casefold()]


def test_who_has_no_role_sees_neither(both, client):
    client.force_login(User.objects.create_user(username="ny", display_name="Ny"))
    for address in ("/varden/", "/indikatorer/", "/rapporter/"):
        answer = client.get(address)
        text = answer.content.decode().casefold()
        assert not [word for word in (*OF_CULTURE, *OF_SPORT) if word in text], address
