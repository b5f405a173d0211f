// The mark of a citation: a button that unfolds the quoted words below the line it stands in.

import { element, freshId } from "./dom.js";

const FIELDS = {
  code: "Mã thủ tục", title: "Tên thủ tục", decision_number: "Số quyết định", level: "Cấp thực hiện",
  level_quote: "Cấp thực hiện", kind: "Loại thủ tục", field: "Lĩnh vực", steps: "Trình tự thực hiện",
  channels: "Cách thức thực hiện", stated_times: "Trình tự thực hiện", cases: "Thành phần hồ sơ",
  audience: "Đối tượng thực hiện", agencies: "Cơ quan", result: "Kết quả", legal_bases: "Căn cứ pháp lý",
  conditions: "Yêu cầu, điều kiện", keywords: "Từ khóa", description: "Mô tả",
};

export function procedurePage(code, span) {
  const page = `/thu-tuc/${encodeURIComponent(code)}`;
  return span ? `${page}?span=${span[0]}-${span[1]}#trich-dan` : page;
}

export function citeButton(citation, answer, below) {
  const id = freshId("trich");
  const button = element("button", {
    type: "button", class: "cite", "aria-expanded": "false", "aria-controls": id,
    "aria-label": `Trích nguồn ${citation.id}`,
  }, String(citation.id));
  let card = null;
  button.addEventListener("click", () => {
    if (!card) {
      card = quoted(citation, answer, id);
      below.after(card);
    } else {
      card.hidden = !card.hidden;
    }
    button.setAttribute("aria-expanded", String(!card.hidden));
  });
  return button;
}

function quoted(citation, answer, id) {
  const procedure = answer.procedures.find(({ code }) => code === citation.code);
  const field = FIELDS[citation.field.split(".")[0]] ?? "Nguồn";
  const framed = document.body.classList.contains("framed");
  return element("div", { class: "quoted", id, role: "group", "aria-label": `Nguồn ${citation.id}` },
    element("p", { class: "where" }, `${field} · ${procedure?.title ?? citation.code}`),
    element("blockquote", {}, citation.quote),
    element("a", { href: procedurePage(citation.code, citation.span), target: framed ? "_blank" : null },
      "Xem trong trang thủ tục"));
}
