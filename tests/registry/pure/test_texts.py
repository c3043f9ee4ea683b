"""Every refusal and every reason speaks three languages, once, with the same values in each."""

import re
from types import ModuleType

import pytest

from chassis.problems import Problem
from registry.areas import problems as areas
from registry.erasures import problems as erasures
from registry.imports import problems as imports
from registry.organisations import problems as organisations
from registry.people import problems as people

PROBLEMS = [each for module in (areas, erasures, organisations, imports, people) for each in vars(module).values() if isinstance(each, Problem)]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.code)
def test_problem__same_values_in_each_language(problem: Problem) -> None:
    values = [set(re.findall(r"\{(\w+)\}", text)) for text in (problem.fi, problem.sv, problem.en)]
    assert values[0] == values[1] == values[2]
    assert len({problem.fi, problem.sv, problem.en}) == 3
    assert problem.status in {403, 409, 410, 413, 422}
    assert problem.code.startswith("registry.")


def test_problems__each_code_once() -> None:
    codes = [problem.code for problem in PROBLEMS]
    assert len(codes) == len(set(codes)) > 40


@pytest.mark.parametrize("module", [areas, erasures, organisations, imports, people])
def test_problems__each_has_its_own_name(module: ModuleType) -> None:
    named = [name for name, each in vars(module).items() if isinstance(each, Problem)]
    assert all(name.isupper() for name in named)


def test_rejections__each_has_a_sentence() -> None:
    assert set(imports.SENTENCES) == set(imports.Rejection)
    assert all(sentence.fi and sentence.sv and sentence.en for sentence in imports.SENTENCES.values())
