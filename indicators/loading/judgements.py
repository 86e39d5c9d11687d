"""Loads what people judged: goal assessments (`assessments/*.yaml`) and assignments (`assignments/2023.yaml`).

In `example/` the name of a file of assessments, and the key of statuses, is the period that they belong to: `2024-08`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from indicators.assessing import record_assessment, record_assignment_status
from indicators.gathering import goals_of
from indicators.judging import RowJudgement, judge_goal, load_basis, suggestion_for
from indicators.loading.given import Given, refuse_twice
from indicators.loading.occasions import occasion_of, occasion_of_document
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import DocumentRow, Reading
from indicators.loading.saving import EXAMPLE_DAY, Saving, first_moment, noon
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models import Assignment
from indicators.models.choices import AssessmentStep, AssignmentScope, AssignmentState, OccasionKind, StatusChoice
from indicators.recording import RecordingRefused
from indicators.suggestion import GoalRule

ASSESSMENTS_OF_EXAMPLE = "example/assessments/*.yaml"
ASSIGNMENTS = "assignments/*.yaml"
ASSIGNMENTS_OF_EXAMPLE = "example/assignments/*.yaml"
PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")

Occasion = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment as the file tells it."""

    line: int
    goal: str
    step: str
    status: str
    motivation: str


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """The assessments of one file; without a document they are invented."""

    name: str
    document: DocumentRow | None
    occasion: Occasion
    rows: Sequence[AssessmentRow]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment as the file tells it."""

    code: str
    scope: str
    group: str
    number: str
    text: str
    goal: str
    carried_from: tuple[int, str] | None
    report_back_on: dt.date | None
    receiver: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How far an assignment had come, as the file tells it."""

    line: int
    assignment: str
    state: str
    comment: str


@dataclass(frozen=True, slots=True)
class AssignmentFile:
    """The assignments of a year and their statuses by occasion, each with the moment that they became known."""

    name: str
    year: int
    rows: Sequence[AssignmentRow]
    statuses: Sequence[tuple[Occasion, dt.datetime, Sequence[StatusRow]]]


# Assessments


def read_assessments(reading: Reading) -> list[AssessmentFile]:
    """All files of assessments, the printed ones in order of recording."""
    files = [
        _assessment_file(reading, name, document, occasion_of_document(document))
        for document in reading.known.documents.values()
        for name in document.assessments
        if reading.exists(name)
    ]
    for name in reading.folder.matching(ASSESSMENTS_OF_EXAMPLE) if reading.demo else ():
        occasion = _period(PurePosixPath(name).stem)
        files.append(_assessment_file(reading, name, None, occasion))
    return files


def _assessment_file(
    reading: Reading, name: str, document: DocumentRow | None, occasion: Occasion | None
) -> AssessmentFile:
    rows = reading.rows(name)
    if occasion not in reading.known.occasions:
        reading.problems.add(name, None, "", f"Det finns inget tillfälle som filen hör till ({_told(occasion)}).")
    goals = reading.known.goals.get(occasion[0], set()) if occasion else set()
    found = [_assessment(row, goals, printed=document is not None) for row in rows]
    refuse_twice([(row, each.goal) for row, each in zip(rows, found, strict=True)], "goal", "Målet")
    return AssessmentFile(name, document, occasion or (FIRST_YEAR, "", 1), found)


def _assessment(given: Given, goals: set[str], *, printed: bool) -> AssessmentRow:
    step = AssessmentStep.REPRODUCED if printed else given.choice("step", AssessmentStep, default="proposed")
    row = AssessmentRow(
        line=given.line,
        goal=given.known("goal", goals, "målen det året"),
        step=step,
        status=given.choice("status", StatusChoice),
        motivation=given.text("motivation", longest=None, default=""),
    )
    given.finish()
    return row


def save_assessments(files: Sequence[AssessmentFile], saving: Saving) -> None:
    """Records the assessments of the files that have changed, with what the indicators pointed to then."""
    for file in files:
        if file.name in saving.changed:
            judged = _judged(file, saving)
            for row in file.rows:
                _save_assessment(row, file, saving, judged.get(row.goal, []))


def _judged(file: AssessmentFile, saving: Saving) -> dict[str, list[RowJudgement]]:
    """How the indicators of each goal stood, by what was known on the day of the document."""
    year, kind, month = file.occasion
    basis = load_basis(
        saving.organisation,
        year=year,
        month=month,
        known_on=file.document.recorded_on if file.document else EXAMPLE_DAY,
        final=kind == OccasionKind.YEAR_END,
    )
    return {goal.code: judge_goal(goal, basis) for goal in goals_of(saving.organisation, year)}


def _save_assessment(row: AssessmentRow, file: AssessmentFile, saving: Saving, judged: Sequence[RowJudgement]) -> None:
    document = file.document
    try:
        answer = record_assessment(
            goal=saving.goals[file.occasion[0], row.goal],
            occasion=saving.occasions[file.occasion],
            step=row.step,
            status=row.status,
            motivation=row.motivation,
            suggestion=suggestion_for(judged, GoalRule.STRICT),
            inputs=[each.snapshot() for each in judged],
            by=saving.by,
            document=saving.documents[document.slug] if document else None,
            recorded_at=noon(document.recorded_on) if document else first_moment(EXAMPLE_DAY),
        )
    except RecordingRefused as refused:
        raise _refusal(refused, file.name, row.line) from None
    saving.summary.add(file.name, answer.state)


# Assignments


