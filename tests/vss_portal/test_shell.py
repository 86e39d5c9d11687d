"""The shell of every page: language, skip link, menu, demo banner, messages, log-in, error pages."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from vss_portal import navigation
from vss_portal.demo import demo_accounts, demo_text
from vss_portal.models import User
from vss_portal.navigation import NavItem, current_url

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Outline(HTMLParser):
    """What a page consists of: its elements and their attributes; refuses elements that don't close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def request_of(user: Any, path: str = "/rapporter/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def somebody() -> User:
    return User(username="controller-hr", display_name="Controller VO HR")


def page(request: HttpRequest, template: str = "base.html", **context: Any) -> str:
    return render_to_string(template, context, request)


@pytest.fixture
def _menu(monkeypatch: pytest.MonkeyPatch) -> None:
    def entries(user: Any) -> list[NavItem]:
        approve = NavItem("Att godkänna", "/godkann/", 10, count=4)
        return [NavItem("Rapporter", "/rapporter/", 60), approve, NavItem("Hem", "/")]

    def below(user: Any) -> list[NavItem]:
        return [NavItem("Läs in", "/las-in/", 9), NavItem("Öppna data", "/oppna-data/", 5)]

    monkeypatch.setattr(navigation, "_sources", lambda: (entries,))
    monkeypatch.setattr(navigation, "_sources_below", lambda: (below,))


@pytest.mark.usefixtures("_menu")
def test_a_page_says_its_language_and_begins_with_the_way_to_its_content() -> None:
    html = page(request_of(somebody()))
    outline = Outline(html)
    assert outline.all("html") == [{"lang": "sv"}]
    assert outline.all("a")[0] == {"class": "skip-link", "href": "#innehall"}
    assert [main["id"] for main in outline.all("main")] == ["innehall"]
    assert len(outline.all("h1")) == 1


@pytest.mark.usefixtures("_menu")
def test_no_page_carries_styles_or_scripts_of_its_own_or_anything_from_elsewhere() -> None:
    outline = Outline(page(request_of(somebody())))
    assert outline.all("style") == []
    assert all("src" in script for script in outline.all("script"))
    for _, attributes in outline.seen:
        assert not {name for name in attributes if name == "style" or name.startswith("on")}
        assert not re.match(r"(https?:)?//", attributes.get("href") or attributes.get("src") or "")


@pytest.mark.usefixtures("_menu")
def test_ids_are_unique_and_every_label_has_its_box() -> None:
    outline = Outline(page(request_of(somebody())))
    ids = [attributes["id"] for _, attributes in outline.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {label["for"] for label in outline.all("label")} <= set(ids)


@pytest.mark.usefixtures("_menu")
def test_the_menu_is_in_order_says_where_one_is_and_how_many_wait() -> None:
    html = page(request_of(somebody(), "/rapporter/delar-2024/"))
    nav = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'href="([^"]+)"', nav) == ["/godkann/", "/rapporter/", "/"]
    assert '<a href="/rapporter/" aria-current="true">Rapporter</a>' in nav
    assert '<span class="shell-count">4</span>' in nav
    assert nav.count("aria-current") == 1


@pytest.mark.usefixtures("_menu")
def test_the_footer_has_the_apps_links_in_order() -> None:
    footer = page(request_of(somebody())).partition("<footer")[2]
    assert re.findall(r'href="([^"]+)"', footer)[-2:] == ["/oppna-data/", "/las-in/"]


def _in_groups(monkeypatch: pytest.MonkeyPatch, *items: NavItem) -> None:
    monkeypatch.setattr(navigation, "_sources", lambda: (lambda user: items,))
    monkeypatch.setattr(navigation, "brought", lambda module, name: ())


def test_entries_of_one_group_stand_under_its_word_and_it_is_current_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    group = [NavItem("Mallar", "/mallar/", 70, 2, "Redaktion"), NavItem("Perioder", "/perioder/", 80, 3, "Redaktion")]
    _in_groups(monkeypatch, *group, NavItem("Hjälp", "/hjalp/", 90), NavItem("Start", "/", 10))
    entries = navigation.menu(somebody(), "/perioder/2024/")
    assert [entry["label"] for entry in entries] == ["Start", "Redaktion", "Hjälp"]
    assert (entries[1]["current"], entries[1]["count"]) == (True, 5)
    nav = page(request_of(somebody(), "/perioder/2024/")).partition("<nav")[2].partition("</nav>")[0]
    assert '<summary class="is-current">Redaktion' in nav
    assert re.findall(r'href="([^"]+)"', nav) == ["/", "/mallar/", "/perioder/", "/hjalp/"]


def test_a_group_of_one_entry_is_that_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    _in_groups(monkeypatch, NavItem("Mallar", "/mallar/", 70, group="Redaktion"))
    assert [entry["label"] for entry in navigation.menu(somebody(), "/")] == ["Mallar"]


@pytest.mark.usefixtures("_menu")
def test_who_hasnt_logged_in_is_shown_no_menu() -> None:
    html = page(request_of(AnonymousUser()))
    assert "<nav" not in html
    assert "Konto" not in html


