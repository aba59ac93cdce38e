"""Regions over time: which version is in force on a day, what lies in what, which Techno Park."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID


def in_force(from_day: date, until_day: date | None, day: date) -> bool:
    """True when `day` lies between two days, both included; no last day means still in force."""
    return from_day <= day and (until_day is None or day <= until_day)


def short_code(code: str) -> str:
    """The two digits of a province or the five of a municipality, also from the legal ten."""
    if len(code) != 10 or not code.isdigit():
        return code
    return code[:2] if code.endswith("0" * 8) else code[:5]


@dataclass(frozen=True)
class Place:
    """One version of a province or municipality."""

    id: UUID
    code: str
    level: str
    parent_id: UUID | None
    name: str
    name_en: str
    from_day: date
    until_day: date | None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Territory:
    """A region that a Techno Park serves between two days."""

    techno_park_id: UUID
    region_id: UUID
    from_day: date
    until_day: date | None


class Atlas:
    """All versions of all regions, their successions and the territories, ready for questions."""

    def __init__(
        self,
        places: Iterable[Place],
        successions: Iterable[tuple[UUID, UUID]] = (),
        territories: Iterable[Territory] = (),
    ) -> None:
        self.places = {place.id: place for place in places}
        self._after: dict[UUID, list[UUID]] = {}
        self._before: dict[UUID, list[UUID]] = {}
        for old, new in successions:
            self._after.setdefault(old, []).append(new)
            self._before.setdefault(new, []).append(old)
        self._territories: dict[UUID, list[Territory]] = {}
        for territory in territories:
            self._territories.setdefault(territory.region_id, []).append(territory)
        self._by_code: dict[str, list[Place]] = {}
        for place in self.places.values():
            self._by_code.setdefault(place.code, []).append(place)

    def ancestors(self, place_id: UUID) -> Iterator[Place]:
        """The place itself, then the place around it, outwards."""
        place: Place | None = self.places[place_id]
        while place is not None:
            yield place
            place = self.places[place.parent_id] if place.parent_id else None

    def by_code(self, code: str, day: date) -> Place | None:
        """The version of a code in force on a day, or the versions' only successor on that day."""
        versions = self._by_code.get(short_code(code), [])
        for place in versions:
            if in_force(place.from_day, place.until_day, day):
                return place
        found = {p.id: p for v in versions for p in self.versions_on(v.id, day)}
        return next(iter(found.values())) if len(found) == 1 else None

    def versions_on(self, place_id: UUID, day: date) -> list[Place]:
        """What the place is on a day: itself, or its successors (later) or predecessors (earlier).

        Several when it was split or merged in between, none when nothing is known of that day.
        """
        place = self.places[place_id]
        if in_force(place.from_day, place.until_day, day):
            return [place]
        way = self._before if day < place.from_day else self._after
        found: dict[UUID, Place] = {}
        for other in way.get(place_id, ()):
            found.update({p.id: p for p in self.versions_on(other, day)})
        return list(found.values())

    def within(self, place_id: UUID, ancestor_id: UUID) -> bool:
        """True when the place lies in the other: now, or all it became, or all it was before."""
        return any(self._within(place_id, ancestor_id, way) for way in (self._after, self._before))

    def _within(self, place_id: UUID, ancestor_id: UUID, way: dict[UUID, list[UUID]]) -> bool:
        if any(place.id == ancestor_id for place in self.ancestors(place_id)):
            return True
        others = way.get(place_id, ())
        return bool(others) and all(self._within(one, ancestor_id, way) for one in others)

    def children(self, parent_id: UUID | None, day: date) -> list[Place]:
        """The places directly inside another (None: the provinces) in force on a day, by code."""
        found = (
            p
            for p in self.places.values()
            if p.parent_id == parent_id and in_force(p.from_day, p.until_day, day)
        )
        return sorted(found, key=lambda place: place.code)

    def full_name(self, place_id: UUID) -> str:
        """The Korean name with its province in front: 경상남도 창원시."""
        return " ".join(reversed([place.name for place in self.ancestors(place_id)]))

    def full_name_en(self, place_id: UUID) -> str:
        """The English name with its province behind: Changwon-si, Gyeongsangnam-do."""
        return ", ".join(place.name_en or place.name for place in self.ancestors(place_id))

    def techno_park(self, place_id: UUID, day: date) -> UUID | None:
        """The Techno Park whose most specific territory holds the place on a day."""
        for version in self.versions_on(place_id, day):
            for place in self.ancestors(version.id):
                for one in self._territories.get(place.id, ()):
                    if in_force(one.from_day, one.until_day, day):
                        return one.techno_park_id
        return None

    def lineage(self, place_id: UUID) -> set[UUID]:
        """The place and everything that later came from it."""
        found, waiting = {place_id}, [place_id]
        while waiting:
            for one in self._after.get(waiting.pop(), ()):
                if one not in found:
                    found.add(one)
                    waiting.append(one)
        return found

    def unbroken_lines(self) -> Iterator[tuple[Place, Place]]:
        """First and last version of each line without split or merger, by the last one's code."""
        lasts = [p for p in self.places.values() if self._heir(p.id) is None]
        for last in sorted(lasts, key=lambda p: (p.code, p.from_day)):
            first = last
            while (before := self._forebear(first.id)) is not None:
                first = self.places[before]
            yield first, last

    def _heir(self, place_id: UUID) -> UUID | None:
        """The only successor, if the place is that one's only predecessor."""
        after = self._after.get(place_id, [])
        return after[0] if len(after) == 1 and len(self._before[after[0]]) == 1 else None

    def _forebear(self, place_id: UUID) -> UUID | None:
        before = self._before.get(place_id, [])
        return before[0] if len(before) == 1 and self._heir(before[0]) == place_id else None
