"""Rules that linters cannot see."""

import ast
import importlib.metadata
import re
import tomllib
from collections import Counter

import pytest
from fastapi import APIRouter
from sqlalchemy import Enum
from tests.architecture.code import (
    FLOOR,
    ROOMS,
    ROOT,
    SERVICES,
    calls,
    features,
    imports,
    modules,
    service,
    source_of,
    sources,
    tree,
)

from chassis.catalogue import examples_of, problems_of
from chassis.contracts import events_of
from chassis.events import Event, Fact
from chassis.jobs import Due, Errand, Timer
from chassis.listening import Copy, Listener
from chassis.service import Service

each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_commit__only_at_the_edge(name: str) -> None:
    """Features neither commit nor roll back, and open no session."""
    for path in sources(name):
        for call in calls(path):
            said = ast.unparse(call.func)
            assert not said.endswith((".commit", ".rollback", ".begin_nested")), f"{path}:{call.lineno} {said}"
            assert said.rpartition(".")[2] not in {"AsyncSession", "create_async_engine", "async_sessionmaker"}, f"{path}:{call.lineno}"


def test_outbox__written_in_one_place() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for package in ("chassis", *SERVICES)
        for path in sources(package)
        if re.search(r"INSERT INTO \{[\w.]*outbox\b|insert\([\w.]*outbox\)", path.read_text())
    }
    assert writers == {"shared/src/chassis/inserting.py", "shared/src/chassis/republish.py"}


@each_service
def test_publish__only_in_commands(name: str) -> None:
    for path in sources(name):
        publishes = any(ast.unparse(call.func).endswith("uow.publish") for call in calls(path))
        assert not publishes or "commands" in path.relative_to(source_of(name)).as_posix(), path


@each_service
def test_decisions__assign_nothing(name: str) -> None:
    """A rule reads and returns; the command changes the row."""
    for path in sources(name):
        if "domain" not in path.relative_to(source_of(name)).as_posix():
            continue
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else []
            for target in targets:
                own = isinstance(target, ast.Attribute) and ast.unparse(target).startswith("self.")
                assert not isinstance(target, ast.Attribute) or own, f"{path}:{target.lineno} {ast.unparse(target)}"


@each_service
def test_edges__all_listed_in_main(name: str) -> None:
    known = service(name)
    listed: dict[type, set[int]] = {
        APIRouter: {id(r) for r in known.routes},
        Listener: {id(x) for x in known.listeners},
        Copy: {id(x) for x in known.copies},
        Due: {id(x) for x in known.clock},
        Timer: {id(x) for x in known.timers},
        Errand: {id(x) for x in known.errands},
    }
    for module in modules(name):
        if module.__name__ == f"{name}.main":
            continue
        for value in vars(module).values():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                for kind, ids in listed.items():
                    assert not isinstance(one, kind) or id(one) in ids, f"{module.__name__}: {one} is not in main.py"


@each_service
def test_roots__have_their_topic(name: str) -> None:
    from chassis.tables import Root, rows_of

    known = service(name)
    topics = {topic.name: topic for topic in known.topics}
    for row in rows_of(known.tables):
        if issubclass(row, Root):
            assert row.__topic__ in topics, row


@each_service
def test_enums__none_is_native(name: str) -> None:
    for table in service(name).tables.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                assert not column.type.native_enum, f"{table.name}.{column.name}"
                assert column.type.create_constraint, f"{table.name}.{column.name}"


@each_service
def test_events__each_has_a_schema_and_an_example(name: str) -> None:
    known = service(name)
    examples = examples_of(known)
    for event in events_of(known):
        assert (ROOT / "services" / name / "contracts" / "schemas" / f"{event.known_as()}.v{event.version}.json").is_file(), event
        assert event in examples, f"{event.__name__} has no example"
        assert (event.__doc__ or "").strip(), f"{event.__name__} says not what it means"


def said() -> dict[str, Event]:
    """An example of everything that any service announces, by type."""
    return {event.ce_type(): example for name in SERVICES for event, example in examples_of(service(name)).items()}


def heard() -> list[tuple[str, type[Fact], set[str]]]:
    """Every reading of every service, with the topics on which it is heard."""
    found: list[tuple[str, type[Fact], set[str]]] = []
    for name in SERVICES:
        known: Service = service(name)
        found += [(name, copy.reads, {copy.of}) for copy in known.copies]
        found += [(name, fact, set(listener.topics)) for listener in known.listeners for fact in listener.handlers]
    return found


