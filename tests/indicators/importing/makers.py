"""Files as they come, made in memory, and the small world that they speak of. All figures are invented."""

import datetime as dt
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import xlsxwriter

from indicators.models import IndicatorAlias, Membership, UnitAlias, UnitLink
from indicators.models.choices import AggregationChoice, DirectionChoice, IndicatorKind, LinkKind, Measure, UnitKind
from tests.factories import IndicatorFactory, OccasionFactory, UnitFactory, UserFactory, breakdown_set

FOLDER = Path(__file__).parent / "files"
ANSWERED_WITHIN = 5  # seconds of the processor: those of a machine that has nothing else to do


@contextmanager
def soon() -> Iterator[None]:
    """What is done inside, here and in processes of its own that have ended, has to be done in time."""
    began = sum(os.times()[:4])
    yield
    assert sum(os.times()[:4]) - began < ANSWERED_WITHIN


class World:
    """Two areas under one administration; costs, revenues, a volume, a rate and a level; August 2024 is open."""

    def __init__(self):
        breakdown_set("total")
        breakdown_set("sex")
        self.vss = UnitFactory(code="vss", name="Verksamhetsstöd och service", kind=UnitKind.ADMINISTRATION)
        self.hr = UnitFactory(code="vo-hr", name="Verksamhetsområde HR", kind=UnitKind.BUSINESS_AREA, order=1)
        self.kl = UnitFactory(code="kontakt", name="Kontakt Linköping", order=2)
        self.lk = UnitFactory(code="lkdata", name="LKDATA", order=3)
        UnitAlias.objects.create(unit=self.kl, name="KL")
        UnitAlias.objects.create(unit=self.lk, name="LK-data")
        for unit in (self.hr, self.kl, self.lk):
            UnitLink.objects.create(unit=unit, kind=LinkKind.PART_OF, to=self.vss, valid_from=dt.date(2019, 1, 1))
        money = {"kind": IndicatorKind.ECONOMY, "measure": Measure.TKR, "aggregation": AggregationChoice.SUM}
        self.costs = IndicatorFactory(code="costs", name="Kostnader", direction=DirectionChoice.DOWN, **money)
        self.revenues = IndicatorFactory(code="revenues", name="Intäkter", **money)
        volume = {"kind": IndicatorKind.VOLUME, "measure": Measure.COUNT, "aggregation": AggregationChoice.SUM}
        self.cases = IndicatorFactory(
            code="vol_kl", name="Ärenden Kontakt Linköping", responsible_unit=self.kl, parts_sum=True, sets=("sex",),
            **volume,
        )  # fmt: skip
        self.lk_cases = IndicatorFactory(
            code="vol_lkdata", name="Ärenden LKDATA support", responsible_unit=self.lk, **volume
        )
        IndicatorAlias.objects.create(indicator=self.lk_cases, name="LKDATA - support")
        self.answers = IndicatorFactory(
            code="svarsservice_kl", name="Svarsservice Kontakt Linköping", scale=(0, 100), responsible_unit=self.kl
        )
        self.staff = IndicatorFactory(
            code="anst", name="Antal tillsvidareanställda", kind=IndicatorKind.STAFF, measure=Measure.COUNT,
            aggregation=AggregationChoice.LAST,
        )  # fmt: skip
        self.occasion = OccasionFactory()
        self.editor = self.person("editor", self.vss, "Huvudcontrollern")

    def person(self, role, unit, name="Controller"):
        person = UserFactory(display_name=name)
        Membership.objects.create(person=person, role=role, unit=unit, valid_from=dt.date(2019, 1, 1))
        return person


def workbook(*rows, sheets=None, hidden=(), merged=(), hidden_rows=(), formulas=None, **options):
    """An xlsx file with these rows in its first sheet, or several named sheets; cells are values."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in (sheets or {"Blad1": rows}).items():
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write)(at, column, value)
        for place, (formula, value) in (formulas or {}).items():
            sheet.write_formula(place, formula, None, value)
        for corners in merged:
            sheet.merge_range(*corners)
        for row in hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
    for name in hidden:
        # A workbook never opens on a hidden sheet.
        next(sheet for sheet in book.worksheets() if sheet.name not in hidden).activate()
        book.get_worksheet_by_name(name).hide()
    book.close()
    return target.getvalue()


def csv(*lines, encoding="utf-8", delimiter=";"):
    """A text file; each line is a list of texts."""
    return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)


def archive(**entries):
    """A zip file; the names of entries have / for __ and . for _0_."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("_0_", "."), content)
    return target.getvalue()


def sheet_xml(cells, dimension="A1:B2"):
    """A workbook whose one sheet has this XML among its rows."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return archive(
        **{
            "[Content_Types]_0_xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="{book}"/></Types>',
            "_rels___0_rels".replace("___0_", "/."): f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl__workbook_0_xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl___rels__workbook_0_xml_0_rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl__worksheets__sheet1_0_xml": f'<worksheet xmlns="{spreadsheet}"><dimension ref="{dimension}"/>'
            f"<sheetData>{cells}</sheetData></worksheet>",
        }
    )


def long_file(*lines, head=("Enhet", "Indikator", "Period", "Värde")):
    """A workbook with one row a figure."""
    return workbook(head, *lines)


SIE_HEAD = """#FLAGGA 0
#PROGRAM "Ekonomi" 7.2
#FORMAT PC8
#GEN 20240905 "sign"
#SIETYP 4
#ORGNR 212000-0449
#FNAMN "Linköpings kommun"
#RAR 0 20240101 20241231
#RAR -1 20230101 20231231
#KONTO 3010 "Försäljning"
#KONTO 5010 "Löner"
#KONTO 8310 "Ränteintäkter"
#KONTO 1510 "Kundfordringar"
#DIM 1 "Ansvar"
#DIM 6 "Projekt"
#OBJEKT 1 "4711" "Kontakt Linköping"
#OBJEKT 1 "4712" "LK-data"
#OBJEKT 1 "4799" "Gemensamt"
"""


def sie(*records, head=SIE_HEAD, encoding="cp437"):
    """A SIE file with these records after its head."""
    return (head + "\n".join(records) + "\n").encode(encoding)
