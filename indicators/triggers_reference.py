"""Reference rows (names, definitions, goal trees, documents …) change only in the open, in the database itself.

Triggers refuse a change or removal of such a row outside a `ReferenceAct` (who, when, why), refuse the columns that
say what the row is, and write the row as it was and as it became to the log. So no way of writing leaves no trace.
`docs/decisions/0011` tells why. The database's own columns are asked for when the triggers are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ACTS, LOG = "indicators_referenceact", "indicators_referencechange"
IS_OPEN = f"EXISTS (SELECT 1 FROM {ACTS} WHERE open)"  # noqa: S608
LOGS_NEW = f"EXISTS (SELECT 1 FROM {ACTS} WHERE open AND additions)"  # noqa: S608
OUTSIDE = "ändras bara med person och orsak i loggen."


@dataclass(frozen=True)
class Watched:
    """A table of reference rows: what a row is, the columns that never change, and whether a row may be taken away.

    `closed` is a condition on OLD; where it holds, the columns of `then_fixed` don't change either.
    """

    thing: str
    fixed: tuple[str, ...] = ()
    kept: bool = False
    closed: str = ""
    then_fixed: tuple[str, ...] = ()


WATCHED: dict[str, Watched] = {
    "indicators_organisation": Watched("Organisationen", ("code",), kept=True),
    "indicators_unit": Watched("Enheten", ("organisation_id", "code"), kept=True),
    "indicators_unitname": Watched("Enhetsnamnet", ("unit_id",)),
    "indicators_unitlink": Watched("Sambandet", ("unit_id", "kind", "to_id")),
    "indicators_indicator": Watched("Indikatorn", ("organisation_id", "code"), kept=True),
    "indicators_indicator_breakdown_sets": Watched("Indelningen", ("indicator_id", "breakdownset_id")),
    "indicators_indicatordefinition": Watched("Definitionen", ("indicator_id",)),
    "indicators_measuringschedule": Watched("Mätplanen", ("indicator_id", "from_year")),
    "indicators_responsibility": Watched("Ansvaret", ("indicator_id", "person_id")),
    "indicators_breakdownset": Watched("Indelningen", ("code",), kept=True),
    "indicators_breakdown": Watched("Delen", ("set_id", "code"), kept=True),
    "indicators_goalarea": Watched("Målområdet", ("organisation_id", "year", "code")),
    "indicators_municipalgoal": Watched("Målet", ("area_id", "code")),
    "indicators_goal": Watched("Målet", ("municipal_goal_id", "code")),
    "indicators_goalmove": Watched("Flytten", ("goal_id", "to_id", "day")),
    "indicators_goallink": Watched("Sambandet", ("earlier_id", "later_id")),
    "indicators_goalindicator": Watched("Raden i målet", ("goal_id",)),
    "indicators_goalindicator_breakdowns": Watched("Underraden", ("goalindicator_id", "breakdown_id")),
    "indicators_assignment": Watched("Uppdraget", ("organisation_id", "year", "code")),
    "indicators_decision": Watched("Beslutet", ("organisation_id", "code"), kept=True),
    "indicators_sourcedocument": Watched("Dokumentet", ("organisation_id", "code", "recorded_on"), kept=True),
    "indicators_membership": Watched("Rollen", ("person_id", "role", "unit_id"), kept=True),
}
# An act is closed and otherwise left as it was.
ACT_CHANGED = (
    "OLD.open AND NOT NEW.open AND OLD.by_id = NEW.by_id AND OLD.at = NEW.at AND OLD.reason = NEW.reason "
    "AND OLD.additions = NEW.additions"
)


@dataclass(frozen=True)
class Trigger:
    """A trigger of a watched table: refuses (condition and message, the first that holds), then logs where `when`."""

    name: str
    table: str
    timing: str
    act: str
    when: str
    refusals: Sequence[tuple[str, str]]
    kind: str


def reference_names() -> list[str]:
    """The names of the triggers of all watched tables."""
    return [f"{table}_{act}" for table in WATCHED for act in ("changed", "removed", "added")]


def reference_triggers(table: str, *, differs: str) -> Iterator[Trigger]:
    """The triggers of a watched table; `differs` is the condition that OLD and NEW aren't the same."""
    watched = WATCHED[table]
    outside = [(f"NOT {IS_OPEN}", f"{watched.thing} {OUTSIDE}")]
    yield Trigger(f"{table}_changed", table, "BEFORE", "UPDATE", differs, [*_fixed(watched), *outside], "changed")
    kept = [("1=1", f"{watched.thing} kan inte tas bort.")] if watched.kept else outside
    yield Trigger(f"{table}_removed", table, "BEFORE", "DELETE", "1=1", kept, "removed")
    yield Trigger(f"{table}_added", table, "AFTER", "INSERT", LOGS_NEW, [], "added")


