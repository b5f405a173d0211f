// The chat page: what is typed, what is streamed, what is kept.

import { reply, said } from "./answer.js";
import { forget, load, save } from "./history.js";
import { ask, remove, RequestFailed } from "./stream.js";

const by = (id) => document.getElementById(id);
const [form, input, sendButton, stopButton] = [by("hoi"), manyLines(by("cau-hoi")), by("gui"), by("dung")];
const [turns, log, live, status, welcome] = [by("luot"), by("nhat-ky"), by("dang-viet"), by("trang-thai"), by("chao")];
const [failure, failureText, retry] = [by("loi"), by("loi-chu"), by("thu-lai")];
const deleteButton = by("xoa");
const hasKeyboard = matchMedia("(hover: hover)").matches; // a touch screen would lose half the page to its keys
const liveText = live.querySelector(".typing");

let kept = load();
let running = null; // AbortController of the answer that is being streamed
let lastQuestion = "";

// Without scripts Enter has to send, so the page comes with a field of one line.
function manyLines(field) {
  const area = document.createElement("textarea");
  for (const { name, value } of field.attributes) if (!["type", "value"].includes(name)) area.setAttribute(name, value);
  area.rows = 1;
  area.value = field.value;
  field.replaceWith(area);
  return area;
}

function show(...items) {
  welcome.hidden = true;
  turns.append(...items);
}

function restore() {
  const rendered = turns.querySelector("[data-conversation]");
  if (rendered) { // the server has answered a form: the talk goes on from there
    kept = { conversation: rendered.dataset.conversation, turns: [] };
    deleteButton.hidden = false;
    return;
  }
  log.setAttribute("aria-busy", "true"); // what was read before is not read out again
  for (const { question, answer } of kept.turns) show(said(question), reply(answer));
  log.removeAttribute("aria-busy");
  deleteButton.hidden = !kept.conversation;
  if (kept.turns.length > 0) turns.lastElementChild.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function busy(controller) {
  running = controller;
  live.hidden = !controller;
  sendButton.hidden = Boolean(controller);
  stopButton.hidden = !controller;
  liveText.textContent = "";
  if (controller) status.textContent = "Đang trả lời…";
}

function fail(message, again) {
  failureText.textContent = message;
  retry.hidden = !again;
  failure.hidden = false;
  failure.scrollIntoView({ block: "center" }); // a long question makes the field below tall
}

async function submit(question, label = question) { // of an option the label is shown and the value sent
  if (running || !question.trim()) return;
  failure.hidden = true;
  lastQuestion = question;
  const asked = said(label);
  show(asked);
  const controller = new AbortController();
  busy(controller);
  asked.scrollIntoView({ block: "start" });
  try {
    const answer = await stream(question, controller.signal);
    kept = { conversation: answer.conversation_id, turns: [...kept.turns, { question: label, answer }] };
    save(kept);
    deleteButton.hidden = false;
    busy(null);
    status.textContent = "";
    const answered = reply(answer);
    show(answered);
    answered.scrollIntoView({ block: "start" }); // reading starts at the answer's beginning, not at its end
  } catch (error) {
    busy(null);
    explain(error, asked);
  }
  if (document.activeElement === document.body && hasKeyboard) input.focus({ preventScroll: true });
}

async function stream(question, signal) {
  let answer = null;
  const wishes = { conversation: kept.conversation, audience: by("vai").value, place: by("noi-o").value.trim(), signal };
  for await (const part of ask(question, wishes)) {
    if (part.type === "text-delta") liveText.append(part.delta);
    else if (part.type === "data-answer") answer = part.data;
    else if (part.type === "error") throw new RequestFailed(part.errorText, "refused");
    else if (part.type === "abort") throw new RequestFailed("Máy chủ vừa dừng lại. Xin thử lại sau ít giây.", "broken");
  }
  if (!answer) throw new RequestFailed("Câu trả lời chưa tới nơi. Xin thử lại.", "broken");
  return answer;
}

function explain(error, asked) {
  if (error.name === "AbortError") {
    status.textContent = "Đã dừng.";
    asked.remove();
    input.value = lastQuestion;
    welcome.hidden = turns.children.length > 0;
    input.focus();
    return;
  }
  asked.remove();
  welcome.hidden = turns.children.length > 0;
  if (!input.value) input.value = lastQuestion;
  status.textContent = "";
  fail(error instanceof RequestFailed ? error.message : "Trang gặp sự cố. Xin tải lại trang.", true);
}

function send() {
  const question = input.value;
  if (running || !question.trim()) return;
  input.value = "";
  submit(question);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // an input method confirms with Enter too
  event.preventDefault();
  send();
});
stopButton.addEventListener("click", () => running?.abort());
retry.addEventListener("click", () => {
  failure.hidden = true;
  if (input.value === lastQuestion) input.value = "";
  submit(lastQuestion);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (running) running.abort();
  else input.focus();
});
document.addEventListener("click", (event) => {
  const choice = event.target.closest('button[name="question"]');
  if (!choice) return;
  event.preventDefault();
  submit(choice.value, choice.title || choice.textContent);
});
function begin() {
  running?.abort();
  forget();
  kept = { conversation: null, turns: [] };
  turns.replaceChildren();
  failure.hidden = true;
  welcome.hidden = false;
  input.value = "";
  deleteButton.hidden = true;
  if (location.search || location.hash) history.replaceState(null, "", "/");
  input.focus();
}
by("moi").addEventListener("click", (event) => {
  event.preventDefault();
  begin();
});
deleteButton.addEventListener("click", async () => {
  if (!confirm("Xóa hẳn cuộc trò chuyện này, ở đây và trên máy chủ?")) return;
  running?.abort();
  deleteButton.disabled = true;
  try {
    await remove(`/api/conversations/${encodeURIComponent(kept.conversation)}`);
    begin();
    status.textContent = "Đã xóa cuộc trò chuyện.";
  } catch (error) {
    fail(`Chưa xóa được cuộc trò chuyện. ${error.message}`, false);
  } finally {
    deleteButton.disabled = false;
  }
});

restore();
if (hasKeyboard && !document.body.classList.contains("framed")) input.focus({ preventScroll: true });
