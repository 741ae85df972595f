"""Reading folders, and what one broken part hides of the others."""

from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.characters import LIMIT_BYTES
from engine.definitions.read import read_files, read_folder
from engine.model.dated import Dated
from engine.model.problem import DefinitionError, Problem

BASE = Path(__file__).parents[2] / "definitions" / "good" / "base"


def write(root: Path, name: str, content: bytes = b"a: b\n") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def problems_with(changes: dict[str, tuple[str, str]]) -> list[Problem]:
    """The problems of the base tree with one text of each named file replaced."""
    files = read_folder(BASE)
    for name, (old, new) in changes.items():
        path = PurePosixPath(name)
        text = files[path].decode()
        assert old in text
        files[path] = text.replace(old, new, 1).encode()
    with pytest.raises(DefinitionError) as caught:
        read_files(files)
    return list(caught.value.problems)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_folder_is_read_as_paths_below_it(tmp_path: Path) -> None:
    write(tmp_path, "portal.yaml")
    write(tmp_path, "lists/zones.yaml")
    assert read_folder(tmp_path) == {
        PurePosixPath("lists/zones.yaml"): b"a: b\n",
        PurePosixPath("portal.yaml"): b"a: b\n",
    }


def test_hidden_files_and_other_kinds_of_file_are_left_out(tmp_path: Path) -> None:
    for name in ("README.md", ".hidden.yaml", ".git/x.yaml", "lists/.x.yaml", "lists/zones.yaml~"):
        write(tmp_path, name)
    assert read_folder(tmp_path) == {}


def test_a_file_with_the_other_suffix_is_not_left_out_in_silence(tmp_path: Path) -> None:
    write(tmp_path, "lists/zones.yml")
    assert list(read_folder(tmp_path)) == [PurePosixPath("lists/zones.yml")]


def test_no_more_of_a_large_file_is_read_than_tells_that_it_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, "portal.yaml", b"#" * (LIMIT_BYTES + 10))
    assert len(read_folder(tmp_path)[PurePosixPath("portal.yaml")]) == LIMIT_BYTES + 1


def test_what_is_no_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        read_folder(tmp_path / "nowhere")


def test_the_catalogue_holds_everything_by_id() -> None:
    catalogue = read_files(read_folder(BASE))
    assert list(catalogue.sources) == ["order"]
    assert list(catalogue.lists) == ["zones"]
    assert list(catalogue.registers) == ["resident"]
    assert list(catalogue.people) == ["sara", "omar"], "as the file lists them"
    assert list(catalogue.services) == list(catalogue.programs) == ["permit"]
    assert [scenario.id for scenario in catalogue.scenarios] == ["a-resident-gets-a-permit"]
    assert catalogue.portal.weekend == (5, 6)


def test_an_output_cell_without_a_date_holds_on_every_date() -> None:
    table = read_files(read_folder(BASE)).rule_sets["permit"].tables[0]
    dated = dict(table.rows[1].outputs)["amount"]
    assert isinstance(dated, Dated)
    assert [day.year for day, _ in dated.entries] == [1]


def test_a_row_has_the_citations_of_its_table_unless_it_has_its_own() -> None:
    rules = read_files(read_folder(BASE)).rule_sets["permit"]
    assert rules.tables[0].rows[0].cite == ("order",)


@pytest.mark.parametrize(
    "name", ["lists/zones.yaml", "registers/resident.yaml", "rules/permit.yaml", "sources.yaml"]
)
def test_a_file_that_cannot_be_read_hides_nothing_and_blames_nothing(name: str) -> None:
    """One problem for the broken file, one for a mistake elsewhere, and none that follows."""
    changes = {name: ("format: 1", "format: [1"), "portal.yaml": ("phone:", "phon:")}
    assert sorted(codes(problems_with(changes))) == ["D001", "D020"]


def test_a_part_that_cannot_be_read_hides_no_other_part_of_its_file() -> None:
    found = problems_with(
        {
            "services/permit.yaml": ("type: yes_no", "type: yesno"),
            "rules/permit.yaml": ("resident.cars < permit_limit", "resident.cars < limit"),
        }
    )
    assert codes(found) == ["E201", "D023"]


def test_a_mistake_in_one_file_is_found_beside_a_mistake_in_another() -> None:
    found = problems_with(
        {
            "lists/zones.yaml": ("ar: الوسط", "arabic: الوسط"),
            "demonstration/people.yaml": ("cars: 1", "cars: 99"),
            "scenarios/permit/a-resident-gets-a-permit.yaml": ("lives-in-zone", "lives-in-zones"),
        }
    )
    assert codes(found) == ["D031", "D021", "D020", "D113"]
