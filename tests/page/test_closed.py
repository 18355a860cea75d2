"""The page connects to nothing: its own rule forbids it, and a request would be seen here."""

from __future__ import annotations

import re
from pathlib import Path

from tests.page.conftest import ROOT, Pressed

ASK = "(async () => { await fetch('http://127.0.0.1:9/?pupil=1').catch(() => 0) })()"


def test_no_button_makes_a_request(page: Path, press: Pressed) -> None:
    """Buttons pressed on the sample: no request but to the page's own parts, no error."""
    steps = [{"do": "validate"}, {"do": "recalculate"}, {"do": "explain", "ref": "PEX-2526-001"},
             {"do": "forecast"}, {"do": "compare"}, {"do": "forum"}, {"do": "export"},
             {"do": "statements"}]  # fmt: skip
    book = ROOT / "workbook/recoupment.xlsx"
    done = press(page, [step | {"book": book} for step in steps])
    assert [answer["code"] for answer in done["answers"]] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert (done["requests"], done["errors"]) == ([], [])


def test_its_rule_stops_a_request(page: Path, press: Pressed) -> None:
    """Were there a line that asks the network for something, the browser would refuse it."""
    done = press(page, [], script=ASK)
    assert done["requests"] == []
    assert "connect-src 'none'" in " ".join(done["refused"])


def test_a_request_would_be_seen(page: Path, press: Pressed, tmp_path: Path) -> None:
    """The same line in a page without the rule is seen by this test: it can fail."""
    text = page.read_text(encoding="utf-8")
    rule = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', text)
    assert rule
    unruled = tmp_path / "unruled.html"
    unruled.write_text(text.replace(rule[0], ""), encoding="utf-8")
    done = press(unruled, [], script=ASK)
    assert done["requests"] == ["http://127.0.0.1:9/?pupil=1"]
