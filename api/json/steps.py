"""Saving steps: answers of a step, items of a group, and closing the group."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Final

from litestar import Response, delete, post, put
from litestar.params import QueryParameter

from api.json.call import Call, TheCall
from api.json.operation import (
    IdempotencyKey,
    InnerGroupId,
    ItemId,
    Reference,
    StepId,
    operation,
)
from api.json.saved_body import SavedBody, saved_body
from api.json.shapes import Answer, Member, Shape, Takes
from api.json.texts import asked_now, typed_texts
from engine.operations import applications
from engine.operations.applications import new_item_id
from engine.operations.results import NotThere, Rejected

_TAG: Final = "steps"
_REVISION: Final = Member(
    "revision", Takes.WHOLE, "The revision of the step that the answers are made from.", 0
)
_ANSWERS: Final = Shape(
    "Answers by the id of their field, as the step's schema says. A field left out is blank.",
    (
        _REVISION,
        Member(
            "answers",
            Takes.ANSWERS,
            "Texts, numbers, true, false, lists of codes; null is a blank answer.",
            {"permit.zone": "b", "vehicle.is_own": True, "household.permits_held": 1},
        ),
    ),
)
_CLOSE: Final = Shape("That is all: the group is complete.", (_REVISION,))
_ERRORS: Final = (404, 409)


@put(
    "/applications/{reference:str}/steps/{step:str}",
    **operation("save-step", "Save a step", tag=_TAG, body=_ANSWERS, errors=_ERRORS),
)
def save_step(call: TheCall, reference: Reference, step: StepId) -> SavedBody:
    """Save the answers of a step of fields, of a declaration (`accepted`), or of documents.

    A step of guidance has none, and is passed by saving it.

    With wrong answers the texts are kept all the same and the answer is 422 `wrong-answers`.
    Sending again what is kept already is a retry and changes nothing.
    """
    body = call.body(_ANSWERS)
    result = applications.save_step(
        call.ports,
        call.account,
        reference,
        step,
        _texts(call, reference, step, body.answers("answers")),
        body.whole("revision") or 0,
        call.now,
    )
    return saved_body(result, keeps=True)


@post(
    "/applications/{reference:str}/steps/{step:str}/items",
    **operation(
        "add-item", "Add an item", tag=_TAG, body=_ANSWERS, errors=_ERRORS, has_location=True
    ),
)
def add_item(
    call: TheCall, reference: Reference, step: StepId, key: IdempotencyKey = None
) -> Response[SavedBody]:
    """Add an item to a group; its id is in `item`. The same Idempotency-Key adds it once."""
    return _added(call, reference, step, _item_of(key, reference, step) if key else new_item_id())


@post(
    "/applications/{reference:str}/steps/{step:str}/groups/{inside:str}/items",
    **operation(
        "add-inner-item",
        "Add an item inside an item",
        tag=_TAG,
        body=_ANSWERS,
        errors=_ERRORS,
        has_location=True,
    ),
)
def add_inner_item(
    call: TheCall,
    reference: Reference,
    step: StepId,
    inside: InnerGroupId,
    key: IdempotencyKey = None,
) -> Response[SavedBody]:
    """Add an item to a group inside an item; it is changed and removed as any item is.

    Its id is in `item`. The same Idempotency-Key adds it once.
    """
    own = _item_of(key, reference, f"{step} {inside}") if key else new_item_id()
    return _added(call, reference, step, f"{inside}.{own}")


@put(
    "/applications/{reference:str}/steps/{step:str}/items/{item:str}",
    **operation("save-item", "Save an item", tag=_TAG, body=_ANSWERS, errors=_ERRORS),
)
def save_item(call: TheCall, reference: Reference, step: StepId, item: ItemId) -> SavedBody:
    """Replace an item's answers, or add the item under an id of your own. The group opens again.

    Its files are supplied afterwards, to the slots that its questions name.
    """
    return _save_item(call, reference, step, item)


@delete(
    "/applications/{reference:str}/steps/{step:str}/items/{item:str}",
    status_code=200,
    **operation("remove-item", "Remove an item", tag=_TAG, errors=(404, 409, 429)),
)
def remove_item(
    call: TheCall,
    reference: Reference,
    step: StepId,
    item: ItemId,
    revision: Annotated[
        int, QueryParameter(description="The revision of the step.", ge=0, le=999_999_999)
    ],
) -> SavedBody:
    """Remove an item and its files. The group opens again."""
    result = applications.remove_item(
        call.ports, call.account, reference, step, item, revision, call.now
    )
    return saved_body(result, keeps=False)


@post(
    "/applications/{reference:str}/steps/{step:str}/close",
    status_code=200,
    **operation("close-group", "Close a group", tag=_TAG, body=_CLOSE, errors=_ERRORS),
)
def close_group(call: TheCall, reference: Reference, step: StepId) -> SavedBody:
    """ "That is all": until a group is closed, everything that depends on it is unknown.

    422 `wrong-answers` while an item is wrong or misses a file, or there are too few.
    """
    revision = call.body(_CLOSE).whole("revision") or 0
    result = applications.close_group(call.ports, call.account, reference, step, revision, call.now)
    return saved_body(result, keeps=False)


@post(
    "/applications/{reference:str}/steps/{step:str}/groups/{inside:str}/close",
    status_code=200,
    **operation(
        "close-inner-group", "Close a group inside an item", tag=_TAG, body=_CLOSE, errors=_ERRORS
    ),
)
def close_inner_group(
    call: TheCall, reference: Reference, step: StepId, inside: InnerGroupId
) -> SavedBody:
    """ "That is all" of what one item holds. The group around it is closed for itself.

    422 `wrong-answers` while an item is wrong or misses a file, or there are too few.
    """
    revision = call.body(_CLOSE).whole("revision") or 0
    result = applications.close_group(
        call.ports, call.account, reference, step, revision, call.now, inside
    )
    return saved_body(result, keeps=False)


def _added(call: Call, reference: str, step: str, item: str) -> Response[SavedBody]:
    body = _save_item(call, reference, step, item)
    address = f"/api/v1/applications/{reference}/steps/{step}/items/{item}"
    return Response(body, status_code=201, headers={"Location": address})


def _save_item(call: Call, reference: str, step: str, item: str) -> SavedBody:
    body = call.body(_ANSWERS)
    result = applications.save_item(
        call.ports,
        call.account,
        reference,
        step,
        item,
        _texts(call, reference, step, body.answers("answers"), item),
        body.whole("revision") or 0,
        call.now,
    )
    is_kept = isinstance(result, Rejected) and result.item is not None
    return saved_body(result, keeps=is_kept)


def _texts(
    call: Call, reference: str, step: str, answers: dict[str, Answer], item: str = ""
) -> dict[str, str]:
    """The answers as texts; raises Declined for a name that the step, or its item, does not ask."""
    view = applications.view(call.ports, call.account, reference, call.now)
    if view.service.step(step) is None or (found := view.reading.step(step)) is None:
        raise NotThere(f"no step {step}")
    if "." in item and (found := found.group_of(item)) is None:
        raise NotThere(f"no item {item}")
    program = view.release.catalogue.programs[view.service.id]
    return typed_texts(answers, asked_now(found, program))


def _item_of(key: str, reference: str, step: str) -> str:
    """The id that an Idempotency-Key stands for: a retry names the same item."""
    return sha256(f"{reference} {step} {key}".encode()).hexdigest()[:16]


ROUTES: Final = (
    save_step,
    add_item,
    save_item,
    remove_item,
    close_group,
    add_inner_item,
    close_inner_group,
)
