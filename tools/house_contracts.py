"""Import contracts of our own, for `lint-imports`: doors of rooms and arrows between them."""

import grimp
from importlinter import Contract, ContractCheck, fields, output

HUB = "midas.hub."


def belongs(module: str, package: str) -> bool:
    """True when a module is the package or lies inside it."""
    return module == package or module.startswith(f"{package}.")


class DoorContract(Contract):
    """A pillar is entered from outside only through its doors; tests may look behind them.

    `keys` are lines "importer -> module": what Django itself must enter by another way.
    """

    rooms = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    keys = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Find every import that climbs into a room."""
        keys = {tuple(part.strip() for part in one.split("->")) for one in self.keys or []}
        broken = []
        for room in (one for one in self.rooms if one in graph.modules):
            open_doors = {f"{room}.{door}" for door in self.doors}
            for inner in {room} | graph.find_descendants(room):
                if inner in open_doors:
                    continue
                for importer in graph.find_modules_that_directly_import(inner):
                    is_outside = not belongs(importer, room) and ".tests." not in f"{importer}."
                    if is_outside and (importer, inner) not in keys:
                        broken.append((importer, inner))
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name both ends of each."""
        for importer, inner in check.metadata["broken"]:
            output.print_error(f"{importer} climbs into {inner}; use its public.py or events.py")


class ArrowsContract(Contract):
    """The arrow table: "room -> rooms it may import".

    Rooms that do not exist yet are passed over, and so are tests.
    Names without a dot are rooms of the hub when they stand in `hub`, else packages beside it.
    `without_django` names packages that must not reach Django, not even by a detour.
    """

    hub = fields.ListField(subfield=fields.StringField())
    arrows = fields.ListField(subfield=fields.StringField())
    without_django = fields.ListField(subfield=fields.StringField(), required=False)

    def package(self, name: str) -> str:
        """The full name of a room, a library or a program."""
        return f"{HUB}{name}" if name in self.hub else f"midas.{name}"

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Find every import that no arrow allows, and every way to Django that must not be."""
        allowed = {}
        for line in self.arrows:
            name, _, targets = line.partition("->")
            allowed[self.package(name.strip())] = {self.package(one) for one in targets.split()}
        broken = []
        for room, below in allowed.items():
            if room not in graph.modules:
                continue
            for module in {room} | graph.find_descendants(room):
                if ".tests." in f"{module}.":
                    continue
                for target in graph.find_modules_directly_imported_by(module):
                    there = next((one for one in allowed if belongs(target, one)), None)
                    if there and there != room and there not in below:
                        broken.append((module, target))
        for name in self.without_django or []:
            package = self.package(name)
            if package in graph.modules and "django" in graph.modules:
                chain = graph.find_shortest_chain(package, "django", as_packages=True)
                broken += [tuple(chain[:2])] if chain else []
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name both ends of each."""
        for importer, target in check.metadata["broken"]:
            output.print_error(f"{importer} must not import {target}: no arrow leads there")
