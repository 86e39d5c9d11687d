"""The closed vocabularies of the facts; values are stored, labels are what a user reads."""

from django.db.models import IntegerChoices, TextChoices


class UnitKind(TextChoices):
    """What a unit is in the organisation."""

    COMMITTEE = "committee", "nämnd"
    ADMINISTRATION = "administration", "förvaltning"
    STAFF = "staff", "stab"
    BUSINESS_AREA = "business_area", "verksamhetsområde"
    UNIT = "unit", "enhet"
    SUB_UNIT = "sub_unit", "del av enhet"


class LinkKind(TextChoices):
    """How one unit relates to another from a day on."""

    PART_OF = "part_of", "del av"
    SUCCEEDED_BY = "succeeded_by", "efterträds av"
    MOVED_FROM = "moved_from", "flyttad från"


class OccasionKind(TextChoices):
    """The reporting occasions of a year."""

    MONTH = "month", "månad"
    MARCH = "march", "delår 31 mars"
    AUGUST = "august", "delår 31 augusti"
    YEAR_END = "year_end", "helår"
    BUDGET = "budget", "budget"


class GoalKind(TextChoices):
    """Who decides the goal: the board (nämnd) or the administration itself."""

    COMMITTEE = "committee", "nämndmål"
    ADMINISTRATION = "administration", "förvaltningsmål"


class IndicatorKind(TextChoices):
    """What an indicator follows."""

    GOAL = "goal", "målindikator"
    VOLUME = "volume", "volym"
    STAFF = "staff", "personal"
    ECONOMY = "economy", "ekonomi"
    INVESTMENT = "investment", "investering"


class Measure(TextChoices):
    """The unit of measure."""

    PERCENT = "percent", "%"
    PERCENTAGE_POINTS = "percentage_points", "%-enheter"
    COUNT = "count", "antal"
    TKR = "tkr", "tkr"
    INDEX = "index", "index"
    SCALE = "scale", "skala"
    YEARS = "years", "år"
    GRAMS = "grams", "gram"
    DAYS = "days", "dagar"
    RATIO = "ratio", "kvot"


class DirectionChoice(TextChoices):
    """Which way is better."""

    UP = "up", "högre är bättre"
    DOWN = "down", "lägre är bättre"
    ZERO = "zero", "nära noll är bäst"
    NEUTRAL = "neutral", "ingen riktning"
    NEAREST = "nearest", "nära målvärdet är bäst"


class AggregationChoice(TextChoices):
    """How months become year to date."""

    SUM = "sum", "summan av månaderna"
    LAST = "last", "läget den sista månaden"
    MEAN = "mean", "medelvärdet av månaderna"
    REPORTED = "reported", "rapporteras för januari till månaden"
    ACCUMULATING = "accumulating", "andel som växer över året"
    YEARLY = "yearly", "mäts en gång om året"
    FORMULA = "formula", "räknas ur andra indikatorer"


class Frequency(TextChoices):
    """How often an indicator is measured."""

    MONTHLY = "monthly", "varje månad"
    QUARTERLY = "quarterly", "varje kvartal"
    TERTIAL = "tertial", "varje tertial"
    YEARLY = "yearly", "en gång om året"
    PAUSED = "paused", "mäts inte"


class GoalRowRole(TextChoices):
    """The part that a row plays in a goal's list of indicators."""

    LINE = "line", "rad"
    GROUP = "group", "rubrikrad"
    BREAKDOWN = "breakdown", "underrad"
    TEXT = "text", "textrad"


class Scenario(TextChoices):
    """Whether the figure tells what was, or what is meant or thought to be."""

    OUTCOME = "outcome", "utfall"
    BUDGET = "budget", "budget"
    FORECAST = "forecast", "prognos"
    PLAN = "plan", "plan"
    FRAME = "frame", "ram"


class SpanChoice(TextChoices):
    """Which stretch of time a figure covers."""

    MONTH = "month", "månaden"
    YTD = "ytd", "ackumulerat"
    FULL_YEAR = "full_year", "helår"
    POINT = "point", "per den"
    PROJECT = "project", "sedan projektets start"


