// Thumbs under an answer; a thumb down may say why. Reasons are sent in Vietnamese, whatever the interface speaks.

import { element, freshId, icon } from "./dom.js";
import { words } from "./words.js";

const REASONS = ["wrong", "missing", "otherMatter", "unclear"];

export function rating(turn, chat) {
  const { say } = chat;
  const thanks = element("p", { class: "thanks" });
  const [up, down] = [["up", "helpful"], ["down", "notHelpful"]].map(([name, label]) =>
    element("button", { type: "button", class: `thumb ${name}`, "aria-label": say(label), title: say(label), "aria-pressed": "false" }, icon("thumb")));
  const box = element("div", { class: "rating", role: "group", "aria-label": say("didItHelp") },
    element("p", {}, say("didItHelp")), up, down, thanks);
  const press = (pressed) => {
    for (const thumb of [up, down]) thumb.setAttribute("aria-pressed", String(thumb === pressed));
    box.querySelector(".why")?.remove();
    thanks.textContent = "";
  };
  const send = (rated) => rate(chat, thanks, { turn_id: turn.answer.turn_id, ...rated });
  up.addEventListener("click", () => {
    press(up);
    send({ rating: 1, reasons: [] });
  });
  down.addEventListener("click", () => {
    press(down);
    const asked = why(chat, (given) => {
      asked.remove();
      down.focus();
      send({ rating: -1, ...given });
    });
    box.append(asked);
    asked.querySelector("input").focus();
  });
  return box;
}

function why(chat, done) {
  const { say } = chat;
  const boxes = REASONS.map((reason) => element("input", { type: "checkbox", value: words.vi[reason] }));
  const comment = element("textarea", { rows: 2, maxlength: 1000, id: freshId("gop-y") });
  const sent = () => done({
    reasons: boxes.filter((box) => box.checked).map((box) => box.value), comment: comment.value.trim() || null,
  });
  return element("fieldset", { class: "why" }, element("legend", {}, say("whatIsWrong")),
    element("div", { class: "chips" }, ...boxes.map((box, place) => element("label", { class: "chip" }, box, say(REASONS[place])))),
    element("label", { class: "comment", for: comment.id }, say("comment")), comment,
    element("button", { type: "button", class: "button", onclick: sent }, say("sendComment")));
}

/** Sends a rating, says beside it what became of it, and resolves to whether it was taken. */
export async function rate(chat, beside, feedback) {
  let told = chat.say("thanks");
  let taken = true;
  try {
    await chat.server.post("/api/feedback", feedback);
  } catch (error) {
    told = chat.say("notSent", { why: chat.explain(error) });
    taken = false;
  }
  beside.textContent = told;
  chat.announce(told);
  return taken;
}
