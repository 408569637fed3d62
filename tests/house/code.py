"""The code of the house as a value: which modules there are, and their trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, what it says, and how Python reads it."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path from the top of the project, e.g. volunteer/needs/actions.py."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """How others import it, e.g. volunteer.needs.actions."""
        return self.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def nodes(self) -> Sequence[ast.AST]:
        """Everything the module says, as Python reads it."""
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> set[str]:
        """The full names of what the module imports, each module and each name from one."""
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert not node.level and node.module, f"{self.place} imports by dots"
                found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        return found

    @property
    def functions(self) -> list[Function]:
        """Every function and method, however deep."""
        return [one for one in self.nodes if isinstance(one, Function)]

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with its dotted name as written, e.g. `db.session.commit`."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield dotted(node.func), node


@cache
def modules(*tops: str) -> Sequence[Module]:
    """All modules below these folders of the project, in the order of their paths."""
    found = []
    for path in sorted(path for top in tops for path in (ROOT / top).rglob("*.py")):
        text = path.read_text("utf-8")
        found.append(Module(path, text, ast.parse(text, str(path))))
    assert found, f"nothing below {tops}"
    return found


def service() -> Sequence[Module]:
    """The modules of the product itself."""
    return modules("volunteer", "matching")


def dotted(node: ast.expr) -> str:
    """The name as written: `a.b.c`; what is not a name is left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def teach(why: str, wrong: Sequence[str]) -> None:
    """Nothing is wrong; otherwise the failure says why it matters, and where it is."""
    assert not wrong, "\n".join([why, *wrong])
