"""Files inside .zip and .eml: names as meant, receipt, limits, and what stays closed."""

import base64
import io
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

import pytest

from tests.support import hostile
from thidua_batch.books.reading import parcels
from thidua_batch.books.reading.kind import Kind, sort
from thidua_batch.books.reading.parcels import Member, Refused
from thidua_batch.core.wording.form import REASONS

BOOK = hostile.plain()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 8, day, hour, minute)  # noqa: DTZ001


def brief(data: bytes, kind: Kind | None = None, name: str = "") -> list[tuple[str, ...]]:
    """Label, and the reason of what was refused."""
    found = parcels.unpack(data, kind or sort(data), name)
    return [(x.name,) if isinstance(x, Member) else (x.name, x.reason) for x in found]


def letter(*headers: str, body: bytes = BOOK, top: Sequence[str] = ()) -> bytes:
    """A letter with one attachment whose headers are given as they stand."""
    lines = [
        *top,
        "From: a@example.vn",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="x"',
        "",
    ]
    lines += ["--x", "Content-Type: text/plain", "", "Kính gửi", "--x", *headers]
    lines += ["Content-Transfer-Encoding: base64", "", base64.encodebytes(body).decode()]
    return "\r\n".join([*lines, "--x--", ""]).encode("utf-8", "surrogateescape")


def attached(*names: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["Date"] = "a@example.vn", "Tue, 05 Aug 2025 10:00:00 +0700"
    made.set_content("Kính gửi")
    for name, content in names:
        made.add_attachment(content, maintype="application", subtype="x", filename=name)
    return made.as_bytes()


def test_files_of_an_archive() -> None:
    data = hostile.zipped({"Đơn vị 1/biểu.xlsx": BOOK, "b.pdf": b"%PDF-1.4"})
    assert list(parcels.unpack(data, Kind.ZIP, "bài.zip")) == [
        Member(name="Đơn vị 1/biểu.xlsx", data=BOOK, parcel=("bài.zip",)),
        Member(name="b.pdf", data=b"%PDF-1.4", parcel=("bài.zip",)),
    ]


def test_a_letter_with_an_archive() -> None:
    archive = hostile.zipped({"a.xlsx": BOOK})
    data = attached(("bài nộp.zip", archive), ("b.xlsx", BOOK))
    moment = at(5, 10)
    assert list(parcels.unpack(data, Kind.EML, "thư.eml")) == [
        Member(name="a.xlsx", data=BOOK, received_at=moment, parcel=("thư.eml", "bài nộp.zip")),
        Member(name="b.xlsx", data=BOOK, received_at=moment, parcel=("thư.eml",)),
    ]


def test_no_deeper() -> None:
    archive = hostile.zipped({"in.zip": hostile.zipped({"a.xlsx": BOOK}), "b.xlsx": BOOK})
    assert brief(archive) == [("a.xlsx",), ("b.xlsx",)]
    assert brief(attached(("out.zip", archive))) == [("in.zip", "nested"), ("b.xlsx",)]


def test_what_systems_leave_behind_is_passed_over() -> None:
    names = [
        "__MACOSX/._a.xlsx", ".DS_Store", "x/.DS_Store", "x/~$a.xlsx", "Thumbs.db",
        "x/thumbs.DB", "desktop.ini", "._a.xlsx", "x/",
    ]  # fmt: skip
    assert brief(hostile.zipped({**dict.fromkeys(names, b""), "a.xlsx": BOOK})) == [("a.xlsx",)]
    assert brief(hostile.zipped(dict.fromkeys(names, b""))) == [("", "no_files")]
    assert brief(attached(("~$a.xlsx", b"1"), ("a.xlsx", BOOK))) == [("a.xlsx",)]


@pytest.mark.parametrize("data", [hostile.zipped({}), b"From: a@example.vn\nDate: x\n\nhi"])
def test_a_parcel_of_nothing_is_told(data: bytes) -> None:
    assert list(parcels.unpack(data, sort(data), "a")) == [Refused(name="a", reason="no_files")]


CLOSED = [
    (b"Rar!\x1a\x07\x01\x00", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "sevenzip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x78\x9f\x3e\x22", "tnef"),
]


@pytest.mark.parametrize(("data", "reason"), CLOSED)
def test_closed_parcels_are_refused_with_what_to_do(data: bytes, reason: str) -> None:
    assert brief(hostile.zipped({"x.bin": data})) == [("x.bin", reason)]
    assert brief(data, name="x.bin") == [("x.bin", reason)]
    assert reason in REASONS


def legacy_zip(name: bytes, extra: bytes = b"") -> bytes:
    """An archive whose name has no mark of UTF-8."""
    out = io.BytesIO()
    info = zipfile.ZipInfo("?" * len(name))
    info.extra = extra
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, BOOK)
    return out.getvalue().replace(b"?" * len(name), name)


