// What is kept on the device and nowhere else: what a person wishes, and the talks of the last days.

import { freshKey } from "./dom.js";

const WISHES = "motcua.wishes.1";

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
  return read(WISHES) ?? {};
}

export function save(wishes) {
  write(WISHES, wishes);
}

/** What is kept under a key; null where nothing is, where storage is blocked, or where another version wrote it. */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** Whether it could be kept: storage may be full or blocked. */
function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const TALKS = "motcua.talks.1";
export const DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;
const MOST_TALKS = 20;
const MOST_TURNS = 40;

/**
 * @typedef {object} Talk
 * @property {string} key on this device
 * @property {string|null} id of the conversation, which the server gives or the device makes up
 * @property {number} at when something was last said, in milliseconds
 * @property {boolean} open whether it goes on when the page is opened again
 * @property {({question: string, answer: object, ticked?: string[]}|{from: string, text: string, lang?: string,
 *   ticket?: string, where?: string, when?: string})[]} turns what was asked and answered, and what an officer said
 * @property {{ticket: string, where: string, when: string, seen: number, open: boolean, silent?: string}|null} officer
 */

/** @returns {Talk} */
export function fresh() {
  return { key: freshKey(), id: null, at: Date.now(), open: true, turns: [], officer: null };
}

export class Talks {
  /** @param {() => boolean} keeps whether anything may be kept now */
  constructor(keeps) {
    this.keeps = keeps;
  }

  /** @returns {Talk[]} those of the last days, the newest first */
  all() {
    const kept = read(TALKS);
    const talks = Array.isArray(kept?.talks) ? kept.talks : [];
    return talks.filter((talk) => Array.isArray(talk.turns) && Date.now() - talk.at < DAYS * DAY_MS);
  }

  /** The talk that goes on; a fresh one where none does. What is older than is promised is let go of here. */
  current() {
    const talks = this.all();
    if (read(TALKS)) write(TALKS, talks.length > 0 ? { talks } : null);
    return talks.find((talk) => talk.open) ?? fresh();
  }

  /** Keeps the talk; only one stays open. Of what does not fit the oldest goes. */
  put(talk) {
    if (!this.keeps()) return;
    const others = this.all().filter(({ key }) => key !== talk.key);
    if (talk.open) for (const other of others) other.open = false;
    const talks = [{ ...talk, turns: talk.turns.slice(-MOST_TURNS) }, ...others]
      .sort((one, other) => other.at - one.at)
      .slice(0, MOST_TALKS);
    while (talks.length > 0 && !write(TALKS, { talks })) talks.pop();
  }

  remove(key) {
    write(TALKS, { talks: this.all().filter((talk) => talk.key !== key) });
  }

  clear() {
    write(TALKS, null);
  }
}
