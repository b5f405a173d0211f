"""The overview: short first, and honest about whose procedure it is."""

from __future__ import annotations

import re

from assistant.compose import compose


def paper(name: str) -> str:
    return f"    - {name}\n      Số lượng: Bản chính: 1, Bản sao: 0\n"


def test_a_short_overview_of_a_long_record_stays_readable(read) -> None:
    made = read(papers="".join(paper(f"Giấy tờ số {number} " + "rất dài " * 30) for number in range(40)))

    short, full = made.say("overview", full=False), made.say("overview")

    assert len(short.text) < 4_000 < len(full.text)
    assert short.shortened
    assert len(short.checklist) == len(full.checklist) == 40


def test_every_marker_of_a_short_overview_has_its_citation(read) -> None:
    made = read(papers="".join(paper(f"Giấy tờ số {number} " + "rất dài " * 30) for number in range(40)))

    short = made.say("overview", full=False)

    marked = {int(number) for number in re.findall(r" \[(\d+)\]", short.text)}
    listed = {item.citation for item in short.checklist}
    assert marked <= {citation.id for citation in short.citations}
    assert {citation.id for citation in short.citations} == marked | listed


def test_a_procedure_of_one_province_says_whose_it_is(read) -> None:
    made = read()
    local = made.procedure.model_copy(update={"jurisdiction": "Lào Cai"})

    told = compose(local, made.text, "fee").text.split("\n")[1]

    assert told.startswith("Thủ tục của địa phương: Lào Cai")
    assert "địa phương" not in made.say("fee").text
