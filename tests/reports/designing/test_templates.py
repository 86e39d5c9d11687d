"""Templates in the database: drafts, versions, files, copies, reports started and moved; who may not."""

import copy
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from indicators.models import Organisation, ReportingOccasion
from reports.composing import compose_report
from reports.designing import starting, tables
from reports.designing.copying import copy_template
from reports.designing.difference import differences
from reports.designing.drafts import (
    change_draft,
    create_template,
    discard,
    draft_of,
    newest_version,
    restore,
    save_version,
    undo,
)
from reports.designing.exchange import Lost, exported, import_template, read_file
from reports.designing.known import known_on
from reports.designing.outline import add_section, find, move
from reports.designing.preview import moment_of, preview, width_of
from reports.designing.refusals import DesignRefused
from reports.designing.rows import add_row
from reports.library import write_shared_text
from reports.models import Report, ReportSwitch, ReportTemplate, SharedTextVersion
from reports.writing import save_template
from vss_portal import clock
from vss_portal.models import User

CODE, SLUG = "delarsrapport-augusti-2024", "delarsrapport-2024-08"
DAY = "2024-08-31"


@pytest.fixture
def template(reference):
    return ReportTemplate.objects.get(code=CODE)


@pytest.fixture
def known(reference):
    return known_on(Organisation.objects.get(code="vss"), clock.today())


def rename(section, heading):
    def change(declaration):
        find(declaration, section).section["heading"] = heading
        return f"döpte om {section}"

    return change


def test_each_step_is_kept_undone_and_saved_as_a_version(template, editor):
    change_draft(template=template, change=rename("analys", "Bedömning"), by=editor)
    change_draft(template=template, change=lambda d: move(d, "ekonomi", "upp"), by=editor)
    assert (draft_of(template).step, draft_of(template).said) == (2, "flyttade ”Ekonomi” upp")
    assert undo(template=template, by=editor) == "flyttade ”Ekonomi” upp"
    version = save_version(template=template, by=editor)
    assert (version.number, version.note) == (2, "döpte om analys")
    assert not draft_of(template).is_changed
    with pytest.raises(DesignRefused, match="redan sparad"):
        save_version(template=template, by=editor)
    restore(template=template, number=1, by=editor)
    assert draft_of(template).declaration == template.versions.get(number=1).declaration
    discard(template=template, by=editor)
    assert newest_version(template).number == 2


def test_a_step_that_cannot_be_read_and_one_made_on_somebody_elses_are_refused(template, editor):
    before = draft_of(template).declaration
    with pytest.raises(DesignRefused, match="innehåller HTML"):
        change_draft(template=template, change=rename("analys", "<b>Analys</b>"), by=editor)
    with pytest.raises(DesignRefused, match="inget ord som mallen känner"):
        change_draft(template=template, change=rename("analys", "Analys {bokslut}"), by=editor)
    assert draft_of(template).declaration == before
    other = User.objects.get(username="forvaltningschef")
    change_draft(template=template, change=rename("analys", "A"), by=other, seen=0)
    with pytest.raises(DesignRefused, match="har ändrat mallen medan du arbetade"):
        change_draft(template=template, change=rename("analys", "B"), by=editor, seen=0)
    change_draft(template=template, change=rename("analys", "C"), by=other, seen=0)
    assert find(draft_of(template).declaration, "analys").section["heading"] == "C"


def test_versions_and_switches_and_shared_texts_are_only_added_to(template, editor):
    report = Report.objects.get(slug=SLUG)
    change_draft(template=template, change=rename("analys", "Bedömning"), by=editor)
    save_version(template=template, by=editor)
    starting.change_version(report=report, by=editor)
    write_shared_text(organisation=template.organisation, code="mal", name="Mål", year=2024, text="Text", by=editor)
    for rows, field in (
        (template.versions.all(), "note"),
        (ReportSwitch.objects.all(), "after"),
        (SharedTextVersion.objects.all(), "content"),
    ):
        assert rows.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{field: "annat"})
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")  # noqa: S608


def test_a_report_keeps_its_version_until_its_editor_moves_it(template, editor, reader, known):
    report = Report.objects.get(slug=SLUG)
    change_draft(template=template, change=rename("analys", "Bedömning"), by=editor)
    version = save_version(template=template, by=editor)
    assert "Samlad bedömning" in str([section.heading for section in compose_report(report).walk()])
    told = differences(report.template_version.declaration, version.declaration, known)
    assert any("rubriken: ”Samlad bedömning" in str(line) and "→ ”Bedömning”" in str(line) for line in told)
    with pytest.raises(DesignRefused, match="Bara huvudcontrollern"):
        starting.change_version(report=report, by=reader)
    assert starting.change_version(report=report, by=editor).after == "version 2"
    report.refresh_from_db()
    assert "Bedömning" in [section.heading for section in compose_report(report).walk()]
    with pytest.raises(DesignRefused, match="redan den nyaste"):
        starting.change_version(report=report, by=editor)
    closed = Report.objects.get(slug="verksamhetsberattelse-2023")
    with pytest.raises(DesignRefused, match="stängd"):
        starting.change_version(report=closed, by=editor)


