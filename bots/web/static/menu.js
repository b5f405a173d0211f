// What can be done with the whole talk, and what a person wishes.

import { conversationDeleted, conversationFetched } from "./conversation.js";
import { away } from "./citation.js";
import { element, freshId } from "./dom.js";
import { openEnding } from "./ending.js";
import { openMove } from "./move.js";
import { openPast } from "./past.js";
import { canHear, hush } from "./speech.js";

export function openMenu(chat) {
  const { say, talk } = chat;
  const began = talk.turns.length > 0;
  const fresh = () => {
    chat.sheet.close();
    chat.start();
  };
  chat.sheet.open(say("menu"),
    row(say("newTalk"), fresh),
    row(say("officer"), () => chat.meetOfficer()),
    row(say("past"), () => openPast(chat)),
    row(say("move"), () => openMove(chat)),
    began && row(say("end"), () => openEnding(chat)),
    began && talk.id && row(say("download"), () => conversationFetched(chat)),
    began && row(say("delete"), () => askToDelete(chat)),
    wishes(chat),
    element("p", {}, away(chat, chat.server.url("/rieng-tu"), {}, say("privacy"))));
}

function row(label, onclick) {
  return element("button", { type: "button", class: "row", onclick }, label);
}

function wishes(chat) {
  const { say } = chat;
  const place = element("input", {
    id: freshId("noi-o"), maxlength: 200, autocomplete: "address-level1", lang: "vi",
    placeholder: say("placeExample"), onchange: () => chat.wish({ place: place.value.trim() || undefined }),
  });
  place.value = chat.wishes.place ?? "";
  const role = element("select", { id: freshId("vai"), onchange: () => chat.wish({ audience: role.value }) },
    ...["citizen", "officer"].map((one) => element("option", { value: one }, say(one === "citizen" ? "citizen" : "asOfficer"))));
  role.value = chat.wishes.audience ?? "citizen";
  return element("fieldset", { class: "wishes" }, element("legend", {}, say("wishes")),
    element("label", { for: place.id }, say("place")), place,
    element("label", { for: role.id }, say("youAre")), role,
    speechWish(chat));
}

function speechWish(chat) {
  const { say } = chat;
  if (!canHear() && !("speechSynthesis" in window)) return element("p", { class: "small" }, say("noSpeech"));
  const box = element("input", { type: "checkbox", onchange: () => {
    chat.wish({ speech: box.checked });
    if (!box.checked) hush();
  } });
  box.checked = Boolean(chat.wishes.speech);
  return element("div", {}, element("label", { class: "tick" }, box, say("speechWish")),
    element("p", { class: "small" }, say(canHear() ? "speechNotice" : "micForbidden")));
}

function askToDelete(chat) {
  const { say } = chat;
  const failed = element("p", { class: "failed" });
  const remove = element("button", { type: "button", class: "button bad", onclick: async () => {
    remove.disabled = true;
    await conversationDeleted(chat, failed);
    remove.disabled = false;
  } }, say("deleteNow"));
  chat.sheet.open(say("delete"), element("p", {}, say("deleteAsk")), failed,
    element("div", { class: "buttons" }, remove,
      element("button", { type: "button", class: "button quiet", onclick: () => chat.sheet.close() }, say("no"))));
}
