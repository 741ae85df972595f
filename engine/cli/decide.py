"""`mumaris decide`: one decision on the command line, in words or as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path, PurePosixPath

import click

from engine.cli.options import Day, config_option
from engine.decide.views import DecisionView, DocumentView, FeeView
from engine.model.words import Language


@click.command("decide")
@click.argument("service")
@click.option("--date", "day", type=Day(), required=True, help="The decision date, YYYY-MM-DD.")
@click.option(
    "--facts",
    "facts_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="A YAML file with person, register, answers and documents, as in a scenario.",
)
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="The language."
)
@click.option("--json", "as_json", is_flag=True, help="Write the whole decision as JSON.")
@config_option
def command(
    service: str, day: date, facts_file: Path, lang: str, as_json: bool, config: Path
) -> None:
    """Decide SERVICE for the facts of a file, and say why."""
    from engine.analysis.scenarios import read_situation
    from engine.cli.options import no_service, read_release
    from engine.decide.decision import decide
    from engine.decide.explain import explain
    from engine.definitions.situation_file import read_situation_file
    from engine.store.decisions import write_decision

    release = read_release(config)
    program = release.catalogue.programs.get(service)
    if program is None:
        raise no_service(service, release.catalogue.programs)
    situation = read_situation_file(
        PurePosixPath(facts_file.name), facts_file.read_bytes(), release.catalogue, service
    )
    reading = read_situation(release.catalogue, service, situation, day)
    for name, error in (one for step in reading.steps for one in step.every_error()):
        click.echo(f"mumaris: {name}: {error.message.in_(Language(lang))}", err=True)
    decision = decide(program, reading.facts, day, release.hash)
    if as_json:
        click.echo(json.dumps(write_decision(decision), ensure_ascii=False, indent=2))
        return
    for line in lines_of(explain(decision, release.catalogue, Language(lang))):
        sys.stdout.write(line + "\n")


_MARKS = {"met": "+", "not_met": "-", "unknown": "?", "fault": "!"}


def lines_of(view: DecisionView) -> list[str]:
    """The decision as lines of text."""
    lines = [view.outcome_words, ""]
    for rule in view.rules:
        lines.append(f"{_MARKS[rule.verdict]} {rule.label}: {rule.verdict_words}")
        lines += [f"    {reason.sentence}" for reason in rule.reasons]
        basis = (one.sentence for reason in rule.reasons for one in reason.basis)
        lines += [f"    * {sentence}" for sentence in dict.fromkeys(basis)]
        lines += [f"    -> {'; '.join(way)}" for way in rule.changes]
        lines += [f"    -> {rule.advice}"] if rule.advice else []
    headings = view.headings
    determined = [f"{one.label}: {one.value}" for one in view.determinations]
    lines += _block(headings.determinations, determined)
    fees = [line for fee in view.fees for line in _fee(fee)]
    total = [f"= {view.total}"] if view.total else []
    lines += _block(headings.fees, [*fees, *total, *view.contained_vat])
    due = [_document(document) for document in view.documents if document.is_due]
    lines += _block(headings.documents, due)
    perhaps = [_document(document) for document in view.documents if not document.is_due]
    lines += _block(headings.documents_perhaps, perhaps)
    if view.validity is not None:
        lines += _block(headings.validity, [f"{view.validity.starts} - {view.validity.ends}"])
    lines += _block(headings.questions, list(view.questions))
    return lines + _block(headings.faults, list(view.faults))


def _document(document: DocumentView) -> str:
    return " / ".join((document.label, *document.one_of))


def _fee(fee: FeeView) -> list[str]:
    """A line, and how it comes to its amount."""
    lines = [f"{fee.label}: {fee.amount}"]
    for step in fee.steps:
        lines += [f"    {step.sentence}", *(f"    * {one.sentence}" for one in step.basis)]
    return lines


def _block(heading: str, lines: list[str]) -> list[str]:
    """A heading and its lines, indented; nothing where there is no line."""
    return ["", heading, *(f"    {line}" for line in lines)] if lines else []
