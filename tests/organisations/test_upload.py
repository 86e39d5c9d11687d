"""Loading an organisation in the browser: the same as the command, for who may, and safe against odd archives."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.loading import upload
from indicators.models import FigureRevision, Membership, Organisation, Unit
from tests.organisations.conftest import CULTURE
from vss_portal.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/organisation/las-in/"
OTHER = {
    "code: kultur\n": "code: fritid\n",
    "kulturnamnden-arsredovisning": "fritid-arsredovisning",
    "kultur-": "fritid-",
}


def folder_files(changes=()):
    files = {path.relative_to(CULTURE).as_posix(): path.read_text("utf-8") for path in CULTURE.rglob("*.*")}
    for old, new in dict(changes).items():
        files = {name: text.replace(old, new) for name, text in files.items()}
    return files


def packed(files, top=""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return buffer.getvalue()


def send(client, content, do="las-in"):
    file = SimpleUploadedFile("mapp.zip", content, content_type="application/zip")
    return client.post(ADDRESS, {"fil": file, "gor": do}).content.decode()


@pytest.fixture
def admin(culture, client):
    """The administrator of an organisation that is there."""
    user = User.objects.create_user(username="kultur-admin", display_name="Administratör")
    unit = Unit.objects.get(code="kulturnamnden")
    Membership.objects.create(person=user, role="admin", unit=unit, valid_from=unit.valid_from)
    client.force_login(user)
    return user


@pytest.mark.parametrize("top", ["", "mapp/"])
def test_an_administrator_loads_a_new_organisation(admin, client, top):
    text = send(client, packed(folder_files(OTHER), top))
    assert "Inläst." in text
    assert Organisation.objects.filter(code="fritid").exists()
    own = FigureRevision.objects.in_organisation(Organisation.objects.get(code="fritid"))
    assert {row.recorded_by for row in own} == {admin}


def test_a_check_saves_nothing(admin, client):
    assert "Kontrollerat. Inget är sparat." in send(client, packed(folder_files(OTHER)), do="kontrollera")
    assert not Organisation.objects.filter(code="fritid").exists()


def test_the_editor_loads_her_own_again(culture_editor, client):
    client.force_login(culture_editor)
    before = FigureRevision.objects.count()
    assert "Inläst." in send(client, packed(folder_files({"Kulturförvaltningen": "Kultur och bibliotek"})))
    assert Organisation.objects.get(code="kultur").name == "Kultur och bibliotek"
    assert FigureRevision.objects.count() == before


# Who may not


def test_an_editor_makes_no_new_organisation(culture_editor, client):
    client.force_login(culture_editor)
    assert "läses in av administratören" in send(client, packed(folder_files(OTHER)))
    assert not Organisation.objects.filter(code="fritid").exists()


def test_nobody_touches_another_organisation(admin, client):
    Organisation.objects.create(code="fritid", name="Fritid")
    assert "Koden för organisationen är upptagen" in send(client, packed(folder_files(OTHER)))
    assert not Unit.objects.filter(organisation__code="fritid").exists()


def test_a_reader_doesnt_get_in(culture, client):
    client.force_login(User.objects.get(username="kultur-lasare"))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS).status_code == 403


# What it refuses


def test_faults_are_told_with_their_place(admin, client):
    files = folder_files(OTHER)
    files["targets/2023.csv"] = files["targets/2023.csv"].replace("Mindre än 2", "Ganska få")
    text = send(client, packed(files))
    assert "targets/2023.csv, rad 4, text" in text
    assert "Inget är ändrat i portalen." in text
    assert not Organisation.objects.filter(code="fritid").exists()


@pytest.mark.parametrize(
    "name", ["../utanfor.yaml", "/etc/passwd.yaml", "a/b/c/d.yaml", "program.exe", "a\\..\\b.yaml", "å.csv"]
)
def test_a_name_that_doesnt_belong_is_refused(admin, client, name):
    assert "ett namn som inte hör hemma här" in send(client, packed({**folder_files(OTHER), name: "x"}))
    assert not Organisation.objects.filter(code="fritid").exists()


def test_yaml_that_unfolds_without_end_is_refused(admin, client):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert "hänvisningar" in send(client, packed({**folder_files(OTHER), "templates/bomb.yaml": bomb}))


def test_a_zip_that_unfolds_to_too_much_is_refused(admin, client, monkeypatch):
    monkeypatch.setattr(upload, "LARGEST_FILE", 100_000)
    big = {**folder_files(OTHER), "figures/stor.csv": "0" * 200_000}
    assert "figures/stor.csv: Filen är större än" in send(client, packed(big))


def test_too_many_files_are_refused(admin, client):
    many = {f"goals/{number}.yaml": "" for number in range(upload.MOST_FILES + 1)}
    assert "högst 300 läses" in send(client, packed(many))


@pytest.mark.parametrize("content", [b"", b"ingen zip", b"PK\x03\x04trasig"])
def test_what_is_no_zip_is_told(admin, client, content):
    text = send(client, content)
    assert "ingen zip-fil" in text or "Ingen fil är vald" in text


def test_deep_nesting_is_told(admin, client):
    deep = "schema: " + "[" * 3000 + "]" * 3000
    text = send(client, packed({**folder_files(OTHER), "templates/djup.yaml": deep}))
    assert "Inget är ändrat i portalen." in text
    assert not Organisation.objects.filter(code="fritid").exists()


def test_without_a_file_it_asks_for_one(admin, client):
    assert "Ingen fil är vald" in client.post(ADDRESS, {"gor": "las-in"}).content.decode()
