/**
 * Bot API text and `entities` -> DOM nodes. Offsets and lengths are UTF-16 code units, as JavaScript counts.
 * Source: https://core.telegram.org/bots/api#messageentity
 */

import { h } from "./dom.js";
import { word } from "./words.js";

/** Numbers that the apps make links of, in Finland's forms: from + or 0 on, with spaces and hyphens. */
const PHONE = /(?<![\w+.,-])(?:\+\d|0)\d(?:[ \u00a0-]?\d){5,12}(?![\w.,-]*\d)/gu;
/** Inside of these a number is no link of its own. */
const WHOLE = new Set(["text_link", "url", "email", "phone_number", "code", "pre", "bot_command"]);

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

/**
 * @param {string} text
 * @param {Array<{type: string, offset: number, length: number, url?: string, language?: string}>} entities
 * @param {{onCommand: (command: string) => void, onLink: (url: string) => boolean}} doors `onLink` returns
 *   true when it dealt with the address itself
 * @returns {DocumentFragment}
 */
export function renderText(text, entities, doors) {
  const fragment = document.createDocumentFragment();
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fragment.append(...nodes(text, sorted, 0, text.length, doors));
  return fragment;
}

/** @param {string} number @returns {HTMLElement} a link that calls it */
export const phoneLink = (number) => h("a", { href: `tel:${number.replace(/[^+\d]/gu, "")}` }, number);

/** Plain text with its phone numbers as links. */
function plain(text) {
  const made = [];
  let at = 0;
  for (const { 0: number, index } of text.matchAll(PHONE)) {
    made.push(text.slice(at, index), phoneLink(number));
    at = index + number.length;
  }
  return [...made, text.slice(at)];
}

/** The nodes of text[start, end), with the entities that begin there; an overlapping one is cut at the edge. */
function nodes(text, entities, start, end, doors, show = plain) {
  const made = [];
  let at = start;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < to) next += 1;
    const inside = entities.slice(i + 1, next);
    if (to > from) {
      if (from > at) made.push(...show(text.slice(at, from)));
      const shown = text.slice(from, to);
      const deeper = WHOLE.has(entity.type) ? (words) => [words] : show;
      made.push(wrap(entity, shown, nodes(text, inside, from, to, doors, deeper), doors));
      at = to;
      // A block already ends its line: the newline after it would show as an empty line.
      if (isBlock(entity) && text[at] === "\n") at += 1;
    }
    i = next;
  }
  if (at < end) made.push(...show(text.slice(at, end)));
  return made;
}

const isBlock = (entity) => ["pre", "blockquote", "expandable_blockquote"].includes(entity.type);

function wrap(entity, shown, children, doors) {
  const type = entity.type;
  if (SIMPLE[type]) return h(SIMPLE[type], {}, children);
  switch (type) {
    case "pre":
      return h("pre", { "data-language": entity.language }, h("code", {}, children));
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url ?? "", children, doors);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/iu.test(shown) ? shown : `https://${shown}`, children, doors);
    case "email":
      return link(`mailto:${shown}`, children, doors);
    case "phone_number":
      return phoneLink(shown);
    case "date_time":
      return h("time", { datetime: new Date(entity.unix_time * 1000).toISOString() }, children);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => doors.onCommand(shown) }, children);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return h("span", { class: "mention" }, children);
    default:
      return h("span", {}, children);
  }
}

/**
 * The address when it is safe to open from a message, else null.
 * @param {string} address
 * @returns {string|null}
 */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(address, children, doors) {
  const href = safeAddress(address);
  if (!href) return h("span", { class: "mention" }, children);
  const onclick = (event) => {
    if (doors.onLink(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function spoiler(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": word("hidden") });
  // The words stay out of the accessible name until they are shown.
  const inner = h("span", { "aria-hidden": "true" }, children);
  cover.append(inner);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
    cover.removeEventListener("click", show);
    cover.removeEventListener("keydown", show);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

function expandable(children) {
  const quote = h("blockquote", { class: "expandable" }, h("div", { class: "quoted" }, children));
  const toggle = h("button", { type: "button", class: "expand", "aria-expanded": "false" }, word("showAll"));
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = word(open ? "showLess" : "showAll");
  });
  quote.append(toggle);
  return quote;
}
