"""What people say of pages and of services, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, case, delete, func, insert, select

from engine.model.opinion import (
    MOST_STARS,
    PageFigures,
    PageOpinion,
    Rating,
    Remark,
    ServiceFigures,
)
from engine.model.words import Language
from engine.store.sql import tables

_pages, _ratings = tables.page_opinions, tables.ratings


class SqlOpinions:
    """`engine.store.protocols.Opinions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, opinion: PageOpinion) -> None:
        row = {**asdict(opinion), "language": str(opinion.language)}
        self._connection.execute(insert(_pages), row)

    def rate(self, rating: Rating) -> None:
        self._connection.execute(delete(_ratings).where(_ratings.c.reference == rating.reference))
        row = {**asdict(rating), "language": str(rating.language)}
        self._connection.execute(insert(_ratings), row)

    def rating(self, reference: str) -> Rating | None:
        query = select(_ratings).where(_ratings.c.reference == reference)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else Rating(**{**row, "language": Language(row["language"])})

    def pages(self) -> tuple[PageFigures, ...]:
        useful = func.sum(case((_pages.c.is_useful, 1), else_=0))
        query = (
            select(
                _pages.c.page, _pages.c.service, useful.label("useful"), func.count().label("all")
            )
            .group_by(_pages.c.page, _pages.c.service)
            .order_by(func.count().desc(), _pages.c.page, _pages.c.service)
        )
        return tuple(
            PageFigures(row.page, row.service, int(row.useful), row.all - int(row.useful))
            for row in self._connection.execute(query)
        )

    def services(self) -> tuple[ServiceFigures, ...]:
        query = select(_ratings.c.service, _ratings.c.stars, func.count().label("count")).group_by(
            _ratings.c.service, _ratings.c.stars
        )
        counts: dict[str, list[int]] = {}
        for service, stars, count in self._connection.execute(query):
            counts.setdefault(service, [0] * MOST_STARS)[stars - 1] = count
        return tuple(ServiceFigures(name, tuple(counts[name])) for name in sorted(counts))

    def remarks(self, most: int) -> tuple[Remark, ...]:
        of_pages = (
            select(_pages)
            .where(_pages.c.reason != "")
            .order_by(_pages.c.day.desc(), _pages.c.id.desc())
            .limit(most)
        )
        of_services = (
            select(_ratings)
            .where(_ratings.c.comment != "")
            .order_by(_ratings.c.day.desc(), _ratings.c.reference)
            .limit(most)
        )
        found: Iterable[Remark] = (
            *(
                Remark(row.day, row.page, row.service, None, row.is_useful, row.reason)
                for row in self._connection.execute(of_pages)
            ),
            *(
                Remark(row.day, None, row.service, row.stars, None, row.comment)
                for row in self._connection.execute(of_services)
            ),
        )
        return tuple(sorted(found, key=lambda one: one.day, reverse=True)[:most])