def read_assignments(reading: Reading) -> list[AssignmentFile]:
    """The assignments of each year with their statuses, in order of the years."""
    invented = reading.folder.matching(ASSIGNMENTS_OF_EXAMPLE) if reading.demo else []
    names = [*reading.folder.matching(ASSIGNMENTS), *invented]
    return [_assignment_file(reading, name) for name in sorted(names, key=lambda name: PurePosixPath(name).stem)]


def _assignment_file(reading: Reading, name: str) -> AssignmentFile:
    document = reading.document(name)
    year = document.whole("year", FIRST_YEAR, LAST_YEAR)
    rows = document.rows("assignments")
    assignments = [_assignment(row, year, reading) for row in rows]
    refuse_twice([(row, each.code) for row, each in zip(rows, assignments, strict=True)], "code", "Uppdraget")
    reading.known.assignments.setdefault(year, set()).update(each.code for each in assignments)
    statuses = list(_statuses(document, year, reading)) if document.has("statuses") else []
    document.finish()
    return AssignmentFile(name, year, assignments, statuses)


def _assignment(given: Given, year: int, reading: Reading) -> AssignmentRow:
    row = AssignmentRow(
        code=given.code(),
        scope=given.choice("scope", AssignmentScope),
        group=given.text("group", longest=120, default=""),
        number=given.text("number", longest=8, default=""),
        text=given.text("text", longest=None),
        goal=given.known("goal", reading.known.goals.get(year, set()), f"målen {year}", default=""),
        carried_from=_carried_from(given, year, reading),
        report_back_on=given.day_or_none("report_back_on"),
        receiver=given.text("receiver", longest=120, default=""),
    )
    given.finish()
    return row


def _carried_from(given: Given, year: int, reading: Reading) -> tuple[int, str] | None:
    """The assignment of an earlier year that goes on, told as {year: 2021, assignment: k1}."""
    if not given.has("carried_from"):
        return None
    told = given.one("carried_from")
    earlier = told.whole("year", FIRST_YEAR, year - 1)
    code = told.known("assignment", reading.known.assignments.get(earlier, set()), f"uppdragen {earlier}")
    told.finish()
    return earlier, code


def _statuses(
    document: Given, year: int, reading: Reading
) -> Iterator[tuple[Occasion, dt.datetime, Sequence[StatusRow]]]:
    by_key = document.one("statuses")
    for key in by_key.row:
        rows = by_key.rows(key)
        printed = reading.known.documents.get(key)
        occasion = occasion_of_document(printed) if printed else _period(key) if reading.demo else None
        if occasion not in reading.known.occasions or (occasion and occasion[0] != year):
            by_key.wrong(key, f"Inget dokument eller tillfälle {year} heter så ({_told(occasion)}). Rätta nyckeln.")
            continue
        found = [_status(row, reading.known.assignments[year]) for row in rows]
        refuse_twice([(row, each.assignment) for row, each in zip(rows, found, strict=True)], "assignment", "Uppdraget")
        moment = noon(printed.recorded_on) if printed else first_moment(EXAMPLE_DAY)
        yield occasion, moment, found


def _status(given: Given, codes: set[str]) -> StatusRow:
    row = StatusRow(
        line=given.line,
        assignment=given.known("assignment", codes, "uppdragen i filen"),
        state=given.choice("status", AssignmentState, default=""),
        comment=given.text("comment", longest=None, default=""),
    )
    given.finish()
    return row


def save_assignments(files: Sequence[AssignmentFile], saving: Saving) -> None:
    """Assignments, and the statuses of those files that have changed."""
    organisation = saving.organisation
    known = Assignment.objects.filter(organisation=organisation)
    rows = saving.rows("strategiska uppdrag", known, "year", "code", organisation=organisation)
    for file in files:
        for order, told in enumerate(file.rows):
            carried = rows.known.get(told.carried_from) if told.carried_from else None
            rows.put(
                year=file.year,
                code=told.code,
                scope=told.scope,
                group=told.group,
                number=told.number,
                text=told.text,
                goal_id=saving.goals[file.year, told.goal].pk if told.goal else None,
                carried_from_id=carried.pk if carried else None,
                report_back_on=told.report_back_on,
                receiver=told.receiver,
                order=order,
            )
        if file.name in saving.changed:
            for occasion, moment, statuses in file.statuses:
                for status in statuses:
                    assignment = rows.known[file.year, status.assignment]
                    _save_status(status, file.name, assignment, occasion, moment, saving)


def _save_status(
    row: StatusRow, name: str, assignment: Assignment, occasion: Occasion, moment: dt.datetime, saving: Saving
) -> None:
    if not row.state and not row.comment:
        return
    try:
        answer = record_assignment_status(
            assignment=assignment,
            occasion=saving.occasions[occasion],
            state=row.state,
            comment=row.comment,
            by=saving.by,
            recorded_at=moment,
        )
    except RecordingRefused as refused:
        raise _refusal(refused, name, row.line) from None
    saving.summary.add(name, answer.state)


def _refusal(refused: RecordingRefused, name: str, line: int) -> ReferenceRefused:
    return ReferenceRefused([Problem(name, line, "", found.message) for found in refused.problems])


def _period(text: str) -> Occasion | None:
    found = PERIOD.fullmatch(text)
    return occasion_of(int(found[1]), int(found[2])) if found else None


def _told(occasion: Occasion | None) -> str:
    return f"{occasion[1]} {occasion[0]}-{occasion[2]:02}" if occasion else "år och månad som 2024-08 saknas"
