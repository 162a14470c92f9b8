"""A contract for import-linter: a package is entered through its public interface alone.

Each package names in `PUBLIC`, in its `__init__`, the modules that other packages may use. Modules of the top put the
packages together and may use any.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicInterface(Contract):
    """No module imports another package's module that the package does not name in `PUBLIC`."""

    packages = fields.ListField(subfield=fields.StringField())
    top = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import that reaches past a public interface, and every public name that nobody uses."""
        reached: dict[str, set[str]] = {package: set() for package in self.packages}
        past: list[str] = []
        for package in self.packages:
            offered = public_of(package)
            for module in {package, *graph.find_descendants(package)}:
                name = module.removeprefix(f"{package}.")
                for importer in graph.find_modules_that_directly_import(module):
                    if within(importer, package) or any(within(importer, top) for top in self.top):
                        continue
                    reached[package].add(name)
                    if name not in offered:
                        past.append(f"{importer} imports {module}")
        idle = [
            f"{package} offers {name}, which no other package uses"
            for package in self.packages for name in public_of(package) if name not in reached[package]
        ]
        return ContractCheck(kept=not past and not idle, metadata={"faults": sorted(past) + idle})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each fault."""
        for fault in check.metadata["faults"]:
            output.print_error(fault)


def public_of(package: str) -> tuple[str, ...]:
    """The modules that `package` names in `PUBLIC`, read from its source."""
    spec = find_spec(package)
    assert spec is not None, package
    assert spec.origin is not None, package
    for node in ast.parse(Path(spec.origin).read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PUBLIC":
            return tuple(ast.literal_eval(node.value))
    return ()


def within(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return module == package or module.startswith(f"{package}.")