DECOMPOSED = unicodedata.normalize("NFD", "Biểu số 1.xlsx")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Biểu số 1.xlsx".encode(), "Biểu số 1.xlsx"),
        (DECOMPOSED.encode(), "Biểu số 1.xlsx"),
        (b"Bi\xeau.xlsx", "Bi%EAu.xlsx"),
        (b"x\\a.xlsx", "x/a.xlsx"),
        (b"../../etc/a.xlsx", "etc/a.xlsx"),
        (b"/tmp/a.xlsx", "tmp/a.xlsx"),
        (b"a\x1b[31m\n.xlsx", "a[31m.xlsx"),
        ("a\u202excl.exe".encode(), "axcl.exe"),
        (b"../..", "file-1"),
    ],
)
def test_names_of_old_archives(name: bytes, shown: str) -> None:
    assert brief(legacy_zip(name)) == [(shown,)]


def test_a_name_beside_the_old_one() -> None:
    old, new = b"Bi_u.xlsx", "Biểu.xlsx".encode()
    for checksum, shown in ((zlib.crc32(old), "Biểu.xlsx"), (1, "Bi_u.xlsx")):
        body = struct.pack("<BI", 1, checksum) + new
        extra = struct.pack("<HH", 0x7075, len(body)) + body
        assert brief(legacy_zip(old, extra)) == [(shown,)]


def test_a_long_name_keeps_its_end() -> None:
    (member,) = parcels.unpack(hostile.zipped({"a" * 999 + ".xlsx": BOOK}), Kind.ZIP)
    assert len(member.name) == 200
    assert member.name.endswith("aaa.xlsx")


def test_members_that_cannot_be_read() -> None:
    data = bytearray(hostile.zipped({"a.xlsx": BOOK, "b.xlsx": BOOK, "c.xlsx": BOOK}))
    second = data.index(b"PK\x03\x04", 4)
    data[second + 80] ^= 0xFF
    last = data.rindex(b"PK\x01\x02")
    data[last + 8] |= 1
    assert brief(bytes(data)) == [("a.xlsx",), ("b.xlsx", "cut"), ("c.xlsx", "locked")]


def test_packing_that_is_not_known() -> None:
    data = bytearray(hostile.zipped({"a.xlsx": b"", "b.xlsx": BOOK}))
    for place in (data.index(b"PK\x03\x04") + 8, data.index(b"PK\x01\x02") + 10):
        data[place] = 97
    assert brief(bytes(data)) == [("a.xlsx", "method"), ("b.xlsx",)]


def test_an_archive_cut_short() -> None:
    data = hostile.zipped({"a.xlsx": BOOK})
    assert brief(data[:-40], Kind.ZIP, "a.zip") == [("a.zip", "cut")]


def test_limits() -> None:
    noise = random.Random(3).randbytes(9 << 20)
    full = hostile.zipped({f"{i}.bin": noise for i in range(8)}, zipfile.ZIP_STORED)
    assert brief(full, name="a") == [*((f"{i}.bin",) for i in range(7)), ("a", "inflated")]
    many = hostile.zipped({f"{i}.csv": b"1" for i in range(501)})
    assert brief(many, name="a")[500:] == [("a", "parts")]
    assert brief(hostile.zipped({f"{i}": b"" for i in range(6000)}), name="a") == [("a", "parts")]
    large = hostile.zipped({"a.mp4": random.Random(3).randbytes(11 << 20), "b.xlsx": BOOK})
    assert brief(large) == [("a.mp4", "large"), ("b.xlsx",)]


@pytest.mark.parametrize(
    "data",
    [
        hostile.zipped({"a.bin": bytes(9 << 20)}),
        hostile.nested_archives(),
        hostile.quoting("a.bin"),
        hostile.raw_zip([("a.bin", hostile.deflated(bytes(1 << 20), 80), 9 << 20)]),
    ],
)
def test_bombs(data: bytes) -> None:
    reasons = {item[1] for item in brief(data) if len(item) > 1}
    assert reasons
    assert reasons <= {"inflated", "nested", "large", "cut"}


