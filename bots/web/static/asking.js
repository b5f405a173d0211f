// One question on its way: streamed, stopped, tried again, or waiting for the network.

import { said, spoken } from "./answer.js";
import { element } from "./dom.js";
import { RequestFailed } from "./server.js";

export class Asking {
  #running = null; // AbortController of the answer that is being streamed
  #waiting = null; // the question that is sent when the network is back
  #last = null; // the question that was asked last

  constructor(chat) {
    this.chat = chat;
  }

  /** Sends what stands in the field. */
  send() {
    const { chat } = this;
    const question = chat.view.input.value;
    if (this.#running || !question.trim()) return;
    if (this.#waiting) return chat.tell(chat.say("oneWaits"));
    chat.view.input.value = "";
    this.ask(question);
  }

  /** Asks; of an option the label is shown and the value sent. */
  async ask(question, label = question) {
    if (this.#running || this.#waiting || !question.trim()) return;
    const { chat } = this;
    const { view } = chat;
    view.failure.hidden = true;
    this.#last = { question, label };
    const asked = said(label, chat);
    chat.show([asked]);
    asked.scrollIntoView({ block: "start" });
    if (!navigator.onLine) return this.#wait(asked);
    const controller = new AbortController();
    this.#busy(controller);
    try {
      const answer = await this.#stream(question, controller.signal);
      if (view !== chat.view) return; // another talk was begun meanwhile
      this.#busy(null);
      chat.add({ question: label, answer }, asked);
      chat.announce(spoken(answer), "vi");
    } catch (error) {
      if (view !== chat.view) return;
      this.#busy(null);
      this.#failed(error, asked);
    }
  }

  #busy(controller) {
    const { chat } = this;
    const { live, typing, send, stop } = chat.view;
    const wasOnStop = stop.matches(":focus");
    this.#running = controller;
    live.hidden = !controller;
    send.hidden = Boolean(controller);
    stop.hidden = !controller;
    typing.textContent = "";
    if (controller) chat.announce(chat.say("answering"));
    if (wasOnStop) chat.focus();
  }

  async #stream(question, signal) {
    const { chat } = this;
    const { typing } = chat.view;
    const { audience = "citizen", place } = chat.wishes;
    const wishes = { conversation: chat.talk.id, audience, place: place ?? chat.host.getAttribute("place"), signal };
    let answer = null;
    for await (const part of chat.server.ask(question, wishes)) {
      if (part.type === "text-delta") typing.append(part.delta);
      else if (part.type === "data-answer") answer = part.data;
      else if (part.type === "error") throw new RequestFailed("refused", part.errorText);
      else if (part.type === "abort") throw new RequestFailed("stopping");
    }
    if (!answer) throw new RequestFailed("broken");
    return answer;
  }

  #failed(error, asked) {
    const { chat } = this;
    const { input, failure, told } = chat.view;
    if (error.name !== "AbortError" && !navigator.onLine) return this.#wait(asked);
    chat.unsay(asked);
    if (!input.value) input.value = this.#last.label;
    if (error.name === "AbortError") {
      chat.announce(chat.say("stopped"));
      return chat.focus();
    }
    told.textContent = chat.explain(error);
    failure.hidden = false;
    failure.scrollIntoView({ block: "center" }); // a long question makes the field below tall
    chat.announce(told.textContent);
  }

  // The question stays in sight until the network is back; then it goes by itself.
  #wait(asked) {
    const { chat } = this;
    this.#waiting = { ...this.#last, asked };
    const takeBack = () => {
      chat.unsay(asked);
      chat.view.input.value = this.#waiting.label;
      this.#waiting = null;
      chat.focus();
    };
    asked.append(element("span", { class: "waits" }, chat.say("waits")),
      element("button", { type: "button", class: "unfold", onclick: takeBack }, chat.say("takeBack")));
    chat.announce(chat.say("waits"));
  }

  /** Says whether there is a network, and sends what waited for it. */
  online() {
    const { chat } = this;
    const { offline } = chat.view;
    if (offline.hidden === navigator.onLine) return;
    offline.hidden = navigator.onLine;
    chat.announce(chat.say(navigator.onLine ? "online" : "offline"));
    if (!navigator.onLine) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return;
    waiting.asked.remove();
    this.ask(waiting.question, waiting.label);
  }

  retry() {
    const { chat } = this;
    const { question, label } = this.#last;
    if (chat.view.input.value === label) chat.view.input.value = "";
    chat.focus();
    this.ask(question, label);
  }

  /** Stops the answer that is being streamed; false where none is. */
  stop() {
    const running = this.#running;
    running?.abort();
    return Boolean(running);
  }

  /** Lets go of all that is on its way; returns the words that were not answered yet. */
  drop() {
    const unanswered = this.#running ? this.#last.label : this.#waiting?.label ?? "";
    this.stop();
    this.#running = this.#waiting = null;
    return unanswered;
  }
}
