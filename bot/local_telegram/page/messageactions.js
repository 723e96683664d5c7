/**
 * What one can do with a message: by its button, the right mouse button, or a long press.
 */

import { word } from "./words.js";

/** How long a finger must rest on a message, in milliseconds. */
const LONG_PRESS = 500;

/**
 * The entries of a message's menu.
 * @param {Object} message
 * @param {Object} phone `userId`, `composer`, `copy(text)`
 */
export function messageActions(message, phone) {
  const text = message.text ?? message.caption;
  const items = [{ icon: "reply", text: word("reply"), action: () => phone.composer.reply(message) }];
  if (text) items.push({ icon: "copy", text: word("copy"), action: () => phone.copy(text) });
  if (message.text && message.from?.id === phone.userId) {
    items.push({ icon: "edit", text: word("edit"), action: () => phone.composer.edit(message) });
  }
  return items;
}

/**
 * Open a message's menu by right click and by long press, where the press was.
 * @param {HTMLElement} row
 * @param {(at: {x: number, y: number}) => void} open
 */
export function openByPress(row, open) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  row.addEventListener("contextmenu", (event) => {
    stop();
    if (event.target.closest("a")) return;
    event.preventDefault();
    open({ x: event.clientX, y: event.clientY });
  });
  // Safari on a phone has no contextmenu event.
  row.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("a, button")) return;
    timer = setTimeout(() => open({ x: event.clientX, y: event.clientY }), LONG_PRESS);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove", "pointerleave"]) row.addEventListener(name, stop);
}
