"""Formulas over indicators: `net_result / revenues * 100`, `(inv_net@budget - inv_net) / inv_net@budget * 100`.

A small language of its own with + - * / and parentheses, numbers, and codes that may carry `@scenario`; nothing in it
can reach the program. It is computed in exact fractions, so that the one rounding is the one when the value is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, NoReturn

from indicators.number_parsing import Marker, absence, shortened
from indicators.numbers import MINUS, Number, format_number, round_half_up

LONGEST_FORMULA = 300
DEEPEST_FORMULA = 20
# A quotient is handed on with so many decimals that the rounding when it is shown is as good as the only one.
FINEST_DECIMALS = 40

SCENARIO_WORDS = {"outcome": "utfall", "budget": "budget", "forecast": "prognos", "plan": "plan", "frame": "ram"}

_EXAMPLE = "Skriv till exempel net_result / revenues * 100."
_OPERAND = "ett tal, en kod eller en parentes"
_END = "end"
_SHOWN_SIGNS = {"-": MINUS, "*": "×"}
_TOKEN = re.compile(
    r"""(?P<number>\d+(?:[.,]\d+)?)(?![\w@])
      | (?P<code>[a-z][a-z0-9_]*(?:@[a-z]+)?)(?![\w@])
      | (?P<sign>[-+*/()\u2212])""",
    re.ASCII | re.VERBOSE,
)

Value = Number | Decimal | Marker | None


class FormulaError(ValueError):
    """The formula can't be read. The Swedish message names the place; `position` counts characters from 1."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Reference(NamedTuple):
    """An indicator that a formula asks for; without scenario, in the scenario that the formula is computed for."""

    code: str
    scenario: str | None = None

    def named(self, names: Mapping[str, str] | None = None) -> str:
        """What a reader calls it: the name for its code, with the scenario's word behind."""
        name = (names or {}).get(self.code, self.code)
        return f"{name} ({SCENARIO_WORDS[self.scenario]})" if self.scenario else name


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no value; `reason` is a Swedish sentence that says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class _Chain:
    """Operands of one precedence with the signs between them, computed from the left."""

    first: _Node
    rest: tuple[tuple[str, _Node], ...]


@dataclass(frozen=True, slots=True)
class _Negated:
    inner: _Node


_Node = Fraction | Reference | _Chain | _Negated


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read, ready to be computed as often as one likes."""

    text: str
    _tokens: tuple[_Token, ...]
    _root: _Node
    _references: tuple[Reference, ...]

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Read a formula; FormulaError tells where it can't be read."""
        tokens = _tokens_of(text)
        references = dict.fromkeys(_reference(token.text) for token in tokens if token.kind == "code")
        return cls(text.strip(), tokens, _Parser(tokens).parse(), tuple(references))

    def __str__(self) -> str:
        return self.text

    def references(self) -> tuple[Reference, ...]:
        """What must be known to compute it, each once, in the order of the text."""
        return self._references

    def evaluate(self, values: Mapping[Reference, Value], names: Mapping[str, str] | None = None) -> Decimal | Missing:
        """Compute it, unrounded. A value that is absent or a marker, and a division by zero, give Missing.

        `names` gives the codes the names that a reader knows them by.
        """
        known = {reference: _exact(values.get(reference)) for reference in self.references()}
        absent = [_absence(at.named(names), values.get(at)) for at, exact in known.items() if exact is None]
        if absent:
            return Missing(f"Går inte att räkna: {', '.join(absent)}.")
        try:
            result = _computed(self._root, {at: exact for at, exact in known.items() if exact is not None})
        except ZeroDivisionError:
            return Missing(f"Går inte att räkna: nämnaren är noll i {self._filled(values)}.")
        return round_half_up(result, FINEST_DECIMALS).trimmed().value

    def explain(
        self,
        values: Mapping[Reference, Value],
        decimals: int | None = None,
        names: Mapping[str, str] | None = None,
    ) -> str:
        """The formula with the numbers put in: `(60 500 − 45 000) / 60 500 × 100 = 25,6`.

        `decimals` rounds the result; without it two decimals show at most. What can't be computed says why.
        """
        result = self.evaluate(values, names)
        if isinstance(result, Missing):
            return result.reason
        return self.written(values, result, decimals)

    def written(self, values: Mapping[Reference, Value], result: Decimal, decimals: int | None = None) -> str:
        """The formula with the numbers put in and the result that it was computed to."""
        return f"{self._filled(values)} = {_shown_result(result, decimals)}"

    def _filled(self, values: Mapping[Reference, Value]) -> str:
        shown, after_operand = "", False
        for token in self._tokens:
            if after_operand and token.kind == "sign" and token.text != ")":
                shown += f" {_SHOWN_SIGNS.get(token.text, token.text)} "
            else:
                shown += _shown_operand(token, values, bare=shown.endswith("(") or not shown)
            after_operand = token.kind != "sign" or token.text == ")"
        return shown


