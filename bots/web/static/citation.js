// The mark of a citation: a button that unfolds the quoted words below the line it stands in.

import { element, freshId } from "./dom.js";

const FIELDS = {
  code: "Mã thủ tục", code_quote: "Mã thủ tục", title: "Tên thủ tục", decision_number: "Số quyết định", level: "Cấp thực hiện",
  level_quote: "Cấp thực hiện", kind: "Loại thủ tục", field: "Lĩnh vực", steps: "Trình tự thực hiện",
  channels: "Cách thức thực hiện", stated_times: "Trình tự thực hiện", cases: "Thành phần hồ sơ",
  audience: "Đối tượng thực hiện", agencies: "Cơ quan", result: "Kết quả", legal_bases: "Căn cứ pháp lý",
  conditions: "Yêu cầu, điều kiện", keywords: "Từ khóa", description: "Mô tả",
};

/** The address of a procedure's own page, where the words of a span stand marked. */
export function procedurePage(chat, code, span) {
  const page = chat.server.url(`/thu-tuc/${encodeURIComponent(code)}`);
  return span ? `${page}?span=${span[0]}-${span[1]}#trich-dan` : page;
}

/** A link that leaves the chat where it is when it stands in another page or frame. */
export function away(chat, href, attributes, ...children) {
  const target = chat.page && window.top === window ? {} : { target: "_blank", rel: "noopener" };
  return element("a", { href, ...target, ...attributes }, ...children);
}

export function pageLink({ code, title }, chat) {
  return away(chat, procedurePage(chat, code), { lang: "vi" }, title);
}

/** The button; its card is put after `below` when it is first pressed. */
export function citeButton(citation, below, { answer, chat }) {
  const id = freshId("trich");
  const button = element("button", {
    type: "button", class: "cite", "aria-expanded": "false", "aria-label": chat.say("cite", { n: citation.id }),
  }, String(citation.id));
  let card = null;
  button.addEventListener("click", () => {
    if (!card) {
      card = quoted(citation, id, { answer, chat });
      below.after(card);
      button.setAttribute("aria-controls", id);
    } else {
      card.hidden = !card.hidden;
    }
    button.setAttribute("aria-expanded", String(!card.hidden));
  });
  return button;
}

function quoted(citation, id, { answer, chat }) {
  const procedure = answer.procedures.find(({ code }) => code === citation.code);
  const field = FIELDS[citation.field.split(".")[0]] ?? "Nguồn";
  return element("div", { class: "quoted", id, role: "group", "aria-label": chat.say("source", { n: citation.id }) },
    element("p", { class: "where", lang: "vi" }, `${field} · ${procedure?.title ?? citation.code}`),
    element("blockquote", { lang: "vi" }, citation.quote),
    away(chat, procedurePage(chat, citation.code, citation.span), {}, chat.say("seeSource")));
}
