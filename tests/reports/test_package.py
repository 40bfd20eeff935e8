from __future__ import annotations

import io
import zipfile

import pytest

from thidua_batch.reports import package


@pytest.mark.parametrize("compress", [True, False])
def test_order_and_dates_do_not_matter(compress: bool) -> None:
    made = []
    for names, when in ((("b", "[Content_Types].xml"), 1990), (("[Content_Types].xml", "b"), 2020)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            for name in names:
                target.writestr(zipfile.ZipInfo(name, (when, 1, 1, 0, 0, 0)), name)
        made.append(package.repack(stream.getvalue(), compress=compress))
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as found:
        assert found.namelist() == ["[Content_Types].xml", "b"]
        assert found.read("b") == b"b"
