/**
 * Inline keyboards: rows of buttons under a message.
 * Source: https://core.telegram.org/bots/api#inlinekeyboardbutton
 */

import { h, icon } from "./dom.js";
import { safeAddress } from "./entities.js";

/**
 * @param {Object[][]} rows
 * @param {(button: Object, element: HTMLElement) => void} onPress
 * @returns {HTMLElement}
 */
export function inlineKeyboard(rows, onPress) {
  const keyboard = h("div", { class: "inline-keyboard", "data-role": "inline-keyboard" });
  for (const row of rows) {
    const line = h("div", { class: "keys" });
    for (const button of row) line.append(inlineButton(button, onPress));
    keyboard.append(line);
  }
  return keyboard;
}

function inlineButton(button, onPress) {
  const label = h("span", { class: "label" }, button.text);
  const shared = { class: "key", "data-style": button.style };
  const href = button.url && safeAddress(button.url);
  if (href) {
    const onclick = (event) => onPress({ ...button, href, event }, link);
    const link = h("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer", onclick }, label);
    link.append(icon("link"));
    return link;
  }
  const element = h("button", { ...shared, type: "button", onclick: () => onPress(button, element) }, label);
  if (button.copy_text) element.append(icon("copy"));
  return element;
}

/** How long a tapped button waits for the bot before it says so, in milliseconds. */
const PATIENCE = 15000;

/** Taps that wait for the bot's answer, whichever of the two arrives first. */
export class Taps {
  #waiting = new Map();
  #early = new Map();
  #asked = 0;

  /**
   * @param {Promise<{callback_query_id: string}>} request
   * @param {HTMLElement} element shows that it waits
   * @returns {Promise<Object|null>} the event of kind `answer`; null when the bot did not answer in time
   */
  async answered(request, element) {
    element.setAttribute("aria-busy", "true");
    this.#asked += 1;
    try {
      const id = String((await request).callback_query_id);
      const early = this.#early.get(id);
      if (early) return early;
      return await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), PATIENCE);
        this.#waiting.set(id, (event) => {
          clearTimeout(timer);
          resolve(event);
        });
      }).finally(() => this.#waiting.delete(id));
    } finally {
      this.#asked -= 1;
      if (this.#asked === 0) this.#early.clear();
      element.removeAttribute("aria-busy");
    }
  }

  /** @param {Object} event of kind `answer`, for this phone or another's */
  arrived(event) {
    const id = String(event.callback_query_id);
    const resolve = this.#waiting.get(id);
    if (resolve) resolve(event);
    else if (this.#asked > 0) this.#early.set(id, event);
  }
}
