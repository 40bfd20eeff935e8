"""The parts of a zipped workbook, found by relations and content types, never by guessed names."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from thidua_batch.books.reading import markup, zipped
from thidua_batch.books.reading.grid import Unreadable

_PARTS, _INFLATED = 500, 64 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
#: What zipfile raises on damaged or unusual entries.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part relates to: the kind's last word, and the other part's name."""

    kind: str
    target: str
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """An open zip; `doubts` collects what is unusual in every part that is read."""

    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    doubts: set[str]

    def find(self, name: str) -> str | None:
        """The part's name as it is stored; case and direction of slashes are forgiven."""
        if name in self.parts:
            return name
        found = next((part for part in self.parts if _folded(part) == _folded(name)), None)
        if found is not None:
            self.doubts.add("part_names")
        return found

    def parse(self, name: str, arrange: Callable[[expat.XMLParserType, list[str]], None]) -> None:
        """Parse one part; see `markup.parse`."""
        markup.parse(self._stream(name), arrange, self.doubts)

    def visit(self, name: str, seen: markup.Visit) -> tuple[str, str]:
        """Tell every element of one part; see `markup.visit`."""
        return markup.visit(self._stream(name), self.doubts, seen)

    def _stream(self, name: str) -> markup.Stream:
        """A part's content, which its claimed size bounds."""
        try:
            return io.BytesIO(self.archive.read(self.parts[name]))
        except _BROKEN as fault:
            raise Unreadable("cut") from fault

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part relates to, by id; the whole package's for ""."""
        folder, name = posixpath.split(part)
        stored = self.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}

        def seen(path: str, attributes: markup.Attributes, _: str) -> None:
            if path != "Relationship":
                return
            key, target = attributes.get("Id", ""), attributes.get("Target", "")
            if not key or key in found:
                self.doubts.add("relations")
            kind = attributes.get("Type", "").rpartition("/")[2]
            is_external = attributes.get("TargetMode") == "External"
            found.setdefault(key, Relation(kind, _resolved(folder, target), is_external))

        # Without their namespace other readers see no relations, and sheets without cells.
        if stored is not None and self.visit(stored, seen) != (_RELATIONS, "Relationships"):
            raise Unreadable("cut")
        return found

    def types(self) -> dict[str, str]:
        """Content types by part name."""
        by_extension: dict[str, str] = {}
        by_name: dict[str, str] = {}

        def seen(path: str, attributes: markup.Attributes, _: str) -> None:
            kind = attributes.get("ContentType", "")
            if path == "Default":
                by_extension[attributes.get("Extension", "").casefold()] = kind
            elif path == "Override":
                by_name[_folded(attributes.get("PartName", ""))] = kind

        stored = self.find("[Content_Types].xml")
        if stored is not None:
            self.visit(stored, seen)
        else:
            self.doubts.add("types")
        return {
            part: by_name.get(_folded(part))
            or by_extension.get(part.rpartition(".")[2].casefold(), "")
            for part in self.parts
        }


def opened(data: bytes) -> Package:
    """The package in these bytes; Unreadable where it is none that may be read.

    The sizes that the directory claims bound what is inflated: no more than that is ever read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as fault:
        raise Unreadable("cut") from fault
    parts = archive.infolist()
    if len(parts) > _PARTS:
        raise Unreadable("parts")
    if len({_folded(part.filename) for part in parts}) != len(parts):
        raise Unreadable("names")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    if any(part.compress_type not in _METHODS for part in parts):
        raise Unreadable("method")
    if sum(part.file_size for part in parts) > _INFLATED:
        raise Unreadable("inflated")
    if not zipped.is_seamless(archive, data):
        raise Unreadable("cut")
    return Package(archive, {part.filename: part for part in parts}, set())


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target.replace("\\", "/")))
