"""The loaders of the facts, in the order in which what they define is referred to."""

from __future__ import annotations

from indicators.loading.breakdowns import read_breakdowns, save_breakdowns
from indicators.loading.figures import read_figures, save_figures
from indicators.loading.goals import read_goals
from indicators.loading.goals_saving import save_goals
from indicators.loading.indicators import read_indicators
from indicators.loading.indicators_saving import save_indicators
from indicators.loading.judgements import (
    read_assessments,
    read_assignments,
    save_assessments,
    save_assignments,
)
from indicators.loading.occasions import read_occasions, save_occasions
from indicators.loading.organisation import read_organisation, save_organisation
from indicators.loading.people import read_people, save_people
from indicators.loading.registry import Loader
from indicators.loading.sources import read_decisions, read_documents, save_decisions, save_documents
from indicators.loading.targets import read_targets, save_targets

FAMILIES = (
    Loader("organisation", read_organisation, save_organisation),
    Loader("indelningar", read_breakdowns, save_breakdowns),
    Loader("beslut", read_decisions, save_decisions),
    Loader("dokument", read_documents, save_documents),
    Loader("indikatorer", read_indicators, save_indicators),
    Loader("tillfällen", read_occasions, save_occasions),
    Loader("mål", read_goals, save_goals),
    Loader("målvärden", read_targets, save_targets),
    Loader("värden", read_figures, save_figures),
    Loader("bedömningar", read_assessments, save_assessments),
    Loader("uppdrag", read_assignments, save_assignments),
    Loader("personer", read_people, save_people),
)