class MarkerChoice(TextChoices):
    """Why there is no value."""

    NO_DATA = "no_data", "Ingen uppgift"
    NOT_APPLICABLE = "not_applicable", "Ej tillämpligt"
    NOT_EXISTING = "not_existing", "Fanns inte"
    NONE_OCCURRED = "none_occurred", "Inget inträffade"
    NOT_REPORTED = "not_reported", "Ännu inte rapporterat"
    WITHHELD = "withheld", "Får inte visas"
    CLEARED = "cleared", "Töm cellen"


class Source(TextChoices):
    """By which way a figure came in."""

    FORM = "form", "inskrivet"
    IMPORT = "import", "inläst fil"
    DOCUMENT = "document", "tryckt dokument"
    EXAMPLE = "example", "exempeldata"
    SYSTEM = "system", "systemet"


class FootnoteKind(TextChoices):
    """What a footnote is about; a method break cuts the trend."""

    PERIOD = "period", "period"
    METHOD_BREAK = "method_break", "metodbyte"
    COVERAGE = "coverage", "täckning"
    ORGANISATION = "organisation", "organisation"
    EXPLANATION = "explanation", "förklaring"


class TargetKindChoice(TextChoices):
    """How a target is met."""

    GE = "ge", "minst"
    GT = "gt", "mer än"
    LT = "lt", "mindre än"
    LE = "le", "högst"
    ABS_LE = "abs_le", "högst så långt från noll"
    PLAIN = "plain", "nivå"
    ZERO_RESULT = "zero_result", "nollresultat"
    TREND_UP = "trend_up", "ska öka"
    TREND_DOWN = "trend_down", "ska minska"
    DEFERRED = "deferred", "bestäms senare"
    NONE = "none", "inget mål"


class DecisionKind(TextChoices):
    """Who decided a budget, a frame or a target, and in what form."""

    COUNCIL = "council", "kommunfullmäktige"
    BOARD = "board", "kommunstyrelsen"
    DETAILED = "detailed", "detaljbudget"
    SUPPLEMENTARY = "supplementary", "tilläggsbudget"
    CARRIED_OVER = "carried_over", "ombudgetering"
    REALLOCATION = "reallocation", "omdisponering"
    EXECUTIVE = "executive", "kommundirektören"
    PROPOSAL = "proposal", "förslag"


class StatusChoice(TextChoices):
    """The status of a goal or an indicator; its words depend on the report's kind."""

    FULFILLED = "fulfilled", "Uppfylls"
    PARTLY = "partly", "Uppfylls delvis"
    NOT_FULFILLED = "not_fulfilled", "Uppfylls ej"
    NOT_ASSESSABLE = "not_assessable", "Kan ej bedömas"


class AssessmentStep(TextChoices):
    """Which act an assessment's revision records."""

    DRAFT = "draft", "utkast"
    PROPOSED = "proposed", "föreslagen"
    RETURNED = "returned", "tillbakaskickad"
    DECIDED = "decided", "beslutad"
    REPRODUCED = "reproduced", "återgiven efter tryckt rapport"


class AssignmentScope(TextChoices):
    """Whom a strategic assignment is given to."""

    MUNICIPAL = "municipal", "kommungemensamt"
    COMMITTEE = "committee", "nämnd- eller förvaltningsspecifikt"
    ADDED = "added", "tillkommande"


class AssignmentState(TextChoices):
    """How far an assignment has come."""

    DONE = "done", "Genomfört"
    ONGOING = "ongoing", "Pågår"
    MEASURES_TAKEN = "measures_taken", "Åtgärder vidtagna"
    NOT_APPLICABLE = "not_applicable", "Inte tillämplig"


class Role(TextChoices):
    """What a person is in a unit."""

    READER = "reader", "läsare"
    AUDITOR = "auditor", "revisor"
    CONTROLLER = "controller", "controller"
    AREA_MANAGER = "area_manager", "verksamhetschef"
    HR = "hr", "HR-funktion"
    WRITER = "writer", "skribent"
    DIRECTOR = "director", "förvaltningschef"
    EDITOR = "editor", "huvudcontroller"
    ADMIN = "admin", "administratör"


class FindingLevel(IntegerChoices):
    """How grave a finding is."""

    NOTICE = 1, "Upplysning"
    WARNING = 2, "Varning"
    ERROR = 3, "Fel"