@pytest.mark.parametrize(("hearer", "fact", "topics"), [pytest.param(*h, id=f"{h[0]}-{h[1].__name__}") for h in heard()])
def test_readings__accept_what_is_said(hearer: str, fact: type[Fact], topics: set[str]) -> None:
    example = said().get(fact.type)
    assert example is not None, f"{hearer} hears {fact.type}, which nobody says"
    topic = example.topic + (".state" if example.known_as().endswith(".state") else "")
    assert topic in topics
    fact.model_validate_json(example.model_dump_json())


def test_problems__each_code_once_and_in_three_languages() -> None:
    codes = Counter(problem["code"] for name in SERVICES for problem in problems_of(service(name)))
    assert [code for code, times in codes.items() if times > 1] == []
    for name in SERVICES:
        for problem in problems_of(service(name)):
            assert problem["code"].split(".")[0] in {name, "chassis"}, problem["code"]
            fields = [set(re.findall(r"\{(\w+)", problem[language])) for language in ("fi", "sv", "en")]
            assert all(problem[language] for language in ("fi", "sv", "en"))
            assert fields[0] == fields[1] == fields[2], problem["code"]


@each_service
def test_floor__no_strays(name: str) -> None:
    """Nothing but the known rooms on a service's own floor and in its features; each folder is a package."""
    for path in source_of(name).iterdir():
        if path.suffix == ".py":
            assert path.stem in FLOOR | {"__init__"}, f"{path} has no room"
    for feature in features(name):
        assert (feature / "__init__.py").is_file(), feature
        for path in feature.iterdir():
            if path.suffix == ".py" or (path.is_dir() and not path.name.startswith("__")):
                assert path.stem in ROOMS | {"__init__", "sources"}, f"{path} is no room of a feature"


@each_service
def test_edges__use_their_own_feature(name: str) -> None:
    """An edge runs the commands of its own feature."""
    for feature in features(name):
        for edge in ("api", "handlers", "jobs", "errands"):
            for path in [*feature.glob(f"{edge}.py"), *feature.glob(f"{edge}/*.py")]:
                for imported in imports(path):
                    other = re.match(rf"{name}\.(\w+)\.commands", imported)
                    assert other is None or other.group(1) == feature.name, f"{path} imports {imported}"


def test_services__all_in_the_configuration() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
    assert named == set(SERVICES)
    assert set(configured["tool"]["importlinter"]["root_packages"]) >= named | {"chassis"}
    assert all(f"services/{name}/src" in configured["tool"]["mypy"]["mypy_path"] for name in named)


def test_names__no_dependency_provides_ours() -> None:
    provided = importlib.metadata.packages_distributions()
    for name in ("chassis", "yhdyspinta", "yhdyspinta_local", *SERVICES):
        assert set(provided.get(name, [])) <= {f"yhdyspinta-{name.removeprefix('yhdyspinta_')}", "yhdyspinta-cli", "yhdyspinta-chassis"}, name


DOMAIN = re.compile(r"\b(organi[sz]ation|grant|association|meeting|booking|municipalit|parish|registry|liaison|applicant)", re.IGNORECASE)


def test_chassis__no_word_of_the_domain() -> None:
    """It would carry any suite of services; the words of this one are in its features."""
    for path in sources("chassis"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = DOMAIN.search(line)
            allowed = "prometheus" in line.lower() or "CollectorRegistry" in line or "REGISTRY" in line
            sql = re.search(r"\b(GRANT|grant)\b", line) and "migrate" in path.as_posix()
            assert found is None or allowed or sql or _says_orm_registry(line), f"{path}:{number} {line.strip()}"


def _says_orm_registry(line: str) -> bool:
    return bool(re.search(r"\bregistry=|import registry\b|metrics registry", line))


def test_sizes__a_report() -> None:
    """No gate: what grows past a screen or two is looked at."""
    for package in ("chassis", *SERVICES, "yhdyspinta"):
        sizes = sorted(((len(path.read_text().splitlines()), path.name) for path in sources(package)), reverse=True)
        print(f"{package}: {len(sizes)} files, {sum(n for n, _ in sizes)} lines, largest {sizes[:3]}")
