// Thumbs under an answer; a thumb down may say why.

import { element } from "./dom.js";
import { post } from "./stream.js";

const REASONS = ["Sai thông tin", "Thiếu thông tin", "Không đúng thủ tục", "Khó hiểu"];

export function rating(turn) {
  const note = element("p", { role: "status" });
  const up = element("button", { type: "button", class: "thumb up", "aria-label": "Hữu ích", "aria-pressed": "false" });
  const down = element("button", { type: "button", class: "thumb down", "aria-label": "Chưa đúng", "aria-pressed": "false" });
  const box = element("div", { class: "rating" }, element("p", {}, "Có giúp được bạn không?"), up, down, note);
  const press = (pressed) => {
    for (const thumb of [up, down]) thumb.setAttribute("aria-pressed", String(thumb === pressed));
    box.querySelector(".why")?.remove();
  };
  up.addEventListener("click", () => {
    press(up);
    send(note, { turn_id: turn, rating: 1, reasons: [] });
  });
  down.addEventListener("click", () => {
    press(down);
    note.textContent = "";
    const asked = why((reasons, comment) => {
      asked.remove();
      down.focus();
      send(note, { turn_id: turn, rating: -1, reasons, comment });
    });
    box.append(asked);
    asked.querySelector("input").focus();
  });
  return box;
}

function why(done) {
  const boxes = REASONS.map((reason) => element("input", { type: "checkbox", value: reason }));
  const comment = element("textarea", { rows: 2, maxlength: 1000 });
  const sent = () => done(boxes.filter((box) => box.checked).map((box) => box.value), comment.value.trim() || null);
  return element("fieldset", { class: "why" }, element("legend", {}, "Chưa đúng ở đâu?"),
    ...boxes.map((box) => element("label", {}, box, box.value)),
    element("label", { class: "comment" }, "Góp ý thêm (xin đừng ghi thông tin cá nhân)", comment),
    element("button", { type: "button", class: "button", onclick: sent }, "Gửi góp ý"));
}

async function send(note, feedback) {
  try {
    await post("/api/feedback", feedback);
    note.textContent = "Cảm ơn bạn!";
  } catch (error) {
    note.textContent = `Chưa gửi được: ${error.message}`;
  }
}