@pytest.mark.usefixtures("_menu")
def test_the_account_menu_names_the_account_and_logs_out_by_a_form() -> None:
    with override_settings(ROOT_URLCONF="tests.vss_portal.test_shell"):
        html = page(request_of(somebody()))
    assert "Controller VO HR" in html
    assert '<form action="/ut/" method="post">' in html


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/varden/", "/varden/"),
        ("/varden/vo-hr/", "/varden/vo-hr/"),
        ("/varden/vo-hr/2024/", "/varden/vo-hr/"),
        ("/vardena/", None),
        ("/annat/", None),
    ],
)
def test_the_longest_address_that_a_page_lies_under_is_the_current_one(path: str, current: str | None) -> None:
    assert current_url(["/", "/varden/", "/varden/vo-hr/"], path) == current


def test_apps_without_a_menu_module_have_no_entries_and_the_others_are_found() -> None:
    modules = [entries.__module__ for entries in navigation._sources()]
    assert "reports.navigation" in modules
    assert all(module.endswith(".navigation") for module in modules)


def test_the_demo_says_so_on_every_page_and_which_day_it_lives_on() -> None:
    with override_settings(DEMO=True, PORTAL_TODAY=date(2024, 9, 5)):
        html = page(request_of(AnonymousUser()))
    assert "Exempeldata" in html
    assert "Demon lever den 5\u00a0september 2024." in html


def test_a_portal_in_operation_shows_no_demo() -> None:
    with override_settings(DEMO=False, PORTAL_TODAY=None):
        html = page(request_of(AnonymousUser()))
    assert "Exempeldata" not in html


def test_a_demo_that_follows_the_calendar_claims_no_day() -> None:
    assert "lever den" not in demo_text(None)


@pytest.mark.parametrize(
    ("level", "role", "word"),
    [
        ("error", "alert", "Fel:"),
        ("warning", "alert", "Varning:"),
        ("success", "status", "Klart:"),
        ("info", "status", "Upplysning:"),
    ],
)
def test_a_message_has_its_mark_its_word_and_is_read_aloud(level: str, role: str, word: str) -> None:
    html = render_to_string("components/message.html", {"level": level, "text": "Värdet < 5"})
    assert f'role="{role}"' in html
    assert "<svg" in html
    assert word in html
    assert "Värdet &lt; 5" in html


# Log-in


def log_in_page(form: AuthenticationForm, **settings: Any) -> str:
    with override_settings(**settings):
        return page(request_of(AnonymousUser()), "registration/login.html", form=form, next="/rapporter/")


def test_the_log_in_page_of_the_demo_lists_its_accounts_and_password() -> None:
    html = log_in_page(AuthenticationForm(), DEMO=True)
    assert all(f"<code>{account.username}</code>" in html for account in demo_accounts())
    assert "<strong>uppfoljning</strong>" in html


def test_the_log_in_page_of_a_portal_in_operation_lists_nobody() -> None:
    html = log_in_page(AuthenticationForm(), DEMO=False, PORTAL_TODAY=None)
    assert "huvudcontroller" not in html
    assert "uppfoljning" not in html.replace("/static/", "")


def test_log_in_keeps_where_one_was_going() -> None:
    assert '<input type="hidden" name="next" value="/rapporter/">' in log_in_page(AuthenticationForm())


def test_what_is_wrong_with_a_form_stands_on_top_with_links_and_beside_each_box() -> None:
    html = log_in_page(AuthenticationForm(data={"username": "", "password": ""}))
    outline = Outline(html)
    ids = {attributes["id"] for _, attributes in outline.seen if "id" in attributes}
    links = [str(link["href"]) for link in outline.all("a") if str(link.get("href", "")).startswith("#id_")]
    assert links == ["#id_username", "#id_password"]
    assert {link.removeprefix("#") for link in links} <= ids
    boxes = [box for box in outline.all("input") if box.get("type") != "hidden"]
    assert all(box["aria-invalid"] == "true" for box in boxes)
    described = {part for box in boxes for part in str(box.get("aria-describedby", "")).split()}
    assert described
    assert described <= ids


def test_each_demo_account_is_named_once() -> None:
    names = [account.username for account in demo_accounts()]
    assert len(names) == len(set(names)) == 10


# Errors


@pytest.mark.usefixtures("_menu")
def test_error_pages_say_what_happened_what_stands_and_what_to_do() -> None:
    request = request_of(somebody(), "/varden/<b>/")
    answers = {
        403: permission_denied(request, PermissionError()),
        404: page_not_found(request, LookupError()),
        400: bad_request(request, ValueError()),
        500: server_error(request),
    }
    for status, answer in answers.items():
        html = answer.content.decode()
        outline = Outline(html)
        assert answer.status_code == status
        assert len(outline.all("h1")) == 1
        assert "Till startsidan" in html
        assert "<b>" not in html


@pytest.mark.usefixtures("_menu")
def test_a_form_that_has_been_open_too_long_says_that_nothing_is_saved() -> None:
    html = csrf_failure(request_of(somebody()), reason="missing").content.decode()
    assert "inte sparat" in html
    assert "ladda om sidan" in html


def test_the_page_for_a_fault_needs_neither_user_nor_database() -> None:
    html = server_error(HttpRequest()).content.decode()
    assert "Det som var sparat tidigare finns kvar" in html


def _nothing(request: HttpRequest) -> None: ...


def _addresses() -> list[Any]:
    from django.urls import path

    return [path("ut/", _nothing, name="logout"), path("in/", _nothing, name="login")]  # type: ignore[arg-type]


urlpatterns = _addresses()
