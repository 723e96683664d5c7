/**
 * Small menus that open from a button or a message: arrow keys, Escape, and a press elsewhere closes them.
 */

import { h, icon } from "./dom.js";

/**
 * @param {HTMLElement} screen the phone's screen, over which the menu opens
 * @param {HTMLElement} opener gets the focus back
 * @param {string} label
 * @param {Array<{text: string, detail?: string, icon?: string, action: () => void}>} items
 * @param {{x: number, y: number}} [at] client coordinates; without them the menu stands above its opener
 */
export function openMenu(screen, opener, label, items, at) {
  // A long press can come twice: once by its time, once as the browser's own event.
  if (screen.querySelector(".menu")) return;
  const close = (refocus) => {
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (refocus) opener.focus({ preventScroll: true });
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
  };
  const entries = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        onclick: () => {
          close(true);
          item.action();
        },
      },
      item.icon && icon(item.icon),
      h("span", {}, item.text),
      item.detail && h("span", { class: "detail" }, item.detail),
    ),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, entries);
  menu.addEventListener("keydown", (event) => {
    const here = entries.indexOf(document.activeElement);
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close(true);
    } else if (event.key in steps) {
      event.preventDefault();
      entries.at(steps[event.key] % entries.length).focus();
    }
  });
  screen.append(menu);
  opener.setAttribute("aria-expanded", "true");
  stand(menu, screen, opener, at);
  document.addEventListener("pointerdown", outside, true);
  entries[0].focus();
}

/** Put the menu where it was asked for, wholly inside the screen. */
function stand(menu, screen, opener, at) {
  const outer = screen.getBoundingClientRect();
  const box = opener.getBoundingClientRect();
  const inside = (wanted, size, room) => Math.max(8, Math.min(wanted, room - size - 8));
  const below = box.top - outer.top < outer.height / 2;
  const x = (at?.x ?? box.left) - outer.left;
  const y = (at?.y ?? (below ? box.bottom + 6 : box.top - menu.offsetHeight - 6)) - outer.top;
  menu.style.left = `${inside(x, menu.offsetWidth, outer.width)}px`;
  menu.style.top = `${inside(y, menu.offsetHeight, outer.height)}px`;
}
