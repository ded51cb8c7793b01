"""Every pattern of the readers takes time in proportion to the text: steps are counted (steps.py), no clock is read."""

import ast
import importlib
import itertools
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import parsing
from domain.residence import DEFAULT_GRAMMAR
from parsing.chain_mark import GOODS_SCALE
from parsing.residence import _patterns
from tests.parsing.steps import Counter, TooManySteps, hard_texts

_TIMES = 40
_MOST_TEXTS = 16
_GROWTH = 2.6  # of the steps when the text doubles: linear is 2, quadratic 4
_ANYWHERE = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))


def _modules() -> list[str]:
    return ["parsing", *(module.name for module in pkgutil.walk_packages(parsing.__path__, "parsing."))]


def _uses() -> dict[str, set[str]]:
    """Return by which methods each name is matched anywhere in the package: {"QUESTION": {"search"}}."""
    uses: dict[str, set[str]] = {}
    for path in Path(parsing.__path__[0]).rglob("*.py"):
        module = path.stem
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = node.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                uses.setdefault(f"{module}.{name}" if name.startswith("_") else name, set()).add(node.attr)
    return uses


def _patterns_by_name() -> Iterator[tuple[str, re.Pattern[str]]]:
    yield "measures", GOODS_SCALE._pattern
    yield "residences", _patterns(DEFAULT_GRAMMAR)
    seen: set[re.Pattern[str]] = set()
    for module in map(importlib.import_module, _modules()):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and value not in seen:
                seen.add(value)
                yield f"{module.__name__}.{name}", value


_ALL = dict(_patterns_by_name())
_USES = _uses()


def _growth(pattern: re.Pattern[str], *, anywhere: bool) -> tuple[float, str]:
    """Return by how much the steps grow at worst when a hard text doubles, and the text."""
    counter = Counter(pattern)
    shorter, longer = hard_texts(counter.tree, _TIMES), hard_texts(counter.tree, 2 * _TIMES)
    worst = (0.0, "")
    for text, twice in itertools.islice(zip(shorter, longer, strict=True), _MOST_TEXTS):
        try:
            found, steps = counter.search(text, anywhere=anywhere)
        except TooManySteps:
            return float("inf"), text
        expected = pattern.search(text) if anywhere else pattern.match(text)
        assert found == (expected.span() if expected else None), text  # the counter matches as re does
        try:
            worst = max(worst, (counter.search(twice, anywhere=anywhere)[1] / steps, text))
        except TooManySteps:
            return float("inf"), text
    return worst


def test_a_quadratic_pattern_is_found_out() -> None:
    assert _growth(re.compile(r"[0-9]+元"), anywhere=True)[0] > _GROWTH
    assert _growth(re.compile(r"(?:a|aa)+b"), anywhere=False)[0] > _GROWTH
    assert _growth(re.compile(r"(?<![0-9])[0-9]+元"), anywhere=True)[0] < _GROWTH


@pytest.mark.parametrize("name", _ALL)
def test_steps_grow_with_the_text_and_no_faster(name: str) -> None:
    module, own = name.split(".")[-2:] if "." in name else ("", name)
    uses = _USES.get(f"{module}.{own}" if own.startswith("_") else own, set())
    anywhere = "." not in name or bool(uses & _ANYWHERE)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        growth, text = _growth(_ALL[name], anywhere=anywhere)
    finally:
        sys.setrecursionlimit(before)

    assert growth < _GROWTH, f"{growth:.1f} times the steps for twice {text[:20]!r}"