def test_a_small_archive_in_a_large_letter_is_no_bomb() -> None:
    noise = random.Random(3).randbytes(4 << 20)
    small = hostile.zipped({"a.csv": b"1;2;3\n" * 2000})
    data = attached(("a.bin", noise), ("b.zip", small))
    assert brief(data) == [("a.bin",), ("a.csv",)]


ATTACHED = "Content-Disposition: attachment;"
ENCODED = "=?UTF-8?B?" + base64.b64encode("Biểu 1.xlsx".encode()).decode() + "?="
WINDOWS = b"B\xeaa\xd2o.xlsx".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ([f"{ATTACHED} filename*=utf-8''Bi%E1%BB%83u%201.xlsx"], "Biểu 1.xlsx"),
        (
            [
                "Content-Disposition: attachment;",
                " filename*0*=utf-8''Bi%E1%BB;",
                " filename*1*=%83u%20;",
                ' filename*2="1.xlsx"',
            ],
            "Biểu 1.xlsx",
        ),
        ([f'{ATTACHED} filename="{ENCODED}"'], "Biểu 1.xlsx"),
        (
            [
                f'{ATTACHED} filename="=?utf-8?Q?Bi=E1=BB=83u?=',
                ' =?utf-8?Q?_1.xlsx?="',
            ],
            "Biểu 1.xlsx",
        ),
        ([f'{ATTACHED} filename="Biểu 1.xlsx"'], "Biểu 1.xlsx"),
        ([f"{ATTACHED} filename={DECOMPOSED}"], "Biểu số 1.xlsx"),
        ([f'{ATTACHED} filename="{WINDOWS}"'], "Bêảo.xlsx"),
        ([f"{ATTACHED} filename*=windows-1258''B%EAa%D2o.xlsx"], "Bêảo.xlsx"),
        (
            [f"{ATTACHED} filename=Bieu.xlsx;", " filename*=UTF-8''Bi%E1%BB%83u.xlsx"],
            "Biểu.xlsx",
        ),
        (
            [f"{ATTACHED} filename*=UTF-8''Bi%E1%BB%83u.xlsx; filename=Bieu.xlsx"],
            "Biểu.xlsx",
        ),
        (["Content-Type: application/x; name=a.xlsx"], "a.xlsx"),
        (['Content-Type: application/x; name="a; b.xlsx"', "X-A: b"], "a; b.xlsx"),
        (['Content-Disposition: inline; filename="a\\"b.xlsx"'], 'a"b.xlsx'),
        ([f"{ATTACHED} filename=../../a.xlsx"], "a.xlsx"),
        ([f"{ATTACHED} filename*=no-such''a%E1%BB%83.xlsx"], "aể.xlsx"),
        ([f"{ATTACHED} filename*=hex''a.xlsx"], "a.xlsx"),
        ([f"{ATTACHED} filename*1*=b.xlsx"], "file-1"),
        ([f'{ATTACHED} filename="=?utf-8?B?abc"'], "=?utf-8?B?abc"),
        (["Content-Disposition: attachment"], "file-1"),
        (["Content-Type: application/vnd.ms-excel"], "file-1"),
    ],
)  # fmt: skip
def test_names_of_attachments(headers: list[str], shown: str) -> None:
    (member,) = parcels.unpack(letter(*headers), Kind.EML)
    assert isinstance(member, Member)
    assert (member.name, member.data) == (shown, BOOK)


NAMED = "Content-Disposition: attachment; filename=a.xlsx"


