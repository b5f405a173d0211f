from __future__ import annotations

import json

import pytest

from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder
from knowledge.record_fields import fields_of
from knowledge.records import Procedure


@pytest.mark.parametrize("code", ["1.001193", "1.001612", "1.004222"])
def test_each_field_is_read_as_the_whole_record_has_it(code: str) -> None:
    path = starter_folder() / f"{code}.txt"
    packed = read_portal_text(path.read_bytes(), path.name).model_dump_json()

    alone = {name: fields_of(packed, [name])[name] for name in Procedure.model_fields}

    assert alone == json.loads(packed)


def test_fields_may_be_asked_for_in_any_order() -> None:
    path = starter_folder() / "1.001193.txt"
    packed = read_portal_text(path.read_bytes(), path.name).model_dump_json()

    found = fields_of(packed, ["legal_bases", "code", "channels"])

    assert found == {name: json.loads(packed)[name] for name in ("code", "channels", "legal_bases")}
