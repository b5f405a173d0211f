"""What has become of a place: the communes of today, as far as the table of places is sure of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.draft import Draft
from knowledge.place_units import Unit, provinces_of_today, wards_of
from knowledge.places import Place
from knowledge.records import Quote

_SHOWN = 8  # namesakes of a place, and wards that a commune was made of
# The offices of any commune, not the one of a commune that is named: "UBND Phường Võ Cường".
_ANY_COMMUNE = r"(?: cấp)? (?:xã|phường))(?! [A-ZÀ-ỸĐ])"
_COMMUNE_OFFICES = (
    (re.compile(rf"(?i:(?:\b[ủu][ỷy] ban nhân dân|\bubnd){_ANY_COMMUNE}"), "Ủy ban nhân dân"),
    (re.compile(rf"(?i:\bcông an{_ANY_COMMUNE}"), "Công an"),
)
_ALL_RESOLUTIONS = "các Nghị quyết từ số 1654 đến số 1687/NQ-UBTVQH15"  # of 16 June 2025, one a province
_NOT_SURE = "các nguồn đối chiếu chưa khớp nhau, hãy hỏi lại bộ phận Một cửa nơi bạn ở"
_RESOLUTIONS = {"Hà Tây": "Nghị quyết 15/2008/QH12"}  # of provinces that were gone before 2025
_IF_SPLIT = "tùy địa chỉ cụ thể"


def write_place(draft: Draft) -> None:
    """Write what the place that the question tells is called today, and which office of the record that makes it."""
    told = draft.told
    if told.old_place is None and not told.communes:
        return
    if told.old_place is not None:
        known = provinces_of_today().get(told.province or "")
        source = f" (Nghị quyết {known.resolution})" if known is not None else ""
        draft.add(f"{told.old_place} {_now(told.communes, told.province)}{source}.")
    if len(told.communes) == 1:
        _write_office(draft, _lowered(told.communes[0]))
    elif draft.procedure.level == "province" and told.province is not None:
        _write_level(draft, _province(told.province))


def compose_place_answer(place: Place) -> str:
    """Return the answer to a plain question about a place: its communes of today, all that its name may mean."""
    if len(place.units) > 1:
        return _namesakes(place.units)
    unit = place.units[0]
    lines = [_today(unit)] if unit.level == "commune" else [f"{old_name(unit)} {_now_of(unit)}."]
    return "\n".join([*lines, _source([unit])])


def compose_province_answer(name: str, today: str) -> str:
    """Return what has become of a province, by its official name of then and of today."""
    if name == today:
        return f"{_province(today)} là đơn vị hành chính cấp tỉnh hiện nay; tên này không thay đổi."
    resolution = _RESOLUTIONS.get(name, "Nghị quyết 202/2025/QH15")
    return (
        f"{name} nay thuộc {_province(today)}, theo {resolution}. "
        "Muốn biết xã, phường nay có tên gì, hãy cho biết tên xã, phường cũ."
    )


def old_name(unit: Unit) -> str:
    """Return a unit of before with where it lay: "Phường Bến Nghé (Quận 1, Thành phố Hồ Chí Minh cũ)"."""
    within = [unit.province] if unit.full_name == unit.district else [unit.district, unit.province]
    return f"{unit.full_name} ({', '.join(map(_lowered, within))} cũ)"


def _now_of(unit: Unit) -> str:
    province = next(name for name, now in provinces_of_today().items() if now.full_name == unit.today)
    if not unit.sure and unit.level == "ward":
        return f"có thể nay thuộc {_either(unit.communes)} ({_lowered(unit.today)}); {_NOT_SURE}"
    return ("không còn, vì cấp huyện đã bỏ; địa bàn " if unit.level == "district" else "") + _now(
        unit.communes, province
    )


def _now(communes: Sequence[str], province: str | None) -> str:
    """Return what stands behind the name of a place that is gone."""
    at = f", {_province(province)}" if province else ""
    if not communes:
        return f"đã được sắp xếp lại{at}; {_NOT_SURE}"
    if len(communes) == 1:
        return f"nay thuộc {_lowered(communes[0])}{at}"
    of = f" của {_province(province)}" if province else ""
    return f"nay thuộc {len(communes)} đơn vị{of}, {_IF_SPLIT}: {_either(communes)}"


def _either(communes: Sequence[str]) -> str:
    return ", ".join(map(_lowered, communes))


def _today(unit: Unit) -> str:
    """Return what a commune of today was made of."""
    wards = wards_of(unit.full_name, unit.today)
    made_of = "; ".join(old_name(ward) for ward in wards[:_SHOWN])
    rest = f"; và {len(wards) - _SHOWN} đơn vị khác" if len(wards) > _SHOWN else ""
    made = f", gồm toàn bộ hoặc một phần của: {made_of}{rest}" if made_of else ""
    return f"{unit.full_name} là đơn vị hành chính cấp xã hiện nay của {_lowered(unit.today)}{made}."


def _namesakes(found: Sequence[Unit]) -> str:
    lines = [f"Có {len(found)} nơi mang tên {found[0].full_name}:"]
    for unit in found[:_SHOWN]:
        lines.append(f"- {_today_at(unit) if unit.level == 'commune' else f'{old_name(unit)} {_now_of(unit)}'}")
    if len(found) > _SHOWN:
        lines.append(f"- … và {len(found) - _SHOWN} nơi khác.")
    return "\n".join([*lines, "Hãy cho biết thêm huyện hoặc tỉnh.", _source(found[:_SHOWN])])


def _today_at(unit: Unit) -> str:
    return f"{unit.full_name}, {_lowered(unit.today)}: tên hiện nay"


def _source(found: Sequence[Unit]) -> str:
    """Return what the table rests on, and up to when it holds."""
    numbers = list(dict.fromkeys(unit.resolution for unit in found))
    one = f"Nghị quyết {numbers[0]}" if len(numbers) == 1 else _ALL_RESOLUTIONS
    # The official list has the city and the ten wards of Nghị quyết 30/2026/QH16; what changed later is not in it.
    return (
        f"Căn cứ: {one} về sắp xếp đơn vị hành chính cấp xã; chính quyền cấp xã mới hoạt động từ 01/7/2025. "
        "Tên gọi theo danh mục đến 30/4/2026, thay đổi sau đó chưa được tính."
    )


def _write_office(draft: Draft, commune: str) -> None:
    """Write the commune's office where the record names one of the commune level; nothing else is certain."""
    for path, quote in _offices(draft):
        office = next((office for pattern, office in _COMMUNE_OFFICES if pattern.search(quote.plain)), None)
        if office is not None:
            draft.add(f"Nếu nộp theo nơi này, cơ quan cấp xã là {office} {commune}.{draft.cite(path, quote)}")
            return
    if draft.procedure.level == "commune":
        marker = draft.cite("level_quote", draft.procedure.level_quote)
        draft.add(f"Nếu nộp theo nơi này, cấp xã ở đây là {commune}.{marker}")
    elif draft.procedure.level == "province" and draft.told.province is not None:
        _write_level(draft, _province(draft.told.province))


def _write_level(draft: Draft, province: str) -> None:
    quote = draft.procedure.level_quote
    draft.add(f"Nếu nộp theo nơi này, cấp tỉnh ở đây là {province}.{draft.cite('level_quote', quote)}")


def _offices(draft: Draft) -> list[tuple[str, Quote]]:
    agencies = draft.procedure.agencies
    named = (("implementing", agencies.implementing), ("receiving_address", agencies.receiving_address))
    return [(f"agencies.{name}", quote) for name, quote in named if quote is not None]


def _province(name: str) -> str:
    known = provinces_of_today().get(name)
    return _lowered(known.full_name) if known is not None else name


def _lowered(full_name: str) -> str:
    """Return a full name as it stands within a sentence: "phường Sài Gòn", but "Thành phố Hồ Chí Minh"."""
    keeps = full_name.startswith("Thành phố ")
    return full_name if keeps else full_name[0].lower() + full_name[1:]
