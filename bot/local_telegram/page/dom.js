/**
 * The one way elements are made here: text always goes in as text, never as markup.
 */

/**
 * Make an element.
 * @param {string} tag
 * @param {Object<string, any>} [attributes] `onclick`-like functions become listeners, `class` the class,
 *   `true` an empty attribute; null, undefined and false are left out.
 * @param {...(Node|string|null|undefined|false|Array)} children strings become text nodes
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Line drawings on a 24 x 24 grid; decoration only, so hidden from screen readers. */
const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  attach: "M19 11.5 11.7 18.8a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.1-2.1l6.9-6.9",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  link: "M8 16 16 8M9.5 8H16v6.5",
  copy: "M9 9h10v11H9zM5 15V4h10",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  place: "M12 21s7-6.3 7-11.5a7 7 0 0 0-14 0C5 14.7 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  voice: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  sticker: "M12 20a8 8 0 1 1 8-8l-8 8zM9 10v.01M15 10v.01M9 13.5c1 1.3 3 1.6 4.5.6",
  keyboard: "M3 7h18v11H3zM7 11v.01M11 11v.01M15 11v.01M8 15h8",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  block: "M5.6 5.6l12.8 12.8M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
};

/**
 * Draw one of the small icons.
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * A round button that shows only an icon; its name is for screen readers and the tooltip.
 * @param {string} iconName
 * @param {string} label
 * @param {(event: MouseEvent) => void} onclick
 * @param {Object<string, any>} [attributes]
 * @returns {HTMLElement}
 */
export function iconButton(iconName, label, onclick, attributes = {}) {
  const classes = `icon-button ${attributes.class ?? ""}`.trim();
  const all = { type: "button", "aria-label": label, title: label, onclick, ...attributes, class: classes };
  return h("button", all, icon(iconName));
}

/**
 * A calm two-letter face for a name.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function avatar(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return h("span", { class: `avatar tone-${sum % 5}`, "aria-hidden": "true" }, letters || "?");
}
