"""A service and its rules, compiled: every formula parsed, typed and lowered, or a Problem.

Three passes. First derived facts and tables are lowered, what is read before what reads it; then
every condition of rules, documents, fees, steps and lifecycle; last, with all conditions known,
every read of an optional name is checked for its guard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.analysis.proofs import Prover
from engine.decide.network_size import NetworkTooLargeError, plan
from engine.definitions.built_in_lists import BUILT_IN_LISTS
from engine.definitions.cases import case_problems
from engine.definitions.charged import Lowering
from engine.definitions.compiling.cases import CaseCompiler
from engine.definitions.compiling.claims import ClaimCompiler, claim_scope
from engine.definitions.compiling.issues import IssueCompiler
from engine.definitions.compiling.steps import StepCompiler
from engine.definitions.compiling.texts import compile_texts
from engine.definitions.doubts import Doubt, settled
from engine.definitions.facts import BUILT_INS, LIFECYCLE_ONLY, declared_facts, providers_of
from engine.definitions.fees import CompiledSchedule, compile_schedule
from engine.definitions.guarding import Check, guard_problems
from engine.definitions.lifecycle_doubts import lifecycle_doubts
from engine.definitions.order import compile_order
from engine.definitions.outputs import result_types
from engine.definitions.own_functions import callable_functions
from engine.definitions.reading_days import (
    applies,
    met_or_not_applying,
    reading_on,
    reads_on_a_day,
)
from engine.definitions.tables import compile_table
from engine.definitions.texts import notification_texts, rule_texts, service_texts
from engine.definitions.world import world_of
from engine.expressions import compiled, core
from engine.expressions.core import Node
from engine.expressions.logic import logic_of
from engine.expressions.lower import lower_condition, lower_formula
from engine.expressions.parser import MAX_HEIGHT
from engine.expressions.program import Program
from engine.expressions.reads import reads_of
from engine.expressions.scope import Scope, Symbol, SymbolKind
from engine.expressions.walk import height
from engine.model.citation import Rank, Source
from engine.model.condition import Condition, Formula
from engine.model.document import RequiredDocument
from engine.model.fact import LATER, Fact, FactSource
from engine.model.lifecycle import EffectKind
from engine.model.listing import CodeList
from engine.model.problem import Problem, Span
from engine.model.register import Register
from engine.model.rule import Derived, Rule, RuleSet, Table, Value
from engine.model.service import Service
from engine.model.severity import Severity
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.wording import Words
from engine.model.working import EVERY_DAY, WorkingCalendar

_OF_TABLES: Final = {
    "E401",
    "E402",
    "E405",
    "E410",
    "E411",
    "E431",
    "E432",
    "E433",
}  # which compile all the same


def compile_service(
    service: Service,
    rules: RuleSet,
    lists: Mapping[str, CodeList],
    registers: Mapping[str, Register],
    sources: Mapping[str, Source],
    prover: Prover | None = None,
    calendar: WorkingCalendar = EVERY_DAY,
) -> tuple[Program | None, tuple[Problem, ...]]:
    """The program of a service, or None and every problem found in its expressions.

    Doubts about tables and the lifecycle are put to the prover, if there is one, once nothing else
    is wrong. `calendar` says which days are worked on, where a rule counts them.
    """
    compiler = _Compiler(service, rules, lists, registers, calendar)
    program = compiler.program({source.id: source.rank for source in sources.values()})
    problems = tuple(dict.fromkeys(compiler.problems))
    is_sound = all(problem.code in _OF_TABLES for problem in problems)
    if prover is not None and is_sound and any(compiler.doubts):
        world = world_of(service, rules, registers, lists, program)
        of_tables = (settled(doubts, world, prover) for doubts in compiler.doubts)
        problems += tuple(problem for found in of_tables for problem in found)
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems += tuple(_network_limits(service, program))
    is_refused = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if is_refused else program), problems


def _network_limits(service: Service, program: Program) -> Iterator[Problem]:
    """What the rule network could not take: found here, where durable-rules would hang or fail."""
    try:
        plan(program, service.lifecycle.transitions)
    except NetworkTooLargeError as error:
        hint = "split the condition, or write a part of it as a table"
        message = f"this is too large for the rule network: {error}"
        yield Problem("E501", message, error.at or service.span, hint)


class _Compiler:
    def __init__(
        self,
        service: Service,
        rules: RuleSet,
        lists: Mapping[str, CodeList],
        registers: Mapping[str, Register],
        calendar: WorkingCalendar,
    ) -> None:
        self.service = service
        self.calendar = calendar
        self.rules = rules
        self.problems: list[Problem] = []
        self.facts = declared_facts(service, rules, registers)
        self._shared = {
            field.id: fact
            for fact, providers in providers_of(service).items()
            for _, field in providers
            if field.id != fact
        }
        later = (document for document in rules.documents if document.is_later)
        self.later = {name for document in later for name in document.given}
        self.imported = {entry.name for entry in rules.imports}
        self.lists = {**lists, **BUILT_IN_LISTS}
        self._declared = {derived.name: derived for derived in rules.derived}
        self._derived: dict[str, compiled.CompiledDerived] = {}
        self._faults: dict[str, Problem] = {}  # why a derived fact has no type
        self._tables = {table.name: table for table in rules.tables}
        self._made_tables: dict[str, compiled.CompiledTable] = {}
        self.doubts: list[tuple[Doubt, ...]] = []  # by table
        self._heights: dict[str, int] = {}
        groups = (group for listing in lists.values() for group in listing.groups)
        self._values = {value.name: value for value in (*groups, *rules.values)}
        self._checks: list[Check] = []
        self.functions = callable_functions(rules.functions)
        self.rule_scope = self._scope(is_rule_file=True)
        self.step_scope = self._scope(is_rule_file=False)
        self.lifecycle_scope = self._scope(is_rule_file=False, has_lifecycle=True)
        self.issue_scope = self._scope(is_rule_file=False, has_later=True)

    # Scopes ------------------------------------------------------------------------------

    def _scope(
        self, *, is_rule_file: bool, has_lifecycle: bool = False, has_later: bool = False
    ) -> Scope:
        facts = self.facts.items()
        given = {name for name, fact in facts if has_later or not self._is_later(fact)}
        given &= self.imported if is_rule_file else given
        told = {field.id for field in self.service.review}
        told |= {actor.group.fact for actor in self.service.actors} | self.later
        given |= told if has_lifecycle else set()
        flags = (flag.fact for flag in self.service.lifecycle.flags)
        lifecycle_only = {name: BUILT_INS[name] for name in LIFECYCLE_ONLY}
        lifecycle_only |= dict.fromkeys(flags, YES_NO)
        built_in = dict(BUILT_INS) | lifecycle_only
        if not has_lifecycle:
            built_in = {name: built_in[name] for name in built_in.keys() - lifecycle_only.keys()}
        names = {*given, *built_in, *self._declared, *self._values, *self._tables}

        def resolve(name: str) -> Symbol | None:
            if name in built_in:
                return Symbol(SymbolKind.FACT, name, built_in[name])
            if name in self._declared:
                return self._derived_symbol(name)
            if name in self._values:
                return Symbol(SymbolKind.VALUE, name, self._values[name].type)
            if name in given or (name.endswith(".is_on_record") and name in self.facts):
                return Symbol(SymbolKind.FACT, name, self.facts[name].type)
            return self._table_symbol(name)

        def undeclared(name: str) -> Problem | str | None:
            if name in self.later:
                return "it is asked for after approval, and only the lifecycle reads it"
            if name in self.facts and self.facts[name].source in LATER:
                reader = "the lifecycle" if name in told else "its fee line"
                who = (
                    "staff record"
                    if self.facts[name].source is FactSource.REVIEWER
                    else "others say"
                )
                return f"{who} it later, and only {reader} reads it"
            if name in self.facts:
                return f"add `{name}` to `reads`"
            if name in self._shared:
                return f"its answer gives `{self._shared[name]}`: read that"
            if name in lifecycle_only:
                return "only the lifecycle reads it"
            return self._faults.get(name)

        return Scope(
            resolve,
            undeclared,
            frozenset(names),
            self.lists,
            functions=self.functions,
            outermost=lambda: self.rule_scope,
        )

    def _is_later(self, fact: Fact) -> bool:
        """Whether it is given only after everything that rules decide."""
        return fact.source in LATER or fact.name in self.later

    def _table_symbol(self, name: str) -> Symbol | None:
        """The symbol of an output; of a table at fault, with the types that it declares."""
        table = self._tables.get(name)
        if table is not None and len(table.outputs) == 1:
            output = table.outputs[0][0]
        else:
            name, _, output = name.rpartition(".")
            table = self._tables.get(name)
        if table is None:
            return None
        made = self._made_tables.get(name)
        on = None if made is None else made.on
        type_ = (result_types(table) if made is None else made.types).get(output)
        return None if type_ is None else Symbol(SymbolKind.TABLE, name, type_, output, on)

    def _derived_symbol(self, name: str) -> Symbol | None:
        """The symbol of a derived fact, or None when it is at fault."""
        found = self._derived.get(name)
        return None if found is None else Symbol(SymbolKind.DERIVED, name, found.body.type)

    # Derived facts and tables ------------------------------------------------------------

    def _compile_what_is_read(self) -> None:
        order, circles = compile_order(self.rules)
        for circle in circles:
            self._report_circle(circle)
        for name in order:
            if name in self._declared:
                self._compile_derived(self._declared[name])
            else:
                self._compile_table(self._tables[name])

    def _report_circle(self, circle: tuple[str, ...]) -> None:
        own = {*self._declared, *self._tables}
        name = next((one for one in circle if one in own), None)
        if name is None:
            return  # functions that call one another: said of them
        at = (self._declared.get(name) or self._tables[name]).span
        problem = Problem("E207", f"`{name}` reads itself: {' -> '.join(circle)}", at)
        self.problems.append(problem)
        self._faults |= dict.fromkeys(circle, problem)

    def _compile_derived(self, derived: Derived) -> None:
        before = len(self.problems)
        scope = self._reading_on(derived.read_on)
        made = self._cases(scope).derived(derived)
        if made is None:
            self._faults[derived.name] = self.problems[before]
            return
        self._refuse_idle(scope.read_on, made.body)
        self._checks.append(Check(made.body, scope, True, derived.name))
        self._derived[derived.name] = made
        self._heights[derived.name] = height(made.body, self._heights)

    def _cases(self, scope: Scope) -> CaseCompiler:
        return CaseCompiler(scope, self._bare, self._bounded, self.problems)

    def _check_functions(self) -> None:
        """The body of each own function, whether anything calls it or not."""
        for function in self.rules.functions:
            found = self.functions[function.name]
            if isinstance(found, Problem):
                self.problems.append(found)
                continue
            bound = {
                name: core.ItemRef(name, None, type_, function.span)
                for name, type_ in function.parameters
            }
            scope = self.rule_scope.of_function(bound)
            self._lowered(function.body, scope, may_be_absent=True)

    def _compile_table(self, table: Table) -> None:
        if table.is_by_code and self._has_wrong_cases(table):
            return
        scope = self._reading_on(table.read_on)
        made, problems = compile_table(table, scope)
        self.problems += problems
        if made is None:
            return
        self.doubts.append(made.doubts)
        self._made_tables[table.name] = made.compiled
        self._checks += [Check(node, scope, not table.is_by_code) for node in made.inputs]
        self._checks += [Check(row.condition, scope) for row in made.compiled.rows]
        self._checks += [Check(node, scope, given=given) for node, given in made.computed]
        read = [row.condition for row in made.compiled.rows]
        read += [node for node, _ in made.computed]
        self._heights[table.name] = 1 + max((height(one, self._heights) for one in read), default=0)

    def _has_wrong_cases(self, table: Table) -> bool:
        by, problems = lower_formula(table.inputs[0].formula, self.rule_scope)
        if by is not None:
            problems = tuple(case_problems(table, by, self.lists))
        self.problems += problems
        return bool(problems)

    # Days of reading -----------------------------------------------------------------------

    def _reading_on(self, formula: Formula | None) -> Scope:
        """The scope of rules in which dated values are read on the day of `formula`."""
        node, problems = reading_on(formula, self.rule_scope)
        self.problems += problems
        return replace(self.rule_scope, read_on=node)

    def _refuse_idle(self, day: Node | None, *nodes: Node | None) -> None:
        """A `read_on` on whose day nothing is read; nothing is said where that cannot be known."""
        if day is None or not any(nodes) or reads_on_a_day(*nodes):
            return
        hint = "leave it out; a derived fact that is read here has a `read_on` of its own"
        message = "nothing dated is read here, so `read_on` says nothing"
        self.problems.append(Problem("E224", message, day.at, hint))

    # Lowering ----------------------------------------------------------------------------

    def _lowered(
        self,
        body: Condition | Formula,
        scope: Scope,
        *,
        may_be_absent: bool = False,
        gives: str | None = None,
    ) -> Node | None:
        node = self._bare(body, scope)
        if node is not None:
            self._checks.append(Check(node, scope, may_be_absent, gives))
        return node

    def _bare(self, body: Condition | Formula, scope: Scope) -> Node | None:
        """Lowered, and not looked through for guards yet."""
        lower = lower_condition if isinstance(body, Condition) else lower_formula
        node, problems = lower(body, scope)  # type: ignore[arg-type]
        self.problems += problems
        return None if node is None else self._bounded(node, body.span)

    def _bounded(self, node: Node, at: Span) -> Node | None:
        """The node, unless it is too high for whoever walks it."""
        hint = "read fewer derived facts and tables through one another"
        return None if self._is_too_high(node, at, "the derived facts it reads", hint) else node

    def _is_too_high(self, node: Node, at: Span, with_what: str, hint: str) -> bool:
        """Whether a node is too high, which is then a problem."""
        if height(node, self._heights) <= MAX_HEIGHT:
            return False
        message = f"nested deeper than {MAX_HEIGHT} levels, with {with_what}"
        self.problems.append(Problem("E106", message, at, hint))
        return True

    def _reads(self, *nodes: Node | None) -> compiled.Reads:
        return reads_of(nodes, self._derived, self._made_tables)

    def _condition(self, condition: Condition | None, scope: Scope) -> Node | None:
        return None if condition is None else self._lowered(condition, scope)

    def _typed(self, formula: Formula, scope: Scope, *wanted: Type) -> Node | None:
        """Lower a formula that must give one of the wanted types."""
        node = self._lowered(formula, scope)
        if node is None:
            return None
        if not any(node.type.kind is w.kind and w.of in (None, node.type.of) for w in wanted):
            words = " or ".join(map(str, wanted))
            found = node.type.required()
            self.problems.append(
                Problem("E301", f"{words} is wanted here, and this is {found}", formula.span)
            )
            return None
        return node

    # Passes ------------------------------------------------------------------------------

    def program(self, ranks: Mapping[str, Rank]) -> Program:
        self._check_functions()
        self._compile_what_is_read()
        compiler = StepCompiler(self.facts, self.step_scope, self._condition, self._typed)
        steps = compiler.of(self.service)
        derived = {name: self._derived[name] for name in self._declared if name in self._derived}
        tables = {
            name: self._made_tables[name] for name in self._tables if name in self._made_tables
        }
        rules, documents, fees = self._rules(), self._documents(), self._fees()
        transitions = {
            transition.id: self._condition(transition.when, self.lifecycle_scope)
            for transition in self.service.lifecycle.transitions
        }
        issues = IssueCompiler(self.issue_scope, self._typed, self.problems)
        told = self._texts(rule_texts(self.rules), self.rule_scope)
        self._texts(service_texts(self.service), self.step_scope)
        self._texts(notification_texts(self.service), self.lifecycle_scope)
        program = Program(
            service=self.service.id,
            open_to=tuple(entry.register for entry in self.service.open_to),
            facts=self.facts,
            values={**self._values, **fees.values},
            derived=derived,
            tables=tables,
            rules=rules,
            documents=documents,
            fees=fees.lines,
            validity=self._validity(),
            steps=steps.steps,
            held=steps.held,
            fields=steps.fields,
            transitions=transitions,
            ranks=ranks,
            checks=steps.checks,
            paragraphs=steps.paragraphs,
            logic=logic_of(rules, documents, fees.lines, transitions, tables, derived),
            contained_vat=fees.contained_vat,
            calendar=self.calendar,
            functions={function.name: function for function in self.rules.functions},
            determinations=self.rules.determinations,
            told=told,
            issues={one.id: issues.of(one) for one in self.service.issues},
            shown=self._shown(),
            granted=self._granted(),
            opens=self._opens(),
            claims=self._claims(),
        )
        self.problems += guard_problems(self._checks, self.service, self.rules, program)
        self.doubts.append(tuple(lifecycle_doubts(self.service.lifecycle, program)))
        return program

    def _claims(self) -> tuple[compiled.CompiledClaim, ...]:
        scope = claim_scope(self.rule_scope, self.rules)
        compiler = ClaimCompiler(scope, self._condition, self.facts, self.imported, self.problems)
        return tuple(compiler.of(claim) for claim in self.rules.claims)

    def _granted(self) -> dict[str, Node]:
        """The amounts that transitions return."""
        effects = (effect for move in self.service.lifecycle.transitions for effect in move.effects)
        granted: dict[str, Node] = {}
        for effect in effects:
            if effect.kind is EffectKind.REFUND:
                formula = Formula(effect.name, (effect.span,))
                node = self._typed(formula, self.lifecycle_scope, Type(Kind.MONEY))
                if node is not None:
                    granted[effect.name] = node
        return granted

    def _shown(self) -> dict[str, Node]:
        """What the names come to that steps show. That they are there is checked elsewhere."""
        shown: dict[str, Node] = {}
        for step in self.service.steps:
            for name in step.shows:
                node, _ = lower_formula(Formula(name, (step.span,)), self.step_scope)
                if node is not None:
                    shown[name] = node
        return shown

    def _opens(self) -> Node | None:
        """The day on which the service opens, which only registers may decide; it may be absent."""
        formula = self.service.opens
        node = (
            None if formula is None else self._lowered(formula, self.step_scope, may_be_absent=True)
        )
        if formula is None or node is None:
            return None
        if node.type.kind is not Kind.DATE:
            message = f"date is wanted here, and this is {node.type.required()}"
            self.problems.append(Problem("E301", message, formula.span))
        for ref in self._reads(node).facts:
            fact = self.facts.get(ref.name)
            if fact is not None and fact.source is not FactSource.REGISTER:
                message = f"`{ref.name}` is not known before somebody applies"
                hint = "say the day by what registers hold, and nothing else"
                self.problems.append(Problem("D228", message, formula.span, hint))
        return node

    def _texts(self, texts: Iterable[Words], scope: Scope) -> dict[str, Node]:
        nodes, problems = compile_texts(texts, scope)
        self.problems += problems
        return nodes

    def _rules(self) -> tuple[compiled.CompiledRule, ...]:
        made = (self._rule(rule) for rule in self.rules.rules)
        return tuple(rule for rule in made if rule is not None)

    def _rule(self, rule: Rule) -> compiled.CompiledRule | None:
        scope = self._reading_on(rule.applies_on or rule.read_on)
        node, day = self._cases(scope).rule(rule), scope.read_on
        if node is None:
            return None
        self._checks.append(Check(node, scope))
        if rule.applies_on is None:
            self._refuse_idle(day, node)
            return compiled.CompiledRule(rule, node, self._reads(node))
        if day is None:
            return None
        applying = applies(rule, day)
        whole = met_or_not_applying(rule, applying, node)
        self._checks.append(Check(whole, scope))
        return compiled.CompiledRule(rule, whole, self._reads(whole), applying)

    def _documents(self) -> tuple[compiled.CompiledDocument, ...]:
        made = ((document, self._due_when(document)) for document in self.rules.documents)
        return tuple(
            compiled.CompiledDocument(document, when, self._reads(when)) for document, when in made
        )

    def _due_when(self, document: RequiredDocument) -> Node | None:
        if document.for_each is None:
            return self._condition(document.when, self.rule_scope)
        node = self._cases(self.rule_scope).document(document, document.for_each)
        if node is not None:
            self._checks.append(Check(node, self.rule_scope))
        return node

    def _fees(self) -> CompiledSchedule:
        if self.rules.fees is None:
            return CompiledSchedule()
        return compile_schedule(self.rules.fees, self._lent_to_fees({}, None))

    def _lent_to_fees(self, values: dict[str, Value], day: Formula | None) -> Lowering:
        """What fees are compiled with; dated values are read on `day`, if there is one."""
        scope = self._reading_on(day)
        return Lowering(
            typed=lambda formula, *wanted: self._typed(formula, scope, *wanted),
            condition=lambda condition: self._condition(condition, scope),
            reads=self._reads,
            measure=self._measure,
            derived=self._derived,
            facts=self.facts,
            problems=self.problems,
            reading_on=lambda formula: self._lent_to_fees(values, formula),
            refuse_idle=lambda *nodes: self._refuse_idle(scope.read_on, *nodes),
            values=values,
        )

    def _measure(self, node: Node, at: Span) -> None:
        """What is put together of several lines may not be too high either."""
        hint = "make it of fewer lines that are made of one another"
        self._is_too_high(node, at, "the fee lines it is made of", hint)

    def _validity(self) -> compiled.CompiledValidity | None:
        validity = self.rules.validity
        if validity is None:
            return None
        starts = self._typed(validity.starts, self.rule_scope, DATE)
        lengths = (Type(Kind.PERIOD), Type(Kind.DAYS))
        lasts = self._typed(validity.lasts, self.rule_scope, *lengths)
        if starts is None or lasts is None:
            return None
        return compiled.CompiledValidity(validity, starts, lasts, self._reads(starts, lasts))
