// The server's addresses over fetch; answers come as the AI SDK UI message stream. No credential is ever sent.

import { freshKey } from "./dom.js";

export class RequestFailed extends Error {
  /**
   * @param {"offline"|"broken"|"busy"|"refused"|"stopping"} kind
   * @param {string} [told] what the server said, in Vietnamese
   * @param {number} [status]
   */
  constructor(kind, told = "", status = 0) {
    super(told || kind);
    Object.assign(this, { kind, told, status });
  }
}

export class Server {
  /** @param {string} origin of the server; empty on its own pages */
  constructor(origin) {
    this.origin = origin;
  }

  url(path) {
    return this.origin + path;
  }

  get(path, signal) {
    return this.#send(path, { signal });
  }

  post(path, body, signal) {
    return this.#send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
  }

  remove(path) {
    return this.#send(path, { method: "DELETE" });
  }

  /** Yields the parts of the answer; throws AbortError when stopped, RequestFailed for all else. */
  async *ask(question, { conversation, audience, place, signal }) {
    const message = { id: freshKey(), role: "user", parts: [{ type: "text", text: question }] };
    const body = { messages: [message], audience };
    if (conversation) body.id = conversation;
    if (place) body.place = place;
    const response = await this.post("/api/chat", body, signal);
    yield* parts(response.body, signal);
  }

  async #send(path, request) {
    let response;
    try {
      response = await fetch(this.url(path), { credentials: "omit", ...request });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new RequestFailed("offline");
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

async function refusal(response) {
  try {
    return new RequestFailed("refused", (await response.json()).error.message, response.status);
  } catch {
    return new RequestFailed("busy", "", response.status); // a proxy answered, not the door
  }
}

async function* parts(stream, signal) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new RequestFailed("broken"); // the last event never came
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
    if (signal?.aborted) throw new DOMException("stopped", "AbortError");
    throw new RequestFailed("broken");
  } finally {
    reader.cancel().catch(() => {}); // a stream that already failed has nothing to cancel
  }
}
