"""Text files of sample blocs: every field of the model can be stated."""

import tomllib
from datetime import date
from decimal import Decimal

from thidua_batch import samples
from thidua_batch.core.kinds import Accumulate, Rounding, Scorer, TableStatus, Workload
from thidua_batch.core.model import Rules
from thidua_batch.core.period import DEADLINE, PeriodKind

TEXT = """
[bloc]
code = "k"
name = "K"
body = ""
[[units]]
code = "A"
name = "A"
kind = "huyện"
workload = "1.5"
[[periods]]
code = "2025-N"
sheets = ["tu_cham"]
deadline = 2025-11-30
current = true
[[criteria]]
code = "1"
text = "Một"
max = "10"
method = "cases"
options = { start = "full", floor = "-1", whole_steps = false }
kinds = ["huyện"]
accumulate = "sum"
periods = ["6T", "N"]
since = 2025-01-01
until = 2025-12-31
[[lines]]
criterion = "1"
code = "a"
kind = "deduct"
points = "1"
due = "han_nop"
scorer = "bloc"
group = "g"
when = "b >= 1"
of = "b"
step = "0.5"
since = 2025-02-01
[rules]
criterion_places = 1
dense_rank = true
bonus_cap = "5"
quota_rounding = "ceiling"
holidays = [2025-04-30]
excluded_are_peers = true
workload = "headcount"
status = "draft"
version = "1"
tie_breaks = ["bonus"]
[[grades]]
name = "X"
quota_share = "0.2"
min_criterion_share = "0.85"
max_shortfall = "0.05"
quota_of = "Y"
[[grades]]
name = "Y"
[[awards]]
code = "co"
name = "Cờ"
quota_share = "0.2"
quota_base = "ranked"
max_rank = 1
excludes = ["bk"]
[[awards]]
code = "cs"
name = "CSTĐCS"
for_individuals = true
quota_base = "headcount"
grade_shares = { X = "0.2", Y = "0.15" }
[forms.A.facts]
"1/a" = "2025-12-02"
"""


def test_every_field_can_be_stated() -> None:
    bloc = samples._bloc(tomllib.loads(TEXT))
    assert (bloc.units[0].kind, bloc.units[0].workload) == ("huyện", Decimal("1.5"))
    [node] = bloc.table.criteria
    assert node.options == {"start": "full", "floor": Decimal(-1), "whole_steps": False}
    assert (node.kinds, node.accumulate) == (("huyện",), Accumulate.SUM)
    assert node.periods == (PeriodKind.HALF, PeriodKind.YEAR)
    assert (node.since, node.until) == (date(2025, 1, 1), date(2025, 12, 31))
    [line] = bloc.table.lines
    assert (line.due, line.scorer, line.group) == (DEADLINE, Scorer.BLOC, "g")
    assert (line.when, line.of, line.step) == ("b >= 1", "b", Decimal("0.5"))
    assert line.since == date(2025, 2, 1)
    assert bloc.rules == Rules(
        criterion_places=1,
        dense_rank=True,
        bonus_cap=Decimal(5),
        quota_rounding=Rounding.CEILING,
        holidays=(date(2025, 4, 30),),
        excluded_are_peers=True,
        workload=Workload.HEADCOUNT,
        status=TableStatus.DRAFT,
        version="1",
        tie_breaks=("bonus",),
        grades=bloc.rules.grades,
    )
    best = bloc.rules.grades[0]
    assert (best.quota_share, best.quota_of) == (Decimal("0.2"), "Y")
    assert (best.min_criterion_share, best.max_shortfall) == (Decimal("0.85"), Decimal("0.05"))
    award, personal = bloc.awards
    assert personal.for_individuals
    assert personal.grade_shares == (("X", Decimal("0.2")), ("Y", Decimal("0.15")))
    assert (award.quota_share, award.max_rank, award.excludes) == (Decimal("0.2"), 1, ("bk",))


def test_facts_may_be_days() -> None:
    text = tomllib.loads(TEXT)
    bloc = samples._bloc(text)
    forms = samples._forms(bloc, bloc.periods[0], text)
    assert forms["A"].facts == {"1/a": date(2025, 12, 2)}
