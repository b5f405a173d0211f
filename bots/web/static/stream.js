// The AI SDK UI message stream over fetch: POST a message, read its parts one by one.

export class RequestFailed extends Error {
  constructor(message, kind) {
    super(message);
    this.kind = kind; // "offline", "refused" or "broken"
  }
}

const OFFLINE = "Không kết nối được tới máy chủ. Hãy kiểm tra mạng rồi thử lại.";
const BROKEN = "Kết nối bị ngắt giữa chừng. Xin thử lại.";
const BUSY = "Máy chủ đang bận. Xin thử lại sau vài giây.";

export async function* ask(question, { conversation, audience, place, signal }) {
  const message = { id: crypto.randomUUID?.() ?? String(Date.now()), role: "user", parts: [{ type: "text", text: question }] };
  const body = { messages: [message], audience };
  if (conversation) body.id = conversation;
  if (place) body.place = place;
  const response = await post("/api/chat", body, signal);
  yield* parts(response.body, signal);
}

export function post(address, body, signal) {
  return send(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
}

export function remove(address) {
  return send(address, { method: "DELETE" });
}

async function send(address, request) {
  let response;
  try {
    response = await fetch(address, request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestFailed(OFFLINE, "offline");
  }
  if (!response.ok) throw new RequestFailed(await reason(response), "refused");
  return response;
}

async function reason(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return BUSY; // a proxy answered, not the door
  }
}

async function* parts(stream, signal) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new RequestFailed(BROKEN, "broken"); // the last event never came
      held += value;
      const events = held.split("\n\n");
      held = events.pop();
      for (const event of events) {
        const data = event.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
        if (data === "[DONE]") return;
        if (data) yield JSON.parse(data);
      }
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof RequestFailed) throw error;
    throw new RequestFailed(signal?.aborted ? "" : BROKEN, "broken");
  } finally {
    reader.cancel().catch(() => {}); // a stream that already failed has nothing to cancel
  }
}
