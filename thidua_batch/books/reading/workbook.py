"""What a workbook says of itself: its sheets in order, names, calendar, properties, program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from thidua_batch.books.reading import markup
from thidua_batch.books.reading.grid import Container, Told, Unreadable
from thidua_batch.books.reading.package import Package, Relation

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MACRO_TYPE = "application/vnd.ms-excel."
_TYPES = {
    f"{_MAIN_TYPE}sheet.main+xml",
    f"{_MAIN_TYPE}template.main+xml",
    f"{_MACRO_TYPE}sheet.macroEnabled.main+xml",
    f"{_MACRO_TYPE}template.macroEnabled.main+xml",
}
_SHEET_KINDS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_MACRO_KINDS = ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet")
#: Children of the root (ECMA-376 part 1, 18.2.27).
_KNOWN = frozenset((
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
))  # fmt: skip
_PLACES = {
    "workbookPr": "workbookPr",
    "sheet": "sheets/sheet",
    "definedName": "definedNames/definedName",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet as the workbook lists it; `part` None for one that holds no cells."""

    title: str
    is_hidden: bool
    part: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All but the cells."""

    container: Container
    tabs: tuple[Tab, ...]
    texts_part: str | None
    styles_part: str | None
    names: Mapping[str, str]
    properties: Mapping[str, str]
    saved_by: str
    from_1904: bool
    told: frozenset[Told]


@dataclass(slots=True)
class _Said:
    """What workbook.xml says, as it stands."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False
    has_links: bool = False


def read(package: Package) -> Workbook:
    """Read what the package says of its sheets; Unreadable where it holds no workbook."""
    top, types = package.relations(""), package.types()
    main = _main(package, top.values(), types)
    relations = package.relations(main)
    said, is_strict = _said(package, main)
    kinds = {relation.kind for relation in relations.values()}
    has_macros = bool(kinds & set(_MACRO_KINDS)) or any(
        part.casefold().endswith("vbaproject.bin") for part in package.parts
    )
    told = {
        Told.MACROS: has_macros,
        Told.LINKS: said.has_links or "externalLink" in kinds,
        Told.STRICT: is_strict,
    }
    is_macro = has_macros or "macroenabled" in types[main].casefold()
    return Workbook(
        container=Container.XLSM if is_macro else Container.XLSX,
        tabs=_tabs(package, said, relations),
        texts_part=_only(package, relations, types, "sharedStrings"),
        styles_part=_only(package, relations, types, "styles"),
        names=said.names,
        properties=_properties(package, top.values()),
        saved_by=_saved_by(package, top.values()),
        from_1904=said.from_1904,
        told=frozenset(mark for mark, holds in told.items() if holds),
    )


def program(application: str, version: str) -> str:
    """The program that saved a file, from its two properties; one that says its version once."""
    name = application.partition("$")[0].strip()
    has_version = any(letter.isdigit() for letter in name)
    return name if has_version or not name else f"{name} {version}".strip()


def _main(package: Package, top: Iterable[Relation], types: Mapping[str, str]) -> str:
    targets = [relation.target for relation in top if relation.kind == "officeDocument"]
    by_type = [part for part, kind in types.items() if kind in _TYPES]
    main = package.find(targets[0]) if targets else next(iter(by_type), None)
    if main is None:
        raise Unreadable("not_xlsx")
    if main.casefold().endswith(".bin"):
        raise Unreadable("xlsb")
    if len(targets) != 1 or by_type != [main]:
        package.doubts.add("main_part")
    return main


def _said(package: Package, main: str) -> tuple[_Said, bool]:
    said, doubts = _Said(), package.doubts

    def seen(path: str, attributes: markup.Attributes, text: str) -> None:
        head, _, rest = path.partition("/")
        local = path.rpartition("/")[2]
        if _PLACES.get(local, path) != path:
            doubts.add("elements")
        elif path == "workbookPr":
            said.from_1904 = markup.is_true(attributes.get("date1904"))
        elif path == "sheets/sheet":
            state = attributes.get("state", "visible")
            said.sheets.append((attributes.get("name", ""), state, _related(attributes)))
        elif head == "sheets" and rest:
            doubts.add("elements")
        elif path == "definedNames/definedName" and "localSheetId" not in attributes:
            if said.names.setdefault(attributes.get("name", ""), text) != text:
                doubts.add("names")
        elif path == "externalReferences/externalReference":
            said.has_links = True
        elif not rest and head not in _KNOWN and ":" not in head:
            doubts.add("elements")

    space, local = package.visit(main, seen)
    if local != "workbook" or space not in (markup.MAIN, markup.STRICT):
        raise Unreadable("reader")
    return said, space == markup.STRICT


def _related(attributes: markup.Attributes) -> str:
    """The id of the relation; its attribute is the only one called id, whatever its prefix.

    Of two, a reader that knows the namespaces may take the other one.
    """
    found = [value for name, value in attributes.items() if name.endswith(":id")]
    if len(found) > 1:
        raise Unreadable("sheets")
    return found[0] if found else ""


def _tabs(package: Package, said: _Said, relations: Mapping[str, Relation]) -> tuple[Tab, ...]:
    tabs: list[Tab] = []
    for title, state, key in said.sheets:
        relation = relations.get(key)
        if relation is None or relation.kind not in _SHEET_KINDS:
            package.doubts.add("sheet_kind")
            continue
        part = package.find(relation.target)
        if part is None or relation.is_external:
            raise Unreadable("cut")
        if relation.kind not in ("worksheet", "chartsheet"):
            package.doubts.add("sheet_kind")
        has_cells = relation.kind != "chartsheet"
        tabs.append(Tab(title, state != "visible", part if has_cells else None))
    titles = {tab.title.casefold() for tab in tabs}
    parts = [tab.part for tab in tabs if tab.part is not None]
    if len(titles) != len(tabs) or "" in titles or len(set(parts)) != len(parts):
        raise Unreadable("sheets")
    if not tabs:
        raise Unreadable("not_xlsx")
    return tuple(tabs)


def _only(
    package: Package, relations: Mapping[str, Relation], types: Mapping[str, str], kind: str
) -> str | None:
    """The part of this kind; by relation, and a doubt where the content types tell another."""
    targets = {relation.target for relation in relations.values() if relation.kind == kind}
    by_type = [part for part, said in types.items() if said == f"{_MAIN_TYPE}{kind}+xml"]
    part = package.find(min(targets)) if targets else None
    if len(targets) > 1 or (targets and part is None):
        raise Unreadable("cut")
    if by_type != ([] if part is None else [part]):
        package.doubts.add("types")
    return part


def _properties(package: Package, top: Iterable[Relation]) -> dict[str, str]:
    found: dict[str, str] = {}
    value = ""

    def seen(path: str, attributes: markup.Attributes, text: str) -> None:
        nonlocal value
        if path == "property":
            found.setdefault(attributes.get("name", ""), value)
            value = ""
        elif path.startswith("property/"):
            value = text

    _aside(package, top, "custom-properties", seen)
    return found


def _saved_by(package: Package, top: Iterable[Relation]) -> str:
    found: dict[str, str] = {}
    _aside(package, top, "extended-properties", lambda path, _, text: found.update({path: text}))
    return program(found.get("Application", ""), found.get("AppVersion", ""))


def _aside(package: Package, top: Iterable[Relation], kind: str, seen: markup.Visit) -> None:
    """A part of the whole package that says nothing about cells."""
    target = next((relation.target for relation in top if relation.kind == kind), None)
    part = None if target is None else package.find(target)
    if part is not None:
        package.visit(part, seen)