def _fixed(watched: Watched) -> Iterator[tuple[str, str]]:
    for columns, condition in ((("id", *watched.fixed), "1=1"), (watched.then_fixed, watched.closed)):
        if columns:
            other = " OR ".join(f'OLD."{column}" <> NEW."{column}"' for column in columns)
            # A null that gets a value, or a value that becomes null, differs too.
            other += "".join(f' OR (OLD."{each}" IS NULL) <> (NEW."{each}" IS NULL)' for each in columns)
            yield f"({condition}) AND ({other})", f"{watched.thing} är vad den är; {_named(columns)} ändras inte."


def _named(columns: Sequence[str]) -> str:
    return ", ".join(column.removesuffix("_id") for column in columns if column != "id") or "nyckeln"


def _row(trigger: Trigger, side: str, columns: Sequence[str], *, postgresql: bool) -> str:
    """A side of the row as JSON; nothing where the act has no such side."""
    if (side, trigger.act) in (("OLD", "INSERT"), ("NEW", "DELETE")):
        return "NULL"
    if postgresql:
        return f"to_jsonb({side})"
    return "json_object(" + ", ".join(f"'{column}', {side}.\"{column}\"" for column in columns) + ")"


def _logged(trigger: Trigger, columns: Sequence[str], *, postgresql: bool) -> str:
    key = "OLD.id" if trigger.act == "DELETE" else "NEW.id"
    before, after = (_row(trigger, side, columns, postgresql=postgresql) for side in ("OLD", "NEW"))
    return (
        f"INSERT INTO {LOG} (act_id, table_name, row_key, kind, before, after) "  # noqa: S608
        f"SELECT MAX(id), '{trigger.table}', {key}, '{trigger.kind}', {before}, {after} FROM {ACTS} WHERE open;"
    )


def _sqlite(trigger: Trigger, columns: Sequence[str]) -> list[str]:
    refused = "".join(f"SELECT RAISE(ABORT, '{told}') WHERE {condition}; " for condition, told in trigger.refusals)
    logged = _logged(trigger, columns, postgresql=False)
    return [
        f"DROP TRIGGER IF EXISTS {trigger.name}",
        f"CREATE TRIGGER {trigger.name} {trigger.timing} {trigger.act} ON {trigger.table} WHEN {trigger.when} "
        f"BEGIN {refused}{logged} END",
    ]


def _postgresql(trigger: Trigger) -> list[str]:
    refused = "".join(
        f"IF {condition} THEN RAISE EXCEPTION '{told}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        for condition, told in trigger.refusals
    )
    back = "OLD" if trigger.act == "DELETE" else "NEW"
    logged = _logged(trigger, (), postgresql=True)
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {trigger.when} THEN {refused}{logged} END IF; RETURN {back}; END $$",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} {trigger.timing} {trigger.act} ON {trigger.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {trigger.name}()",
    ]


def statements(table: str, columns: Sequence[str], *, postgresql: bool) -> Iterator[str]:
    """What makes the triggers of a watched table, whose columns are given."""
    differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    for trigger in reference_triggers(table, differs="OLD IS DISTINCT FROM NEW" if postgresql else differs):
        yield from _postgresql(trigger) if postgresql else _sqlite(trigger, columns)