@pytest.mark.parametrize(
    ("top", "moment"),
    [
        (["Received: from a by b; Tue, 5 Aug 2025 23:30:00 +0000"], at(6, 6, 30)),
        (
            [
                "Received: from a by b",
                "\tfor <c@example.vn>; Tue, 5 Aug 2025 10:00:00 +0700 (ICT)",
                "Received: from c by a; Mon, 4 Aug 2025 10:00:00 +0700",
                "Date: Sun, 3 Aug 2025 10:00:00 +0700",
            ],
            at(5, 10),
        ),
        (["Received: from a by b", "Date: Sun, 3 Aug 2025 10:00:00 +0900"], at(3, 8)),
        (["Date: Sun, 3 Aug 2025 10:00:00"], at(3, 10)),
        (["Date: Sun, 3 Aug 2025 10:00:00 -0000"], at(3, 17)),
        (["Date: Sun, 3 Aug 2025 10:00:00 GMT"], at(3, 17)),
        (["Date: Sun, 3 Aug 1980 10:00:00 +0700"], None),
        (["Date: yesterday"], None),
        ([], None),
    ],
)
def test_receipt(top: list[str], moment: datetime | None) -> None:
    (member,) = parcels.unpack(letter(NAMED, top=top), Kind.EML)
    assert isinstance(member, Member)
    assert member.received_at == moment


def test_a_letter_that_forwards_another() -> None:
    inner = EmailMessage()
    inner["From"], inner["Date"] = "b@example.vn", "Mon, 04 Aug 2025 10:00:00 +0700"
    inner.set_content("Gửi lại")
    inner.add_attachment(BOOK, maintype="application", subtype="x", filename="a.xlsx")
    outer = EmailMessage()
    outer["From"], outer["Date"] = "a@example.vn", "Tue, 05 Aug 2025 10:00:00 +0700"
    outer.set_content("Chuyển tiếp")
    outer.add_attachment(inner)
    found = list(parcels.unpack(outer.as_bytes(), Kind.EML, "thư.eml"))
    assert found == [Member(name="a.xlsx", data=BOOK, received_at=at(5, 10), parcel=("thư.eml",))]


def test_a_letter_saved_as_an_attachment_keeps_its_own_receipt() -> None:
    data = hostile.zipped({"thu.eml": attached(("a.xlsx", BOOK))})
    (member,) = parcels.unpack(data, Kind.ZIP, "a.zip")
    assert member == Member(
        name="a.xlsx", data=BOOK, received_at=at(5, 10), parcel=("a.zip", "thu.eml")
    )


def test_a_picture_of_the_page_is_no_file() -> None:
    made = EmailMessage()
    made["From"], made["Date"] = "a@example.vn", "Tue, 05 Aug 2025 10:00:00 +0700"
    made.set_content("<img src='cid:logo'>", subtype="html")
    picture = b"\x89PNG\r\n\x1a\n"
    made.add_related(
        picture, "image", "png", cid="<logo>", filename="logo.png", disposition="inline"
    )
    made.add_attachment(picture, maintype="image", subtype="png", filename="bản ký.png")
    assert brief(made.as_bytes()) == [("bản ký.png",)]


def test_a_letter_cut_short_gives_what_is_there() -> None:
    data = letter(NAMED).removesuffix(b"--x--\r\n")
    assert brief(data, Kind.EML, "thư.eml") == [("a.xlsx",), ("thư.eml", "cut")]


def test_letters_without_end() -> None:
    deep = b"From: a@example.vn\nDate: x\n" + b"Content-Type: message/rfc822\n\n" * 3000
    assert brief(deep, Kind.EML, "a") == [("a", "nested")]


@pytest.mark.parametrize("seed", range(100))
def test_any_damage_gives_an_answer(seed: int) -> None:
    chance = random.Random(seed)
    for whole, kind in (
        (hostile.zipped({"a.xlsx": BOOK, "b.zip": hostile.zipped({"c.xlsx": BOOK})}), Kind.ZIP),
        (attached(("bài.zip", hostile.zipped({"a.xlsx": BOOK}))), Kind.EML),
    ):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = list(parcels.unpack(bytes(data), kind, "a"))
        assert found
        assert all(x.reason in REASONS for x in found if isinstance(x, Refused))
        assert all(x.name.isprintable() for x in found)


@pytest.mark.parametrize(("inside", "day"), [(9, 5), (2, 2)])
def test_a_letter_inside_another_came_no_later_than_that_one(inside: int, day: int) -> None:
    """A unit that forwards a letter of its own making cannot date its return into the future."""
    received = "Received: from a by b; {:02d} Aug 2025 10:00:00 +0700"
    inner = letter(NAMED, top=[received.format(inside)])
    name = 'Content-Disposition: attachment; filename="thu.eml"'
    outer = letter(name, body=inner, top=[received.format(5)])
    (member,) = parcels.unpack(outer, Kind.EML, "ngoài.eml")
    assert isinstance(member, Member)
    assert member.received_at == at(day, 10)
