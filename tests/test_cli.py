"""The commands as a secretary runs them, on real files, through the whole program."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from thidua_batch import cli, samples

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
EXPECTED = list(
    csv.DictReader((ROOT / "tests/data/table_c_expected.csv").read_text("utf-8").splitlines())
)


def thidua(*words: str | Path) -> int:
    return cli._run([str(word) for word in words])


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run of the default demo, in a path with blanks and Vietnamese letters."""
    folder = tmp_path_factory.mktemp("Khối mẫu") / "năm 2025 (thử)"
    assert thidua("demo", "--dir", folder) == 0
    return folder


@pytest.fixture
def workspace(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo to do harm to."""
    import shutil

    return Path(shutil.copytree(demo, tmp_path / "khối"))


def results(folder: Path, period: str = "2025-N") -> dict:
    return json.loads((folder / "output" / period / "results.json").read_text("utf-8"))


def test_explain_goes_from_the_cell_to_the_rank(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert thidua("explain", "U3", "II.2", "-w", demo) == 0
    told = capsys.readouterr().out
    assert "Khiển trách: 1 trường hợp → −5 điểm [trang «Tự chấm điểm», ô H" in told
    assert "Hạng 2 trong 6 đơn vị" in told
    assert "SỐ LIỆU GIẢ ĐỊNH" in told
    assert max(map(len, told.splitlines())) <= 110
    assert thidua("dien-giai", "đơn vị 3", "-w", demo, "-k", "2025-N") == 0
    whole = capsys.readouterr().out
    assert "Xếp trên Đơn vị 7" in whole
    assert whole.index("Số liệu và từng quy tắc") < whole.index("Cộng theo mục")


def test_explain_as_json_has_the_cells(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert thidua("explain", "U3", "II.2", "-w", demo, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["period"] == "2025-N"
    facts = next(s for s in document["sections"] if s["code"] == "facts")
    assert facts["criterion"] == "II.2"
    line = facts["lines"][0]
    assert (Decimal(line["points"]), line["sheet"]) == (-5, "Tự chấm điểm")
    assert line["file"].endswith("2025-N_U3.xlsx")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("U33",), "Không có đơn vị «U33». Gần nhất: U3 (Đơn vị 3)."),
        (("U3", "II.22"), "Không có tiêu chí «II.22» trong bảng điểm của kỳ này. Gần nhất: II.2"),
    ],
)
def test_explain_of_an_unknown_name_offers_the_nearest(
    demo: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert thidua("explain", *words, "-w", demo) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(said)
    assert len(told.err.splitlines()) == 1


def test_explain_writes_nothing(demo: Path) -> None:
    before = hashes(demo)
    assert thidua("explain", "U1", "-w", demo) == 0
    assert hashes(demo) == before


def test_demo_equals_the_expected_table_in_every_figure(demo: Path) -> None:
    document = results(demo)
    assert document["schema"] == 1
    assert document["status"] == "final"
    assert [u["code"] for u in document["units"]] == [f"U{i}" for i in range(1, 8)]
    units = {u["code"]: u for u in document["units"]}
    for row in EXPECTED:
        unit = units[row["unit"]]
        points = {c["code"]: c["points"] for c in unit["criteria"]}
        for column in (c for c in row if "." in c):
            assert (points[column] is None) == (row[column] == ""), (row["unit"], column)
            if row[column]:
                assert Decimal(points[column]) == Decimal(row[column]), (row["unit"], column)
        figures = {**{g: unit["groups"][g] for g in ("I", "II", "III")},
                   "bonus_raw": unit["bonus_raw"], "bonus_capped": unit["bonus"],
                   "penalty": unit["penalty"], "total": unit["total"]}  # fmt: skip
        assert {k: Decimal(v) for k, v in figures.items()} == {k: Decimal(row[k]) for k in figures}
        assert unit["rank"] == (int(row["rank"]) if row["rank"] else None)
        assert unit["grade"] == (row["grade"] if row["rank"] else None)
    assert units["U5"]["state"] == "excluded"
    assert units["U5"]["exclusion"]["code"] == "E1"
    refused = [n for n in document["nominations"] if n["unit"] == "U4"]
    assert refused
    assert not any(n["eligible"] for n in refused)


def test_every_fact_is_traced_to_a_cell_that_holds_it(demo: Path) -> None:
    import openpyxl

    books: dict[str, openpyxl.Workbook] = {}
    seen = 0
    for unit in results(demo)["units"]:
        for criterion in unit["criteria"]:
            for fact in criterion["facts"]:
                book = books.setdefault(
                    fact["file"], openpyxl.load_workbook(demo / fact["file"], data_only=True)
                )
                stood = book[fact["sheet"]][fact["cell"]].value
                told = fact["declared"] if fact["declared"] is not None else fact["accepted"]
                same = str(stood) == told or Decimal(str(stood)) == Decimal(told)
                assert same, (unit["code"], fact)
                seen += 1
    assert seen > 150


def test_one_of_each_as_the_contract_says(demo: Path) -> None:
    assert len(list(demo.rglob("khoi.xlsx"))) == 1
    assert len(list(demo.rglob("results.json"))) == 1
    assert len(list((demo / "output/2025-N/2-tong-hop").iterdir())) == 1
    assert len(list((demo / "output/2025-N/3-bao-cao").glob("*.html"))) == 1


def test_running_everything_twice_changes_nothing(workspace: Path) -> None:
    before = hashes(workspace)
    for command in ("templates", "check", "consolidate", "status"):
        assert thidua(command, "-w", workspace) == 0
    assert thidua("demo", "--dir", workspace) == 0
    assert hashes(workspace) == before


def test_check_ends_with_totals_and_what_is_next(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert thidua("check", "-w", workspace) == 0
    checked = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Cộng: ") for line in checked)
    assert thidua("status", "-w", workspace) == 0
    assert checked[-1] == capsys.readouterr().out.splitlines()[-1]
    assert checked[-1].startswith("Việc tiếp theo: ")


def test_two_demos_are_byte_identical(demo: Path, tmp_path: Path) -> None:
    assert thidua("demo", "--dir", tmp_path / "b") == 0
    skip = (".thidua/",)
    one, two = hashes(demo), hashes(tmp_path / "b")
    assert {k: v for k, v in one.items() if not k.startswith(skip)} == {
        k: v for k, v in two.items() if not k.startswith(skip)
    }


@pytest.mark.parametrize("name", samples.names())
def test_every_sample_runs(name: str, tmp_path: Path) -> None:
    assert thidua("demo", name, "--dir", tmp_path / name) == 0
    sample = samples.load(name)
    document = results(tmp_path / name, sample.plan.code)
    assert [u["name"] for u in document["units"]] == [u.name for u in sample.bloc.units]
    assert document["status"] == "final"


def test_bac_giang_report_carries_the_facts(tmp_path: Path) -> None:
    name = "khoi-noi-chinh-bac-giang-2019"
    assert thidua("demo", name, "--dir", tmp_path / "b") == 0
    page = next((tmp_path / "b/output/2019-6T/3-bao-cao").glob("*.html")).read_text("utf-8")
    blocs = json.loads((ROOT / "tests/data/blocs.json").read_text("utf-8"))
    bloc = next(b for b in blocs if b["code"] == name)
    for unit in bloc["units"]:
        assert unit["theme"] in page
        assert unit["name"] in page
    assert bloc["slogan"] in page
    assert page.count("7/7") >= 2
    for basis in bloc["legal_basis"]:
        assert basis in page


def test_missing_return_is_provisional_and_named(workspace: Path) -> None:
    (workspace / "inbox/2025-N/2025-N_U3.xlsx").unlink()
    assert thidua("consolidate", "-w", workspace) == 3
    document = results(workspace)
    assert document["status"] == "provisional"
    found = [f for f in document["findings"] if f["severity"] == "ERROR"]
    assert [(f["code"], f["unit"]) for f in found] == [("BLOC-001", "U3")]
    assert found[0]["message"]
    assert found[0]["hint"]


def test_final_refuses_what_is_provisional(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "inbox/2025-N/2025-N_U3.xlsx").unlink()
    before = hashes(workspace)
    assert thidua("consolidate", "-w", workspace, "--final") == 2
    assert "Đơn vị 3" in capsys.readouterr().err
    assert hashes(workspace) == before


def test_a_return_of_another_bloc_is_refused_by_name(workspace: Path, tmp_path: Path) -> None:
    assert thidua("demo", "cum-iii-btp-2017", "--dir", tmp_path / "khac") == 0
    foreign = tmp_path / "khac/inbox/2017-N/2017-N_DV01.xlsx"
    (workspace / "inbox/2025-N/la.xlsx").write_bytes(foreign.read_bytes())
    assert thidua("consolidate", "-w", workspace) == 3
    document = results(workspace)
    assert ("BOOK-003", "inbox/2025-N/la.xlsx") in [
        (f["code"], f["file"]) for f in document["findings"]
    ]
    assert document["units"][0]["rank"] == 1


def test_children_that_do_not_sum_are_told_with_their_cell(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from dataclasses import replace

    from thidua_batch.books import definition

    bloc = samples.load(samples.DEFAULT).bloc
    criteria = tuple(
        replace(c, max_points=Decimal(299)) if c.code == "I.1" else c for c in bloc.table.criteria
    )
    broken = replace(bloc, table=replace(bloc.table, criteria=criteria))
    (workspace / "khoi.xlsx").write_bytes(definition.write(broken))
    assert thidua("consolidate", "-w", workspace) == 2
    shown = " ".join(capsys.readouterr().out.split())
    assert "DEF-007" in shown
    assert "khoi.xlsx" in shown


def test_an_output_edited_by_a_person_is_kept(workspace: Path) -> None:
    book = next((workspace / "output/2025-N/2-tong-hop").glob("*.xlsx"))
    edited = book.read_bytes() + b"\n"
    book.write_bytes(edited)
    (workspace / "inbox/2025-N/2025-N_U3.xlsx").unlink()
    assert thidua("consolidate", "-w", workspace) == 3
    assert book.read_bytes() == edited
    assert len(list(book.parent.iterdir())) == 2


def test_a_locked_output_is_one_sentence_and_loses_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Excel's lock as the system reports it: opening for update is refused."""
    book = next((workspace / "output/2025-N/2-tong-hop").glob("*.xlsx"))
    (workspace / "inbox/2025-N/2025-N_U3.xlsx").unlink()
    before = hashes(workspace)
    real = os.open

    def refuse(path: object, flags: int, *rest: object, **names: object) -> int:
        if str(path).endswith(book.name) and flags & (os.O_RDWR | os.O_WRONLY):
            raise PermissionError(13, "locked", str(path))
        return real(path, flags, *rest, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    code = thidua("consolidate", "-w", workspace)
    monkeypatch.undo()
    assert code == 2
    error = capsys.readouterr().err
    assert book.name in error
    assert len(error.strip().splitlines()) == 1
    assert hashes(workspace) == before


def test_accepting_by_name_is_remembered(workspace: Path) -> None:
    """A broken return counts once the secretary says so, and a later run gives the same."""
    import io

    import openpyxl

    path = workspace / "inbox/2025-N/2025-N_U2.xlsx"
    fact = next(
        f
        for u in results(workspace)["units"] if u["code"] == "U2"
        for c in u["criteria"] if c["code"] == "I.3"
        for f in c["facts"]
    )  # fmt: skip
    book = openpyxl.load_workbook(path)
    book[fact["sheet"]][fact["cell"]] = None
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    assert thidua("consolidate", "-w", workspace) == 3
    assert results(workspace)["units"][1]["state"] == "rejected"
    words = ["consolidate", "-w", workspace, "--accept", "U2", "--reason", "đã xác minh"]
    assert thidua(*words) == 3
    accepted = results(workspace)
    assert accepted["units"][1]["state"] == "ranked"
    assert accepted["status"] == "provisional"
    blank = next(c for c in accepted["units"][1]["criteria"] if c["code"] == "I.3")
    assert (blank["points"], blank["note"]) == (None, "chưa chấm")
    assert thidua("consolidate", "-w", workspace) == 3
    assert results(workspace) == accepted
    # Another faulty file of the same unit was never accepted by anyone.
    book[fact["sheet"]][fact["cell"]] = "abc"
    book.save(path)
    assert thidua("consolidate", "-w", workspace) == 3
    assert results(workspace)["units"][1]["state"] == "rejected"


def test_a_refused_run_decides_nothing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What --accept decides is written with the results or not at all."""
    (workspace / "inbox/2025-N/2025-N_U3.xlsx").unlink()
    before = hashes(workspace)
    words = ["consolidate", "-w", workspace, "--reason", "đã xác minh", "--accept"]
    assert thidua(*words, "U2", "--final") == 2
    assert hashes(workspace) == before
    capsys.readouterr()
    assert thidua(*words, "U3") == 2
    assert "«U3»" in capsys.readouterr().err
    assert hashes(workspace) == before
    assert thidua(*words, "U2") == 3
    book = workspace / "decisions/2025-N/quyet_dinh.xlsx"
    record = json.loads((workspace / "output/2025-N/run.json").read_text("utf-8"))
    assert record["decisions"] == hashlib.sha256(book.read_bytes()).hexdigest()


def test_a_call_that_the_system_refuses_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside the workspace's own calls too, with a file's name or without."""
    for fault, told in (
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError(28, "No space left on device", "/tmp/x"), "Đĩa đầy khi ghi «/tmp/x»"),
    ):
        monkeypatch.setattr("thidua_batch.pipeline.load", Raises(fault))
        assert thidua("status") == 2
        said = capsys.readouterr().err
        assert told in said
        assert said.count("\n") == 1
    monkeypatch.setattr("thidua_batch.pipeline.load", Raises(OSError("a bug")))
    with pytest.raises(OSError, match="a bug"):
        thidua("status")


class Raises:
    """Stands for a function that meets a fault."""

    def __init__(self, fault: BaseException) -> None:
        self.fault = fault

    def __call__(self, *_: object) -> None:
        raise self.fault


def test_a_decision_without_a_reason_is_refused(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(workspace)
    assert thidua("consolidate", "-w", workspace, "--accept", "U2") == 2
    assert "--reason" in capsys.readouterr().err
    assert hashes(workspace) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["consolidate", "-w", "khong-co"], 2),
        (["consolidate", "--what"], 2),
        (["no-such"], 2),
        (["demo", "khong-co"], 2),
        (["--version"], 0),
        (["tinh-hinh", "--help"], 0),
    ],
)
def test_exit_codes(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert thidua(*words) == code


def test_bad_period_is_refused(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert thidua("status", "-w", workspace, "-k", "2031-T99") == 2
    assert "2025-N" in capsys.readouterr().err


def test_init_then_templates_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert thidua("init", tmp_path / "moi") == 0
    assert thidua("init", tmp_path / "moi") == 0
    assert thidua("templates", "-w", tmp_path / "moi") == 2
    assert "DEF-" in capsys.readouterr().out


def test_init_sample_then_templates(tmp_path: Path) -> None:
    folder = tmp_path / "moi"
    assert thidua("init", folder, "--sample", samples.DEFAULT) == 0
    assert thidua("init", folder, "--check") == 0
    assert thidua("templates", "-w", folder) == 0
    assert len(list((folder / "input_templates/2025-N").glob("*.xlsx"))) == 7
    assert thidua("status", "-w", folder) == 3
    assert thidua("consolidate", "-w", folder) == 2


@pytest.mark.parametrize("encoding", ["cp1258", "ascii"])
def test_a_console_without_utf8_changes_nothing(encoding: str, demo: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "thidua_batch", "consolidate", "-w", str(demo)],
        cwd=ROOT, env=env, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"977" in done.stdout


def test_menu_runs_the_same_commands(demo: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "thidua_batch"],
        cwd=demo, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input="1\n9\n0\n".encode(), capture_output=True, check=False,
    )  # fmt: skip
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0
    assert "Việc tiếp theo" in text
    assert "Gõ một số từ 0 đến" in text
