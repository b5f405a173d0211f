// The conversation stays on the device, in this tab only.

const KEY = "motcua.conversation.1";
const KEPT_TURNS = 40;

export function load() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (kept && Array.isArray(kept.turns)) return kept;
  } catch {
    forget(); // storage is blocked, or holds what another version wrote
  }
  return { conversation: null, turns: [] };
}

export function save(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, turns: kept.turns.slice(-KEPT_TURNS) }));
  } catch {
    forget(); // full or blocked: the talk goes on, it is only not kept
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return; // storage is blocked: there is nothing to forget
  }
}
