"""Notifications: what people are told when something happens to an application, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.problem import Span
from engine.model.wording import Words


class Channel(StrEnum):
    """How a message goes out; the sender of each is a port."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Notification:
    """`subject` and `body` may say values, as every text of a service may."""

    id: str
    channels: tuple[Channel, ...]
    subject: Words
    body: Words
    span: Span
