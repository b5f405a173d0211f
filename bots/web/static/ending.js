// The end of a talk: from 1 to 5, how satisfied a person is. A reason tells these stars from thumbs, which are 1 and -1.

import { element, freshId } from "./dom.js";
import { rate } from "./rating.js";

const SATISFACTION = "satisfaction";
const MOST = 5;

export function openEnding(chat) {
  const { say } = chat;
  const last = chat.talk.turns.findLast(({ answer }) => answer)?.answer;
  const leave = () => {
    chat.sheet.close();
    chat.start();
  };
  const stars = Array.from({ length: MOST }, (_, place) => star(place + 1, say));
  const comment = element("textarea", { id: freshId("loi"), rows: 2, maxlength: 1000 });
  const told = element("p", { class: "failed" });
  const form = element("form", {},
    element("fieldset", { class: "stars" }, element("legend", {}, say("howSatisfied")), ...stars.map(({ label }) => label)),
    element("label", { for: comment.id }, say("comment")), comment, told,
    element("div", { class: "buttons" }, element("button", { class: "button" }, say("sendAndEnd")),
      element("button", { type: "button", class: "button quiet", onclick: leave }, say("endOnly"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = stars.find(({ box }) => box.checked);
    const given = { turn_id: last.turn_id, rating: Number(chosen.box.value), reasons: [SATISFACTION], comment: comment.value.trim() || null };
    if (!(await rate(chat, told, given))) return;
    leave();
    chat.tell(say("thanks"));
  });
  if (last) chat.sheet.open(say("end"), form);
  else leave();
}

function star(rating, say) {
  const box = element("input", { type: "radio", name: "satisfaction", value: rating, required: true });
  const word = rating === 1 || rating === MOST ? ` · ${say(rating === 1 ? "worst" : "best")}` : "";
  return { box, label: element("label", { class: "chip" }, box, `${rating}${word}`) };
}
