"""No use case calls another one inside its transaction, on whatever way: read from the calls in the code."""

import ast
from collections.abc import Iterator, Mapping

from tests.guarantees.sources import ROOT, modules, tree

Name = tuple[str, str]  # module, function or Class.method


def module_name(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def functions(sources: Mapping[str, ast.Module]) -> dict[Name, ast.AST]:
    """Every function of a module, and every method of its classes."""
    by_name: dict[Name, ast.AST] = {}
    for module, source in sources.items():
        for node in source.body:
            if isinstance(node, ast.FunctionDef):
                by_name[module, node.name] = node
            elif isinstance(node, ast.ClassDef):
                by_name |= {(module, f"{node.name}.{child.name}"): child for child in node.body
                            if isinstance(child, ast.FunctionDef)}
    return by_name


def imported_names(source: ast.Module) -> dict[str, Name]:
    """What a name of the module stands for: `from a import b` may be a module or a function of one."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(source) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def mentioned_functions(
    node: ast.AST, module: str, names: Mapping[str, Name], known: Mapping[Name, ast.AST]
) -> set[Name]:
    """The functions that this piece of code calls or hands on."""
    mentions: set[Name] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            mentions |= {(module, part.id), names.get(part.id, ("", ""))}
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in names:
            mentions.add((".".join(names[part.value.id]), part.attr))
    return mentions & known.keys()


def transactions(node: ast.AST) -> Iterator[ast.With]:
    for part in ast.walk(node):
        if isinstance(part, ast.With) and any(
            isinstance(item.context_expr, ast.Call) and getattr(item.context_expr.func, "attr", "") == "transaction"
            for item in part.items
        ):
            yield part


def list_nested(sources: Mapping[str, ast.Module]) -> list[str]:
    """`module.function calls module.function` for each that opens a transaction inside one."""
    known, names = functions(sources), {module: imported_names(source) for module, source in sources.items()}
    calls = {name: mentioned_functions(node, name[0], names[name[0]], known) for name, node in known.items()}
    opens = {name for name, node in known.items() if any(transactions(node))}
    while more := {name for name, called in calls.items() if called & opens} - opens:
        opens |= more
    return sorted(
        f"{'.'.join(name)} calls {'.'.join(called)}"
        for name, node in known.items() for block in transactions(node) for line in block.body
        for called in mentioned_functions(line, name[0], names[name[0]], known) & opens
    )


def test_no_use_case_calls_another_one_inside_its_transaction():
    assert list_nested({module_name(path): tree(path) for path in modules()}) == []


def test_one_that_does_so_on_a_way_round_is_found():
    sources = {
        "a.inner": "def step(work):\n    with work.transaction():\n        pass\n",
        "a.between": "from a import inner\n\ndef way(work):\n    return inner.step(work)\n",
        "a.outer": "from a.between import way\n\ndef act(work):\n    with work.transaction():\n        way(work)\n"
                   "\ndef after(work):\n    with work.transaction():\n        pass\n    way(work)\n",
    }
    assert list_nested({name: ast.parse(text) for name, text in sources.items()}) == ["a.outer.act calls a.between.way"]
