"""Walking through any service by what the API says of it, with a scenario for the answers.

Nothing here knows a service: steps, questions, files and schemas are discovered, and each body is
checked against its schema before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator

from engine.model.money import Money
from engine.model.scenario import Situation
from engine.model.value import ABSENT
from tests.http.json.programs import Caller
from tests.support.papers import pdf, picture

_SAMPLES = {
    "application/pdf": (pdf(), "scan.pdf"),
    "image/jpeg": (picture("JPEG"), "scan.jpg"),
    "image/png": (picture("PNG"), "scan.png"),
}


@dataclass
class Walker:
    """Somebody with a draft of `service`, who answers as in `situation`.

    `is_left`: the situation has too few items of a group, and says no more.
    """

    program: Caller
    service: str
    situation: Situation
    reference: str
    is_left: bool = False

    def walk(self) -> dict[str, Any]:
        """Go on from step to step until nothing is left: the application as it is then.

        It is left earlier where a register is silent, and where the scenario leaves a group open.
        """
        forms = {
            one["id"]: one for one in self.program.get(f"/services/{self.service}/form")["steps"]
        }
        application = self._application()
        for _ in range(3 * len(forms)):
            if application["next_step"] is None:
                return application
            if self._leaves(forms[application["next_step"]]):
                self.is_left = True
                return application
            step = next(
                one for one in application["steps"] if one["id"] == application["next_step"]
            )
            if step["kind"] == "check":
                return application
            form = forms[step["id"]]
            if step["kind"] == "group":
                self._group(form)
            else:
                self._files(form, step)
                self._save(form, self.program.step(self.reference, step["id"]))
            application = self._application()
        return application

    def _leaves(self, form: dict[str, Any]) -> bool:
        """Whether the scenario has fewer items of a group than there must be."""
        if form["kind"] != "group":
            return False
        given = self.situation.groups.get(form["group"]["fact"])
        least: int = form["group"]["min_items"]
        return len(given.items if given else ()) < least

    def _save(self, form: dict[str, Any], step: dict[str, Any]) -> None:
        """Save the step; once more where an answer decides what another question offers."""
        answers = self._answers(form, step)
        path = f"steps/{step['id']}"
        if self._is_put(path, form["schema"], step["revision"], answers):
            return
        step = self.program.step(self.reference, step["id"])
        self._put(path, form["schema"], step["revision"], self._answers(form, step))

    def _answers(self, form: dict[str, Any], step: dict[str, Any]) -> dict[str, object]:
        details = [one for document in step["documents"] for one in document["questions"]]
        return {
            question["id"]: self._answer(question, schema)
            for question in (*step["questions"], *details)
            if question["shown"] == "yes" and (schema := _asked(form["schema"], question["id"]))
        }

    def _answer(self, question: dict[str, Any], schema: dict[str, Any]) -> object:
        """What the scenario says; else what the form suggests, or what a schema allows."""
        value = self._given().get(question["id"])
        if value is not None:
            return as_json(value)
        if "const" in schema:
            return schema["const"]
        if question["offered"] and "enum" in schema:
            return question["offered"][0]
        return question["suggested"] or _sample(schema)

    def _given(self) -> Mapping[str, object]:
        details = {
            f"documents.{_place(document)}.{name}": value
            for document, given in self.situation.documents.items()
            for name, value in given.items()
        }
        answers = {name: one for name, one in self.situation.answers.items() if one is not ABSENT}
        return {**answers, **details}

    def _files(self, form: dict[str, Any], step: dict[str, Any]) -> None:
        for document in step["documents"]:
            places = [one for one in document["places"] if one["is_asked"] and not one["evidence"]]
            if document["is_choice"] and places:
                given = {f"documents.{id_}" for id_ in self.situation.documents}
                places = [one for one in places if one["slot"] in given][:1] or places[:1]
            for place in places:
                self._supply(place["slot"], _accepted(form, place["slot"]))

    def _group(self, form: dict[str, Any]) -> None:
        group = self.situation.groups.get(form["group"]["fact"])
        path = f"/applications/{self.reference}/steps/{form['id']}"
        for number, item in enumerate(group.items if group else (), start=1):
            id = _item_id(number)
            answers = {
                name: as_json(value)
                for name, value in item.items()
                if name in form["schema"]["properties"] and value is not ABSENT
            }
            for _ in range(2):  # an answer may uncover a question, which is asked from then on
                revision = self.program.step(self.reference, form["id"])["revision"]
                self._put(f"steps/{form['id']}/items/{id}", form["schema"], revision, answers)
            self._files_of_item(form, id)
        revision = self.program.step(self.reference, form["id"])["revision"]
        closed = self.program.ask("POST", f"{path}/close", {"revision": revision})
        assert closed.status_code == 200, closed.text

    def _files_of_item(self, form: dict[str, Any], id: str) -> None:
        """A file for each question of the item that takes one and is shown."""
        accept = {one["slot"].replace("{item}", id): one["accept"] for one in form["files"]}
        items = self.program.step(self.reference, form["id"])["items"]
        item = next(one for one in items if one["id"] == id)
        for question in item["questions"]:
            if question["slot"] in accept and question["shown"] == "yes":
                self._supply(question["slot"], accept[question["slot"]])

    def _put(
        self, path: str, schema: dict[str, Any], revision: int, answers: Mapping[str, object]
    ) -> None:
        assert self._is_put(path, schema, revision, answers), path

    def _is_put(
        self, path: str, schema: dict[str, Any], revision: int, answers: Mapping[str, object]
    ) -> bool:
        """Whether the answers were taken; they were kept in any case."""
        Draft202012Validator(schema).validate(answers)
        body = {"revision": revision, "answers": answers}
        saved = self.program.ask("PUT", f"/applications/{self.reference}/{path}", body)
        assert saved.status_code in {200, 422}, saved.text
        return saved.status_code == 200

    def _supply(self, slot: str, accept: list[str]) -> None:
        content, name = _SAMPLES[accept[0]]
        response = self.program.supply(self.reference, slot, content, accept[0], name)
        assert response.status_code == 201, response.text

    def _application(self) -> dict[str, Any]:
        found: dict[str, Any] = self.program.get(f"/applications/{self.reference}")
        return found


def _item_id(number: int) -> str:
    """The id under which the item of this number, from 1, is put."""
    return f"{number - 1:016x}"


def _place(document: str) -> str:
    """The place of a document of a scenario, which writes the number of an item behind it."""
    id_, _, number = document.partition(".")
    return f"{id_}.{_item_id(int(number))}" if number else id_


def _accepted(form: dict[str, Any], slot: str) -> list[str]:
    """What a slot takes; in the form one for each item has `{item}` in it."""
    each = slot.rpartition(".")[0] + ".{item}"
    accept: list[str] = next(one["accept"] for one in form["files"] if one["slot"] in {slot, each})
    return accept


def _asked(schema: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The schema of an answer, by its name or by a pattern."""
    patterns: dict[str, dict[str, Any]] = schema.get("patternProperties", {})
    known: dict[str, Any] | None = schema["properties"].get(name)
    return known or next((one for it, one in patterns.items() if re.match(it, name)), None)


def as_json(value: object) -> object:
    """A typed value as a program would send it."""
    match value:
        case bool() | str():
            return value
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case date():
            return value.isoformat()
        case Money():
            return str(value).partition(" ")[0]
        case _:
            raise AssertionError(f"no JSON for {value!r}")


def _sample(schema: dict[str, Any]) -> object:
    """Some answer that the schema allows, for what no scenario cares about."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema["x-mumaris-type"]:
        case "yes_no":
            return False
        case "number":
            return schema.get("minimum", 0)
        case "mobile":
            return "0501234567"
        case "iban":
            return "SA0380000000608010167519"
        case "email":
            return "name@example.org"
        case "date":
            return schema.get("x-mumaris-maximum", "2026-01-01")
        case _:
            return "text"