def test_differences_are_told_for_sections_columns_rows_and_years(template, editor, known):
    old = draft_of(template).declaration
    new = copy.deepcopy(old)
    add_section(new, kind="text", heading="Nytt", below="ekonomi")
    table = find(new, "resultat-prognos").section["table"]
    table["columns"][3]["formula"] = "actual_minus_base"
    table["columns"].append({"key": "plan", "heading": "Plan {year+1}", "scenario": "plan", "year": 1})
    table["rows"].pop(0)
    find(new, "uppdrag").section["until_year"] = 2024
    move(new, "mal-och-inriktning", "upp")
    told = "\n".join(str(line) for line in differences(old, new, known))
    for part in (
        "Nytt: nytt avsnitt, text",
        "ny kolumn ”Plan {år+1}”: plan, nästa år",
        "kolumnen ”Avvikelse” visar Prognos helår − Budget {år}",
        "raden ”Stab och ledning” finns inte längre",
        "Förvaltningens uppdrag: gäller till och med 2024 (förut alla år)",
        "i en annan ordning",
    ):
        assert part in told
    assert differences(old, copy.deepcopy(old), known) == []


def test_a_template_goes_through_a_file_unchanged(template, editor, known):
    content = exported(newest_version(template))
    assert read_file(content) == newest_version(template).declaration
    made = import_template(content=content, known=known, by=editor)
    assert made.code == f"{CODE}-2"
    taken = {**newest_version(made).declaration, "code": CODE}
    assert taken == newest_version(template).declaration


def changed_file(template, change):
    data = json.loads(exported(newest_version(template)))
    change(data)
    return json.dumps(data).encode()


