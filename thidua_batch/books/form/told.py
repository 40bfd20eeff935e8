"""How the scoring sheet tells a criterion's rule: on its own row and on the rows of its lines."""

from __future__ import annotations

from thidua_batch.core import scoring
from thidua_batch.core.model import Criterion, ScoringTable
from thidua_batch.core.scoring import sentences
from thidua_batch.core.wording import form as words


def rules(table: ScoringTable, leaf: Criterion, unit: str) -> tuple[list[str], dict[str, str]]:
    """Sentences of the criterion's row, and those that stand on the rows of its lines by line."""
    if leaf.points_only:
        return [], {}
    elsewhere = scoring.named_elsewhere(table, leaf, unit)
    known = scoring.rule_lines(table, leaf, unit)
    rows = scoring.told_rows(leaf, known, elsewhere)
    said = list(scoring.rule(leaf, known, elsewhere))
    lines = [row for row in rows if row.is_input or row.is_computed]
    adjusts = scoring.method_of(leaf).ADJUSTS
    own: dict[str, str] = {}
    for line in lines:
        rule = sentences.line_rule(line, rows)
        named = (text for text in said if line.text and text.startswith(f"{line.text}: "))
        found = [text] if (text := rule if rule in said else next(named, "")) else []
        said = [text for text in said if text not in found]
        if line.due_on is not None and not found:
            found.append(words.due(line))
        shown = [words.tail(text, line) for text in found]
        if len(lines) > 1:
            full, short = (
                sentences.band_rules(line.code, rows, adjusts=adjusts, named=named)
                for named in (True, False)
            )
            if all(text in said for text in full):
                said, shown = [text for text in said if text not in full], [*shown, *short]
        if shown:
            own[line.code] = "\n".join(shown)
    return said, own