class _Parser:
    """Recursive descent over the tokens; it goes deeper only for parentheses and signs, and counts how deep it is."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def parse(self) -> _Node:
        root = self._sum()
        if self._current.kind != _END:
            self._refuse("+ - * / eller formelns slut")
        return root

    @property
    def _current(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _sum(self) -> _Node:
        return self._chain("+-", self._product)

    def _product(self) -> _Node:
        return self._chain("*/", self._factor)

    def _chain(self, signs: str, operand: Callable[[], _Node]) -> _Node:
        first, rest = operand(), []
        while self._current.kind == "sign" and self._current.text in signs:
            sign = self._take().text
            rest.append((sign, operand()))
        return _Chain(first, tuple(rest)) if rest else first

    def _factor(self) -> _Node:
        token = self._current
        if token.kind == "number":
            return Number.of(self._take().text).fraction
        if token.kind == "code":
            return _reference(self._take().text)
        if token.text == "-":
            return self._deeper(lambda: _Negated(self._factor()))
        if token.text != "(":
            self._refuse(_OPERAND)
        return self._deeper(lambda: self._parenthesis(token))

    def _deeper(self, inner: Callable[[], _Node]) -> _Node:
        self._depth += 1
        token = self._take()
        if self._depth > DEEPEST_FORMULA:
            message = (
                f"Formeln har fler än {DEEPEST_FORMULA} nivåer vid tecken {token.position}. Dela upp den på flera."
            )
            raise FormulaError(message, token.position)
        node = inner()
        self._depth -= 1
        return node

    def _parenthesis(self, opening: _Token) -> _Node:
        node = self._sum()
        if self._current.kind == _END:
            message = f"Parentesen som öppnas vid tecken {opening.position} i formeln stängs aldrig. Lägg till ”)”."
            raise FormulaError(message, opening.position)
        if self._current.text != ")":
            self._refuse("+ - * / eller ”)”")
        self._take()
        return node

    def _refuse(self, expected: str) -> NoReturn:
        token = self._current
        found = "slutar den" if token.kind == _END else f"står ”{shortened(token.text)}”"
        message = f"Vid tecken {token.position} i formeln väntas {expected}, men där {found}. {_EXAMPLE}"
        raise FormulaError(message, token.position)


def _tokens_of(text: str) -> tuple[_Token, ...]:
    if len(text) > LONGEST_FORMULA:
        message = f"Formeln är {len(text)} tecken lång. Högst {LONGEST_FORMULA} läses. Dela upp den på flera."
        raise FormulaError(message, LONGEST_FORMULA + 1)
    if not text.strip():
        raise FormulaError(f"Formeln är tom. {_EXAMPLE}", 1)
    tokens, place = [], 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token_at(text, place)
        tokens.append(token)
        place += len(token.text)
    return (*tokens, _Token(_END, "", len(text.rstrip()) + 1))


def _token_at(text: str, place: int) -> _Token:
    found = _TOKEN.match(text, place)
    if not found or not found.lastgroup:
        word = shortened(re.split(r"\s", text[place:], maxsplit=1)[0])
        message = f"”{word}” vid tecken {place + 1} i formeln går inte att läsa. {_EXAMPLE}"
        raise FormulaError(message, place + 1)
    kind, word = found.lastgroup, found.group()
    if kind == "code" and _reference(word).scenario not in (None, *SCENARIO_WORDS):
        known = ", ".join(SCENARIO_WORDS)
        message = f"”{shortened(word)}” vid tecken {place + 1} i formeln finns inte. Efter @ står något av {known}."
        raise FormulaError(message, place + 1)
    return _Token(kind, "-" if word == MINUS else word, place + 1)


def _reference(text: str) -> Reference:
    code, _, scenario = text.partition("@")
    return Reference(code, scenario or None)


def _computed(node: _Node, values: Mapping[Reference, Fraction]) -> Fraction:
    if isinstance(node, Fraction):
        return node
    if isinstance(node, Reference):
        return values[node]
    if isinstance(node, _Negated):
        return -_computed(node.inner, values)
    result = _computed(node.first, values)
    for sign, operand in node.rest:
        result = _applied(sign, result, _computed(operand, values))
    return result


def _applied(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


def _exact(value: Value) -> Fraction | None:
    return Number.of(value).fraction if isinstance(value, Number | Decimal) else None


def _absence(name: str, value: Value) -> str:
    return absence(name, value if isinstance(value, Marker) else None)


def _shown_operand(token: _Token, values: Mapping[Reference, Value], *, bare: bool) -> str:
    if token.kind != "code":
        return _SHOWN_SIGNS.get(token.text, token.text.replace(".", ","))
    value = values.get(_reference(token.text))
    shown = format_number(value) if isinstance(value, Number | Decimal) else token.text
    return f"({shown})" if shown.startswith(MINUS) and not bare else shown


def _shown_result(result: Decimal, decimals: int | None) -> str:
    if decimals is not None:
        return format_number(result, decimals)
    return format_number(round_half_up(result, 2).trimmed())
