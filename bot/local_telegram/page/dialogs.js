/**
 * What comes over one phone: alerts, questions, menus and toasts. The other phone stays usable meanwhile.
 */

import { h } from "./dom.js";
import { word } from "./words.js";

/** Towns one can be in without typing coordinates (degrees, WGS 84). */
const TOWNS = [
  ["Oulu", 65.0121, 25.4651],
  ["Rovaniemi", 66.5039, 25.7294],
  ["Kajaani", 64.2273, 27.7285],
  ["Helsinki", 60.1699, 24.9384],
];

/**
 * Show a dialog over a phone until one of its buttons, Escape or a press beside it ends it.
 * @param {HTMLElement} screen
 * @param {{role?: string, label: string, body: (HTMLElement|string|null)[], action: string, cancel?: boolean}} asked
 * @returns {Promise<boolean>} whether the action was chosen
 */
function ask(screen, { role = "dialog", label, body, action, cancel = true }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const others = [...screen.children];
    const done = (yes) => {
      scrim.remove();
      for (const element of others) element.inert = false;
      before?.focus?.({ preventScroll: true });
      resolve(yes);
    };
    const form = h(
      "form",
      { class: "dialog", role, "aria-modal": "true", "aria-label": label, novalidate: true },
      body,
      h(
        "div",
        { class: "actions" },
        cancel && h("button", { type: "button", class: "plain", onclick: () => done(false) }, word("cancel")),
        h("button", { type: "submit", class: "primary" }, action),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.checkValidity()) done(true);
      else form.querySelector(":invalid").focus();
    });
    const scrim = h("div", { class: "scrim" }, form);
    scrim.addEventListener("click", (event) => event.target === scrim && done(false));
    scrim.addEventListener("keydown", (event) => event.key === "Escape" && done(false));
    for (const element of others) element.inert = true;
    screen.append(scrim);
    (form.querySelector("input, select") ?? form.querySelector("[type=submit]")).focus();
  });
}

/** Show the bot's alert until it is acknowledged. */
export const alertDialog = (screen, text) =>
  ask(screen, { role: "alertdialog", label: text, body: [h("p", {}, text)], action: word("ok"), cancel: false });

/**
 * @param {HTMLElement} screen
 * @param {string} number proposed
 * @returns {Promise<string|null>} the number to share, null when it is not to be shared
 */
export async function askContact(screen, number) {
  const input = h("input", { type: "tel", value: number, required: true, autocomplete: "off" });
  const yes = await ask(screen, {
    label: word("shareContact"),
    body: [
      h("h3", {}, word("shareContact")),
      h("p", {}, word("shareContactMore")),
      h("label", {}, word("phoneNumber"), input),
    ],
    action: word("share"),
  });
  return yes ? input.value.trim() : null;
}

/**
 * @param {HTMLElement} screen
 * @returns {Promise<{latitude: number, longitude: number}|null>}
 */
export async function askLocation(screen) {
  const degrees = (limit, value) =>
    h("input", { type: "number", step: "any", min: -limit, max: limit, value, required: true });
  const [, firstLatitude, firstLongitude] = TOWNS[0];
  const latitude = degrees(90, firstLatitude);
  const longitude = degrees(180, firstLongitude);
  const town = h(
    "select",
    {},
    TOWNS.map(([name], index) => h("option", { value: index }, name)),
    h("option", { value: "" }, word("ownPlace")),
  );
  town.addEventListener("change", () => {
    if (town.value === "") return latitude.focus();
    [, latitude.value, longitude.value] = TOWNS[Number(town.value)];
  });
  for (const input of [latitude, longitude]) input.addEventListener("input", () => (town.value = ""));
  const yes = await ask(screen, {
    label: word("shareLocation"),
    body: [
      h("h3", {}, word("shareLocation")),
      h("p", {}, word("shareLocationMore")),
      h("label", {}, word("town"), town),
      h(
        "div",
        { class: "pair" },
        h("label", {}, word("latitude"), latitude),
        h("label", {}, word("longitude"), longitude),
      ),
    ],
    action: word("share"),
  });
  return yes ? { latitude: Number(latitude.value), longitude: Number(longitude.value) } : null;
}

/** How long a toast stays, in milliseconds. */
const TOAST_TIME = 4000;

/**
 * Say something short over the conversation.
 * @param {HTMLElement} place an element with `role="status"`
 * @param {string} text
 */
export function toast(place, text) {
  const note = h("div", { class: "toast" }, text);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), TOAST_TIME);
}
