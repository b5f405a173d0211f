// What can be done with the whole talk, what was talked about before, and what a person wishes.

import { conversationDeleted, conversationFetched, openMove } from "./conversation.js";
import { away } from "./citation.js";
import { DAYS } from "./device.js";
import { element, freshId } from "./dom.js";
import { rate } from "./after.js";
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

/** The history on this device: earlier talks to go on with or to delete. */
function openPast(chat) {
  const { say } = chat;
  const talks = chat.talks.all().filter(({ turns }) => turns.some(({ question }) => question));
  const keep = element("input", { type: "checkbox", onchange: () => {
    chat.wish({ forget: !keep.checked });
    if (keep.checked) chat.keep();
    else chat.talks.clear();
    openPast(chat);
  } });
  keep.checked = !chat.wishes.forget;
  const clear = element("button", { type: "button", class: "button quiet", onclick: () => cleared(chat) }, say("clearPast"));
  chat.sheet.open(say("past"), element("p", {}, say("pastNote", { n: DAYS })),
    element("label", { class: "tick" }, keep, say("keepPast")),
    talks.length > 0 ? element("ul", { class: "talks" }, ...talks.map((talk) => pastTalk(talk, chat))) : element("p", {}, say("noPast")),
    talks.length > 0 && clear);
}

function pastTalk(talk, chat) {
  const { say } = chat;
  const question = talk.turns.find((turn) => turn.question).question;
  const at = new Date(talk.at).toLocaleString(chat.lang === "vi" ? "vi-VN" : "en-GB", { dateStyle: "short", timeStyle: "short" });
  const open = () => {
    chat.sheet.close();
    chat.start(talk);
  };
  const remove = () => {
    chat.talks.remove(talk.key);
    openPast(chat);
  };
  return element("li", {},
    element("button", { type: "button", class: "row", onclick: open }, element("strong", { lang: "vi" }, question.slice(0, 90)), element("span", {}, at)),
    element("button", { type: "button", class: "icon-button text", "aria-label": say("removeTalk", { question: question.slice(0, 40) }), onclick: remove }, say("remove")));
}

function cleared(chat) {
  chat.talks.clear();
  chat.sheet.close();
  chat.talk.turns = [];
  chat.start();
  chat.tell(chat.say("pastCleared"));
}

// From 1 to 5, how satisfied a person is. A reason tells these stars from thumbs, which are 1 and -1.
const SATISFACTION = "satisfaction";
const MOST = 5;

function openEnding(chat) {
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
