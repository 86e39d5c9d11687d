"""A month of sixty figures for VO HR: the demo's own rows, and as many invented ones as are needed.

Run inside the portal that is visited: `manage.py shell -c "from tests.browser.sixty import fill; fill()"`.
"""

from indicators.models import Indicator, Unit
from indicators.models.choices import AggregationChoice, IndicatorKind, Measure, Role
from tests.factories import IndicatorFactory

ROWS = 60
# The rows that the controller of VO HR enters in the demo itself, with what is entered in them.
OWN = {
    "Intäkter, tkr": "2 900",
    "Kostnader, tkr": "9 999",
    "Ärenden HR-Direkt": "221",
    "Antal rekryteringar": "480",
    "Antal lönespecifikationer": "IU",
    "Kundnöjdhet HR-service": "9,6",
}
MADE = {f"Provvolym {number:02}": f"{number},5" for number in range(1, ROWS - len(OWN) + 1)}
# In the order of the page: volumes stand before quality.
VALUES = {**dict(list(OWN.items())[:5]), **MADE, "Kundnöjdhet HR-service": OWN["Kundnöjdhet HR-service"]}


def fill() -> None:
    """Make the invented rows: volumes of HR-service, whose controller enters them."""
    unit = Unit.objects.get(code="hr-service")
    last = Indicator.objects.filter(kind=IndicatorKind.VOLUME).order_by("-order").values_list("order", flat=True)[0]
    for order, name in enumerate(MADE, last + 1):
        IndicatorFactory(
            organisation=unit.organisation,
            code=name.lower().replace(" ", "_"),
            name=name,
            kind=IndicatorKind.VOLUME,
            measure=Measure.COUNT,
            aggregation=AggregationChoice.SUM,
            responsible_unit=unit,
            responsible_role=Role.CONTROLLER,
            order=order,
        )
