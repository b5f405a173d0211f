// What a person wishes, remembered on the device only.

const KEY = "motcua.wishes.1";

/**
 * @typedef {object} Wishes
 * @property {"vi"|"en"} [lang]
 * @property {boolean} [large] large text
 * @property {boolean} [speech] agreed that the browser's vendor may hear
 * @property {boolean} [forget] keep no history on this device
 * @property {string} [place]
 * @property {"citizen"|"officer"} [audience]
 */

/** @returns {Wishes} */
export function load() {
  return read(KEY) ?? {};
}

export function save(wishes) {
  write(KEY, wishes);
}

/** What is kept under a key; null where nothing is, where storage is blocked, or where another version wrote it. */
export function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** Whether it could be kept: storage may be full or blocked. */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
