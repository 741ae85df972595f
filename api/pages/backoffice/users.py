"""Managing staff: the list, an invitation, and one member with everything that can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import get, post

from api.pages.backoffice.frame import role_name, staff_page
from api.pages.joining import mailed_link
from api.pages.summaries import named
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.model.account import Role
from engine.model.scope import Scope
from engine.operations import users
from engine.operations.accounts import Refused
from engine.operations.results import NotThere
from engine.operations.users import Act, By, Done, Invited, NotPossible, StaffEntry, Standing

_MANAGE = {"scope": Scope.MANAGE_USERS}
_STAFF_ROLES = tuple(role for role in Role if role.is_staff)
_TAGS = {
    Standing.ACTIVE: "tag-good",
    Standing.INVITED: "tag-info",
    Standing.DEACTIVATED: "tag-bad",
}
_LABELS = {"email": "users.email", "role": "users.role", "person_key": "users.person"}


@dataclass(frozen=True, slots=True)
class UserLine:
    """One member of staff, as tables and pages show it."""

    email: str
    address: str
    role: str
    standing: str
    tag: str
    invited: str
    person: str
    has_second_factor: bool
    is_provided: bool


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@get("/staff/users", opt=dict(_MANAGE), sync_to_thread=True)
def users_page(visit: TheVisit) -> Page:
    role, standing = visit.asked("role"), visit.asked("standing")
    found = users.search(
        visit.ports,
        visit.asked("search"),
        Role(role) if role in _STAFF_ROLES else None,
        Standing(standing) if standing in set(Standing) else None,
    )
    return staff_page(
        visit,
        "backoffice/users.html",
        search=visit.asked("search"),
        roles=_roles(visit, role),
        standings=_standings(visit, standing),
        users=[_line(visit, one) for one in found],
        most=users.MOST_SHOWN,
        invited=visit.asks("invited"),
        withdrawn=visit.asks("withdrawn"),
    )


@get("/staff/users/invite", opt=dict(_MANAGE), sync_to_thread=True)
def invite_page(visit: TheVisit) -> Page:
    return _invite(visit, 200, {})


@post("/staff/users/invite", opt=dict(_MANAGE), sync_to_thread=True)
def invite(visit: TheVisit) -> Page:
    form = visit.form
    role = _role(visit)
    if role is None:
        return _invite(visit, 422, {"role": visit.say("users.choose-role")})
    result = users.invite(
        visit.ports,
        By(visit.account.id),
        form.text("email"),
        role,
        form.text("person_key"),
        visit.language,
        mailed_link(visit, "join"),
        visit.now,
    )
    if isinstance(result, Invited):
        return visit.go(f"{visit.url('users')}?invited=yes")
    return _invite(visit, 422, _said(visit, result))


@get("/staff/users/{user:str}", opt=dict(_MANAGE), sync_to_thread=True)
def user_page(visit: TheVisit, user: InPath) -> Page:
    return _user(visit, user, 200)


@post("/staff/users/{user:str}", opt=dict(_MANAGE), sync_to_thread=True)
def change_user(visit: TheVisit, user: InPath) -> Page:
    """One act; which one, the button says."""
    asked = visit.form.text("act")
    if asked not in set(Act):
        raise NotThere(f"no act {asked[:20]}")
    act, role = Act(asked), _role(visit)
    if act is Act.SET_ROLE and role is None:
        return _user(visit, user, 422, {"role": visit.say("users.choose-role")})
    result = users.carry_out(
        visit.ports,
        visit.account,
        user,
        act,
        visit.now,
        role=role,
        person_key=visit.form.text("person_key") if act is Act.SET_PERSON else "",
        link=mailed_link(visit, "join"),
    )
    match result:
        case Done(act=Act.WITHDRAW):
            return visit.go(f"{visit.url('users')}?withdrawn=yes")
        case Done():
            return visit.go(f"{visit.url('user', user=user)}?done=yes")
        case NotPossible(why=why):
            problem = visit.say(f"users.why-{why.name.lower().replace('_', '-')}")
            return _user(visit, user, 409, problem=problem)
        case Refused():
            return _user(visit, user, 422, _said(visit, result))


def _invite(visit: Visit, status: int, errors: dict[str, str]) -> Page:
    return staff_page(
        visit,
        "backoffice/invite.html",
        status,
        crumbs=(_crumb(visit),),
        errors=errors,
        summary=named(visit, errors, _LABELS),
        roles=_roles(visit, visit.form.text("role")),
        email=visit.form.text("email"),
        person_key=visit.form.text("person_key"),
    )


def _user(
    visit: Visit,
    user: str,
    status: int,
    errors: dict[str, str] | None = None,
    problem: str = "",
) -> Page:
    entry, history = users.read(visit.ports, user)
    errors = errors or {}
    is_own = entry.account.id == visit.account.id
    possible = [] if is_own else [str(act) for act in Act if users.is_possible(act, entry)]
    typed = visit.form.text("person_key") if errors else (entry.account.person_key or "")
    return staff_page(
        visit,
        "backoffice/user.html",
        status,
        crumbs=(_crumb(visit),),
        user=_line(visit, entry),
        possible=possible,
        is_own=is_own,
        roles=_roles(visit, entry.account.role),
        person_key=typed,
        errors=errors,
        summary=named(visit, errors, _LABELS),
        problem=problem,
        done=visit.asks("done"),
        history=[
            (
                visit.say(f"records.code-{one.act}"),
                role_name(visit, one.role) if one.role else "",
                one.by,
                _moment(visit, one.at),
            )
            for one in history
        ],
    )


def _crumb(visit: Visit) -> tuple[str, str]:
    return visit.say("backoffice.menu-users"), visit.url("users")


def _line(visit: Visit, entry: StaffEntry) -> UserLine:
    return UserLine(
        email=entry.account.email,
        address=visit.url("user", user=entry.account.id),
        role=role_name(visit, entry.account.role),
        standing=visit.say(f"users.standing-{entry.standing}"),
        tag=_TAGS[entry.standing],
        invited=_moment(visit, entry.invited_at),
        person=entry.account.person_key or "",
        has_second_factor=entry.has_second_factor,
        is_provided=entry.is_provided,
    )


def _moment(visit: Visit, at: datetime) -> str:
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    return format_moment(at, zone, visit.language)


def _role(visit: Visit) -> Role | None:
    text = visit.form.text("role")
    return Role(text) if text in _STAFF_ROLES else None


def _roles(visit: Visit, chosen: str) -> list[Choice]:
    return [Choice(role, role_name(visit, role), role == chosen) for role in _STAFF_ROLES]


def _standings(visit: Visit, chosen: str) -> list[Choice]:
    return [Choice(one, visit.say(f"users.standing-{one}"), one == chosen) for one in Standing]


def _said(visit: Visit, refused: Refused) -> dict[str, str]:
    return {one.field: one.message.in_(visit.language) for one in refused.errors}


ROUTES = (users_page, invite_page, invite, user_page, change_user)
