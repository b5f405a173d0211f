// What the interface says. Answers, names and quoted words are Vietnamese whatever it speaks.

import { en } from "./words-en.js";
import { vi } from "./words-vi.js";

export const words = { vi, en };

/** A function from a word's name, and what stands in its {braces}, to what people read. */
export function speaker(lang) {
  const known = words[lang] ?? words.vi;
  return (name, values = {}) => known[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
