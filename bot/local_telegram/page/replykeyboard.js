/**
 * Reply keyboards: buttons below the writing line that send their own text, a contact or a location.
 * Source: https://core.telegram.org/bots/api#replykeyboardmarkup
 */

import { h, icon } from "./dom.js";
import { word } from "./words.js";

/**
 * @param {Object} markup ReplyKeyboardMarkup
 * @param {Object} phone `send(content)`, `askContact()`, `askLocation()`, `notHere()`
 * @returns {HTMLElement}
 */
export function replyKeyboard(markup, phone) {
  return h(
    "div",
    { class: "reply-keyboard", role: "group", "aria-label": word("botKeyboard"), "data-role": "reply-keyboard" },
    markup.keyboard.map((row) => h("div", { class: "keys" }, row.map((button) => key(button, phone)))),
  );
}

function key(given, phone) {
  const button = typeof given === "string" ? { text: given } : given;
  const { action, sign } = meaning(button, phone);
  return h(
    "button",
    { type: "button", class: "key", "data-style": button.style, onclick: action },
    h("span", { class: "label" }, button.text),
    sign && icon(sign),
  );
}

function meaning(button, phone) {
  if (button.request_contact) return { action: () => phone.askContact(), sign: "person" };
  if (button.request_location) return { action: () => phone.askLocation(), sign: "place" };
  const other = ["request_users", "request_chat", "request_poll", "web_app"].some((name) => button[name]);
  if (other) return { action: () => phone.notHere() };
  return { action: () => phone.send({ text: button.text }) };
}
