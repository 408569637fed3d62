"""Public functions say in one sentence what is true afterwards."""

from __future__ import annotations

import ast

from tests.house.code import Function, Module, modules, service, teach


def speaks(module: Module) -> bool:
    """Whether everything public here is read by others: the solver, actions, queries."""
    return module.place.startswith("matching/") or module.path.name in ("actions.py", "queries.py")


def test_what_others_call_says_what_is_true_afterwards() -> None:
    silent = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in service()
        if speaks(module)
        for node in module.tree.body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        if not (ast.get_docstring(node) or "").split("\n\n")[0].rstrip().endswith((".", ":", "?"))
    ]

    teach(
        "The name says what is done, the docstring what is then true (and what is raised),\n"
        "as a sentence that begins the docstring. Callers should not have to read the body.",
        silent,
    )


def test_a_module_begins_by_saying_what_it_is() -> None:
    silent = [
        module.place
        for module in modules("volunteer", "matching", "tests")
        if module.text.strip() and not ast.get_docstring(module.tree)
    ]

    teach("One sentence on top spares a newcomer the reading of what they do not need.", silent)