def table_in(data):
    return find(data["template"], "resultat-prognos").section["table"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.update(schema=2), "format 2; portalen läser format 1"),
        (lambda d: d.update(format="annat"), "ingen rapportmall"),
        (lambda d: table_in(d)["columns"][3].update(of=["avvikelse", "budget"]), "kolumn avvikelse: .*på sig själv"),
        (
            lambda d: table_in(d)["columns"][3].update(of=["prognos", "borta"]),
            "räknar på borta, som inte finns",
        ),
        (lambda d: table_in(d)["columns"][3].update(of=["label", "budget"]), "inte har några tal"),
        (lambda d: table_in(d)["columns"][2].update(note="borta"), "fotnoten borta finns inte"),
        (lambda d: table_in(d).update(caption="Prognos {ar}"), "resultat-prognos › tabell: ”{ar}”"),
        (lambda d: d["template"].update(title="<script>x"), "innehåller HTML"),
        (lambda d: d["template"].update(html="<b>"), "okänt ord: html"),
        (lambda d: d["template"]["sections"][0].update(key="../admin"), "bara a–z"),
        (lambda d: table_in(d).update(decimals=999_999), "decimals är 999999"),
        (lambda d: table_in(d)["columns"][4].update(year=-3000), "resultat-prognos › forra: year är -3000"),
        (lambda d: d.update(template=[1]), "väntas en grupp av uppgifter"),
        (lambda d: table_in(d)["rows"][0].update(units={"part_of": "vss", "on": "i går"}), "ska vara en dag"),
    ],
)
def test_a_file_that_is_no_good_template_is_refused_with_the_place_named(template, editor, known, change, told):
    before = ReportTemplate.objects.count()
    with pytest.raises(DesignRefused, match=told):
        import_template(content=changed_file(template, change), known=known, by=editor)
    assert ReportTemplate.objects.count() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{" * 5000, b'{"a": NaN}', b"[" * 100_000, b"x" * 2_000_001])
def test_a_file_that_cannot_be_read_is_refused(reference, content):
    with pytest.raises(DesignRefused, match="Inget är inläst"):
        read_file(content)


def test_what_a_file_asks_for_and_is_not_here_is_named_and_can_be_left_out(template, editor, known):
    def change(data):
        table = table_in(data)
        table["rows"][0].update(unit="okand-enhet")
        table["rows"].append({"units": {"part_of": "vss", "on": "1990-01-01"}})
        table["columns"][1]["indicator"] = "okand_indikator"

    content = changed_file(template, change)
    with pytest.raises(Lost) as lost:
        import_template(content=content, known=known, by=editor)
    told = "\n".join(lost.value.problems)
    assert "Prognos för helår {år} › rad Stab och ledning: enheten okand-enhet finns inte." in told
    assert "har inga delar 1990-01-01" in told
    assert "kolumn prognos: indikatorn okand_indikator finns inte." in told
    made = import_template(content=content, known=known, by=editor, leave_out=True)
    table = find(newest_version(made).declaration, "resultat-prognos").section["table"]
    assert [column["key"] for column in table["columns"]] == ["label", "budget", "forra"]
    assert len(table["rows"]) == 8


def test_a_unit_set_without_units_on_its_day_is_refused(known):
    with pytest.raises(DesignRefused, match="hade inga delar 1990-01-01"):
        add_row([], "delar", {"helhet": "vss", "dag": "1990-01-01"}, known)
    rows = []
    add_row(rows, "delar", {"helhet": "vss", "dag": DAY}, known)
    assert rows == [{"units": {"part_of": "vss", "on": DAY}}]


def test_a_table_begun_with_a_sentence_shows_real_figures_by_unit_kind_and_goal(template, editor, known):
    made = []

    def add(declaration):
        key, said = add_section(declaration, kind="table", heading="Nya", below="ekonomi")
        made.append(key)
        it = tables.designed(declaration, key)
        tables.begin(it, {"visar": "costs", "for": "vss:delar", "kolumner": "helar"}, known)
        add_row(it.rows, "slag", {"slag": "volume"}, known)
        add_row(it.rows, "mal", {"mal": "goda-arbetsplatser"}, known)
        return said

    draft = change_draft(template=template, change=add, by=editor)
    moment, _every = moment_of(template.organisation, "annual", "2023-12", clock.today())
    [table] = preview(template.organisation, draft.declaration, made[0], moment).children[0].blocks
    labels = [row.cells[0].text for row in table.rows]
    assert {"Verksamhetsområde HR", "Summa", "Ärenden HR-Direkt", "Total sjukfrånvaro"} <= set(labels)
    numbers = [cell for row in table.rows for cell in row.cells if cell.number]
    assert len(numbers) > 20
    assert width_of(table).fits
    assert "ryms på stående sida" in width_of(table).sentence


def test_too_wide_a_table_is_told_in_millimetres(template, editor):
    declaration = copy.deepcopy(draft_of(template).declaration)
    table = find(declaration, "resultat-prognos").section["table"]
    table["columns"] += [{"key": f"k{n}", "kind": "text", "heading": "Kommentar"} for n in range(2)]
    moment, _every = moment_of(template.organisation, "interim", "2024-07", clock.today())
    shown = preview(template.organisation, declaration, "resultat-prognos", moment).children[0].blocks[0]
    width = width_of(shown)
    assert not width.fits
    assert width.sentence.startswith(f"Tabellen blir ungefär {width.millimetres} mm, en stående sida rymmer 168.")


def test_last_years_template_is_copied_and_a_report_started_from_it(template, editor):
    made = copy_template(template=template, name="Delår 2025", from_year=2024, to_year=2025, patterns=[], by=editor)
    assert made.code == "delar-2025"
    found = starting.starts(made)
    start = next(each for each in found if each.occasion.year == 2024 and each.occasion.kind == "august")
    assert start.title == "Delårsrapport 31 augusti 2024"
    report = starting.start_report(template=made, occasion=start.occasion.pk, title=start.title, by=editor)
    assert (report.year, report.month, report.template_version.template) == (2024, 8, made)
    with pytest.raises(DesignRefused, match="Välj vilket tillfälle"):
        starting.start_report(template=made, occasion=start.occasion.pk, title="Igen", by=editor)
    monthly = ReportingOccasion.objects.filter(kind="month").first()
    with pytest.raises(DesignRefused, match="Välj vilket tillfälle"):
        starting.start_report(template=made, occasion=monthly.pk, title="Fel slag", by=editor)


def test_a_shared_text_of_a_budget_year_stands_in_every_report_of_it(template, editor):
    organisation = template.organisation
    write_shared_text(organisation=organisation, code="mal", name="Mål", year=2024, text="Årets mål.", by=editor)

    def add(declaration):
        key, said = add_section(declaration, kind="shared_text", heading="Kommunens mål")
        find(declaration, key).section["shared"] = "mal"
        return said

    change_draft(template=template, change=add, by=editor)
    save_version(template=template, by=editor)
    report = Report.objects.get(slug=SLUG)
    starting.change_version(report=report, by=editor)
    last = list(compose_report(report).walk())[-1]
    assert "Årets mål." in str(last.blocks[0].content)
    again = write_shared_text(organisation=organisation, code="mal", name="", year=2024, text="Årets mål.", by=editor)
    assert again.number == 1


def test_another_organisations_templates_are_not_there(client, template, editor):
    other = Organisation.objects.create(code="annan", name="Annan", municipality="Kommun")
    declaration = {**newest_version(template).declaration, "code": "deras"}
    save_template(organisation=other, declaration=declaration, by=editor)
    client.force_login(editor)
    for name in ("template", "template_save", "template_copy", "template_start", "template_versions"):
        assert client.get(reverse(name, args=["deras"])).status_code == 404
    assert "deras" not in client.get(reverse("templates")).content.decode()


def test_what_a_person_writes_is_shown_as_words_only(client, template, editor):
    client.force_login(editor)
    made = create_template(organisation=template.organisation, name="Å & Ä", kind="annual", title="T", by=editor)
    sent = {"gor": "ny", "innehall": "text", "rubrik": "A & <b>B</b>", "sedd": "0"}
    answer = client.post(reverse("template", args=[made.code]), sent, follow=True)
    assert "innehåller HTML" in answer.content.decode()
    assert draft_of(made).step == 0
    client.post(reverse("template", args=[made.code]), {**sent, "rubrik": "A & B"})
    assert "A &amp; B" in client.get(reverse("template", args=[made.code])).content.decode()
