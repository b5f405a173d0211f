// Speech through the browser's own Web Speech, whose vendor may hear it: nothing is spoken or heard before a person agrees.

import { spoken } from "./answer.js";
import { element, icon } from "./dom.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

/** Whether this browser hears speech, and the page that the chat stands in lets it. */
export function canHear() {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return Boolean(Recognition) && policy?.allowsFeature?.("microphone") !== false;
}

/** A button that writes what is heard into the field; null where nothing can be heard. */
export function micButton(chat, heard) {
  if (!canHear()) return null;
  let listening = null;
  const button = element("button", { type: "button", class: "mic", "aria-pressed": "false", "aria-label": chat.say("speak"), title: chat.say("speak") }, icon("mic"));
  const stopped = () => {
    listening = null;
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", () => {
    if (listening) return listening.stop();
    agreed(chat, () => {
      listening = listen(chat, heard, stopped);
      button.setAttribute("aria-pressed", String(Boolean(listening)));
    });
  });
  return button;
}

function listen(chat, heard, stopped) {
  const recognition = new Recognition();
  recognition.lang = "vi-VN";
  recognition.interimResults = false;
  recognition.onresult = (event) => heard([...event.results].map(([best]) => best.transcript).join(" "));
  recognition.onerror = ({ error }) => {
    if (error !== "aborted") chat.tell(chat.say(error === "not-allowed" || error === "service-not-allowed" ? "micForbidden" : "notHeard"));
  };
  recognition.onend = stopped;
  try {
    recognition.start();
  } catch {
    chat.tell(chat.say("notHeard"));
    return null;
  }
  chat.tell(chat.say("listening"));
  return recognition;
}

/** Reads the answer out, or falls silent where it is being read. */
export function readOut(answer, chat) {
  if (speechSynthesis.speaking) return speechSynthesis.cancel();
  agreed(chat, () => {
    const voices = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith("vi"));
    const voice = voices.find(({ localService }) => localService) ?? voices[0];
    if (speechSynthesis.getVoices().length > 0 && !voice) return chat.tell(chat.say("noVoice"));
    const utterance = new SpeechSynthesisUtterance(spoken(answer));
    utterance.lang = "vi-VN";
    if (voice) utterance.voice = voice;
    speechSynthesis.speak(utterance);
  });
}

function agreed(chat, then) {
  if (chat.wishes.speech) return then();
  const { say } = chat;
  const agree = () => {
    chat.wish({ speech: true });
    chat.sheet.close();
    then();
  };
  chat.sheet.open(say("speech"), element("p", {}, say("speechNotice")),
    element("div", { class: "buttons" },
      element("button", { type: "button", class: "button", onclick: agree }, say("agree")),
      element("button", { type: "button", class: "button quiet", onclick: () => chat.sheet.close() }, say("no"))));
}

/** Falls silent; called when the talk ends or consent is withdrawn. */
export function hush() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}
