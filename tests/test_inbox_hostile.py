"""Hostile inboxes: the bad file is told by name, the other units' results stay as they are."""

import io
import os
import random
import stat
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.support import containers, desk, hostile, recalc, xlsb
from tests.support.desk import Desk
from thidua_batch.books.reading import reader
from thidua_batch.books.reading.aside import Aside
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.core.wording.form import REASONS


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    made = desk.open_desk(tmp_path / "khối")
    made.fill("DV1", "DV2")
    return made


def far_binary() -> bytes:
    """A cell at XFD1048576, on which a reader allocates the whole sheet and dies."""
    return xlsb.write(
        xlsb.Book(pages=[xlsb.Page(title="A", cells={(1_048_576, 16_384): (1.0, 0)})])
    )


def lying_binary() -> bytes:
    """A size that promises every cell there is."""
    page = xlsb.Page(title="A", cells={(1, 1): (1.0, 0)}, size=(0, 1_048_575, 0, 16_383))
    return xlsb.write(xlsb.Book(pages=[page]))


def repeated_ods() -> bytes:
    rows = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return desk.zipped({"mimetype": mimetype, "content.xml": content.encode()})


def deep_page() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 5_000


def long_chain() -> bytes:
    """A compound file whose table of sectors runs in a circle."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", head, 44, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", head, 76, 0)
    return bytes(head) + bytes(512) * 4


BAD = {
    "xa.xlsb": far_binary,
    "doi.xlsb": lying_binary,
    "lap.ods": repeated_ods,
    "sau.xls": deep_page,
    "vong.xls": long_chain,
}


def harmless(place: Desk) -> dict[str, str]:
    return desk.units_json(place.compute())


@pytest.mark.slow
def test_no_bomb_changes_the_results_of_the_others(place: Desk) -> None:
    alone = harmless(place)
    for number, (make, _) in enumerate(hostile.CASES.values()):
        place.put(f"bom{number}.xlsx", make())
    for name, made in BAD.items():
        place.put(name, made())
    outcome = place.compute()
    assert desk.units_json(outcome) == alone
    told = desk.accounts(outcome)
    for number, (name, (_, code)) in enumerate(hostile.CASES.items()):
        assert told[f"bom{number}.xlsx"][0] in ("refused", "unpacked"), name
        known = desk.account(outcome, f"bom{number}.xlsx")
        assert known.code and known.reason and known.hint, name  # noqa: PT018
        if known.code in ("BOOK-001", "BOOK-030"):
            assert REASONS[code] in known.reason, name
    for name in BAD:
        assert told[name][0] == "refused", name
        assert desk.account(outcome, name).reason


def test_a_far_cell_in_any_container_is_refused_quickly(place: Desk) -> None:
    alone = harmless(place)
    for name in ("xa.xlsb", "doi.xlsb", "lap.ods"):
        place.put(name, BAD[name]())
    place.put("xa.xlsx", hostile.CASES["a far cell"][0]())
    outcome = place.compute()
    assert desk.units_json(outcome) == alone
    assert all(desk.account(outcome, n).reason for n in ("xa.xlsb", "doi.xlsb", "lap.ods"))
    assert desk.accounts(outcome)["xa.xlsx"] == ("refused", "BOOK-001")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_regular_file_is_told_and_never_opened(place: Desk, tmp_path: Path) -> None:
    alone = harmless(place)
    os.mkfifo(place.inbox / "ong.xlsx")
    (place.inbox / "vong").symlink_to(place.inbox, target_is_directory=True)
    (place.inbox / "goc.xlsx").symlink_to("/dev/zero")
    secret = tmp_path / "ngoai.xlsx"
    secret.write_bytes(place.form("DV3"))
    (place.inbox / "DV3.xlsx").symlink_to(secret)
    outcome = place.compute()
    told = desk.accounts(outcome)
    for name in ("ong.xlsx", "vong", "goc.xlsx", "DV3.xlsx"):
        assert told[name] == ("refused", "BOOK-013"), name
        assert desk.account(outcome, name).hint
    assert desk.units_json(outcome) == alone


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_an_unreadable_file_is_told(place: Desk) -> None:
    path = place.inbox / "khoa.xlsx"
    path.write_bytes(place.form("DV3"))
    path.chmod(0)
    try:
        assert desk.accounts(place.compute())["khoa.xlsx"] == ("refused", "BOOK-013")
    finally:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_file_too_large_to_be_a_return_is_told(place: Desk) -> None:
    alone = harmless(place)
    with (place.inbox / "lon.xlsx").open("wb") as stream:
        stream.truncate(1 << 30)
    outcome = place.compute()
    assert desk.accounts(outcome)["lon.xlsx"] == ("refused", "BOOK-013")
    assert "10" in (desk.account(outcome, "lon.xlsx").reason or "")
    assert desk.units_json(outcome) == alone


@pytest.mark.slow
def test_six_hundred_files_end_each_with_a_state(place: Desk) -> None:
    place.fill("DV3")
    alone = harmless(place)
    data, cut = place.form("DV3"), place.form("DV3")[:5_000]
    for number in range(150):
        place.put(f"sao {number}.xlsx", data)
        place.put(f"cat {number}.xlsx", cut[: 4_000 + number])
        place.put(f"quet {number}.pdf", b"%PDF-1.7" + bytes([number]))
        place.put(f"so {number}/thu.txt", b"thu %d" % number)
    outcome = place.compute()
    told = desk.accounts(outcome)
    assert len(told) == 603
    states = [state for state, _ in told.values()]
    assert [states.count(s) for s in ("used", "superseded", "refused", "attached")] == [
        3, 150, 300, 150,
    ]  # fmt: skip
    assert desk.units_json(outcome) == alone


@pytest.mark.slow
@pytest.mark.office
def test_damaged_bytes_are_read_or_refused_and_never_stop_a_run() -> None:
    """Bits turned over and pieces cut out or doubled, in every container that has a reader."""
    numbers = random.Random(20_260_105)
    with tempfile.TemporaryDirectory() as folder:
        plain = desk.open_desk(Path(folder) / "khối").form("DV1")
    seeds = [plain, containers.binary(plain), *(recalc.convert(plain, k) for k in ("xls", "ods"))]
    codes = set()
    with Aside() as aside:
        for number in range(200):
            data = _damaged(seeds[number % len(seeds)], numbers)
            try:
                reader.open_book(data, aside=aside)
            except Unreadable as refused:
                codes.add(refused.code)
    assert codes <= set(REASONS) | {"locked"}
    assert codes


def _damaged(data: bytes, numbers: random.Random) -> bytes:
    """Damage inside the parts where it is a package, so that readers see it and not the zip."""
    if not data.startswith(b"PK") or numbers.random() < 0.25:
        return _spoiled(data, numbers)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    name = numbers.choice([n for n in held if held[n]])
    return desk.zipped({**held, name: _spoiled(held[name], numbers)})


def _spoiled(data: bytes, numbers: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(numbers.choice((1, 3, 20))):
        at = numbers.randrange(len(made))
        action = numbers.randrange(4)
        if action == 0:
            made[at] ^= 1 << numbers.randrange(8)
        elif action == 1:
            made[at] = numbers.choice((0, 0xFF, 0x7F, 0x80))
        elif action == 2:
            del made[at : at + numbers.randrange(1, 64)]
        else:
            made[at:at] = made[at : at + numbers.randrange(1, 64)]
        if not made:
            return b""
    return bytes(made)
