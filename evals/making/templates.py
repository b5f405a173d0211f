"""What is asked about a procedure in made questions, by facet and by how people write."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evals.making.dice import Dice
from evals.making.marks import bare
from evals.making.teencode import teencode
from knowledge.records import Facet

REGISTERS = ("formal", "phone", "chat")
"""In full sentences; on a phone without diacritics; in chat shorthand."""

_FORMAL: Mapping[Facet, tuple[str, ...]] = {
    "documents": ("Hồ sơ {name} gồm những giấy tờ gì?", "Cho tôi hỏi thành phần hồ sơ khi {name}?"),
    "fee": ("Lệ phí {name} là bao nhiêu?", "Xin hỏi phải nộp phí, lệ phí bao nhiêu khi {name}?"),
    "time": ("Thời hạn giải quyết {name} là bao lâu?", "Xin cho biết {name} mất bao nhiêu ngày?"),
    "where": ("Nộp hồ sơ {name} ở đâu?", "Cơ quan nào giải quyết việc {name}?"),
    "steps": ("Trình tự thực hiện {name} như thế nào?", "Xin hướng dẫn các bước {name}."),
    "conditions": ("Điều kiện để {name} là gì?", "Yêu cầu, điều kiện khi {name} gồm những gì?"),
    "legal": ("Căn cứ pháp lý của thủ tục {name} là văn bản nào?", "Việc {name} theo quy định nào?"),
    "result": ("Kết quả của thủ tục {name} là gì?", "Sau khi {name} thì được nhận giấy gì?"),
    "online": ("Có nộp hồ sơ {name} trực tuyến được không?", "Việc {name} có làm qua mạng được không?"),
    "form": ("Mẫu đơn, tờ khai để {name} là mẫu nào?", "Cần điền mẫu nào khi {name}?"),
    "overview": ("Cho tôi biết về thủ tục {name}.", "Tôi muốn {name}, xin được hướng dẫn."),
}
_SPOKEN: Mapping[Facet, tuple[str, ...]] = {
    "documents": ("{name} cần mang giấy tờ gì", "muốn {name} thì phải có giấy tờ gì vậy"),
    "fee": ("{name} hết bao nhiêu tiền", "{name} có mất tiền không, bao nhiêu"),
    "time": ("{name} mấy ngày thì xong", "{name} bao lâu mới có kết quả"),
    "where": ("{name} nộp ở đâu vậy", "muốn {name} thì đến chỗ nào"),
    "steps": ("{name} thì làm thế nào, qua mấy bước", "chỉ giúp mình các bước {name} với"),
    "conditions": ("{name} cần điều kiện gì", "ai mới được {name}, điều kiện thế nào"),
    "legal": ("{name} theo luật nào, nghị định nào", "{name} căn cứ văn bản nào vậy"),
    "result": ("{name} xong thì được cấp giấy gì", "làm xong {name} nhận được cái gì"),
    "online": ("{name} nộp online được không", "có làm qua mạng được không vậy, {name}"),
    "form": ("{name} thì điền mẫu đơn nào", "cho mình xin tên mẫu tờ khai {name}"),
    "overview": ("mình muốn {name}", "cho mình hỏi về {name} với"),
}
FACETS: tuple[Facet, ...] = tuple(_FORMAL)


def question(facet: Facet, name: str, register: str, dice: Dice) -> str:
    """Return a question for the facet of the procedure of that name, as that register has it."""
    said = dice.pick((_FORMAL if register == "formal" else _SPOKEN)[facet]).format(name=name)
    written: Mapping[str, Callable[[str], str]] = {
        "formal": lambda text: text[:1].upper() + text[1:],
        "phone": bare,
        "chat": lambda text: teencode(text, dice),
    }
    return written[register](said)
