"""The payer's pages of the simulator: at a bank, in any amount, or by a card that asks nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from api.assets_manifest import Assets
from api.biller import desk
from api.biller.desk import BillEntry, BillState, NotPayable
from api.biller.runtime import BillerRuntime
from api.pages.rendering import FOLDER
from api.security.bodies import read_form
from engine.digits import western_digits
from engine.model.money import Money
from engine.model.payment import Channel
from engine.model.words import Language
from engine.phrases import phrase, say

_LONGEST_AMOUNT = 20


def make_templates(assets: Assets) -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["asset"] = assets.address
    return templates


@get("/{language:str}/bills/{number:str}/{channel:str}")
async def page(
    request: Request[Any, Any, Any],
    language: FromPath[str],
    number: FromPath[str],
    channel: FromPath[str],
) -> Response[bytes]:
    runtime: BillerRuntime = request.app.state.runtime
    spoken, by = _read(language, channel)
    said = request.query_params.get("said", "")
    return await _page(runtime, spoken, number, by, said=said if said in _SAID else "")


@post("/{language:str}/bills/{number:str}/{channel:str}", status_code=200)
async def act(
    request: Request[Any, Any, Any],
    language: FromPath[str],
    number: FromPath[str],
    channel: FromPath[str],
) -> Response[bytes]:
    """Pay, or decline; the portal is told at once, and again later when it does not hear."""
    runtime: BillerRuntime = request.app.state.runtime
    spoken, by = _read(language, channel)
    headers = {name.encode(): value.encode("latin-1") for name, value in request.headers.items()}
    form = await read_form(headers, request.receive, None)
    form.close()
    found = await sync_to_thread(desk.entry, runtime.store, number, runtime.clock())
    how = form.text("how")
    amount = _amount(found, how, form.text("amount"))
    if amount is None:
        return await _page(runtime, spoken, number, by, error="biller.bad-amount")
    said = await sync_to_thread(_carry_out, runtime, number, by, how, amount)
    await sync_to_thread(runtime.send_due)
    place = f"/{spoken}/bills/{number}/{by}?said={said}"
    return Response(b"", status_code=303, headers={"Location": place}, media_type=MediaType.HTML)


_SAID = ("paid", "declined", "not-payable")


def _carry_out(runtime: BillerRuntime, number: str, by: Channel, how: str, amount: Money) -> str:
    now = runtime.clock()
    if how == "decline":
        desk.decline(runtime.store, number, amount, now)
        return "declined"
    try:
        for _ in range(2 if how == "twice" else 1):
            desk.pay(runtime.store, number, by, amount, now)
    except NotPayable:
        return "not-payable"
    return "paid"


def _amount(found: BillEntry, how: str, typed: str) -> Money | None:
    """What is to be paid; None where no amount was typed that can be."""
    bill = found.bill.amount
    if how not in ("part", "over"):
        return bill
    try:
        amount = Money.parse(f"{western_digits(typed.strip())[:_LONGEST_AMOUNT]} {bill.currency}")
    except ValueError:
        return None
    if how == "over":
        amount += bill
    return amount if amount.amount_minor > 0 else None


async def _page(
    runtime: BillerRuntime,
    language: Language,
    number: str,
    channel: Channel,
    *,
    said: str = "",
    error: str = "",
) -> Response[bytes]:
    found = await sync_to_thread(desk.entry, runtime.store, number, runtime.clock())
    other = language.other
    body = runtime.templates.get_template(f"biller/{channel}.html").render(
        phrase=partial(_phrase, language),
        language=language,
        direction=language.direction,
        other=other,
        other_name=_phrase(other, "menu.own-name"),
        other_address=f"/{other}/bills/{number}/{channel}",
        number=number,
        amount=say(found.bill.amount, language),
        paid=say(found.paid, language) if found.paid.amount_minor else "",
        is_payable=found.state is BillState.PAYABLE,
        state=f"biller.{found.state}",
        said=said,
        error=error,
        back=f"{runtime.portal}/{language}/pay/{number}",
    )
    status = 422 if error else 200
    return Response(body.encode(), media_type=MediaType.HTML, status_code=status)


def _phrase(language: Language, name: str, **values: Any) -> str:
    return phrase(name, language, **values)


def _read(language: str, channel: str) -> tuple[Language, Channel]:
    try:
        return Language(language), Channel(channel)
    except ValueError:
        raise NotFoundException from None


ROUTES = (page, act)
