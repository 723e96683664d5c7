/**
 * The conversation of one phone: keeps the elements of messages in step with a list, without moving what is read.
 */

import { h, icon } from "./dom.js";
import { renderMessage } from "./message.js";
import { dayOf, word } from "./words.js";

/** How near to the end, in pixels, still counts as reading the newest message. */
const NEAR = 48;

/** The conversation; `element` goes into the phone. */
export class Log {
  #phone;
  #shown = new Map();
  #list = h("div", { class: "list" });
  #pill;
  #followsEnd = true;
  #room = "";

  /** @param {Object} phone see `renderMessage` */
  constructor(phone) {
    this.#phone = phone;
    this.scroller = h(
      "div",
      { class: "scroller", role: "log", "aria-live": "polite", "aria-label": word("messages"), tabindex: "0" },
      this.#list,
    );
    this.#pill = h(
      "button",
      { type: "button", class: "pill", hidden: true, onclick: () => this.toEnd(true) },
      icon("down"),
      word("newMessages"),
    );
    this.element = h("div", { class: "log" }, this.scroller, this.#pill);
    this.scroller.addEventListener("scroll", () => {
      // The room changed under a reader of the newest message: that is no scrolling away.
      if (this.#followsEnd && this.#room !== this.#measure()) return this.toEnd(false);
      this.#followsEnd = this.#atEnd();
      if (this.#followsEnd) this.#pill.hidden = true;
    });
    // Pictures that load, a keyboard that opens and a window that turns all change the room below.
    const keep = new ResizeObserver(() => this.#followsEnd && this.toEnd(false));
    keep.observe(this.scroller);
    keep.observe(this.#list);
  }

  /** @param {Object[]} messages what the chat shows now, in order */
  show(messages) {
    const anchor = this.#firstVisible();
    const offset = anchor?.getBoundingClientRect().top;
    const known = this.#shown.size > 0;
    const before = this.#shown;
    const wanted = new Map(messages.map((message) => [message.message_id, message]));
    const focus = this.#focusIn();
    this.#shown = new Map();
    let fresh = false;
    for (const [id, message] of wanted) {
      const version = JSON.stringify([message, this.#phone.reactionsOf(message), this.#quotedBy(message)]);
      const old = before.get(id);
      const kept = old?.version === version;
      const element = kept ? old.element : renderMessage(message, this.#phone);
      if (old && !kept) old.element.replaceWith(element);
      if (!old && known) element.classList.add("fresh");
      fresh ||= !old && message.from?.id !== this.#phone.userId;
      this.#shown.set(id, { version, element, message });
    }
    for (const [id, old] of before) if (!this.#shown.has(id)) old.element.remove();
    this.#arrange();
    this.#restoreFocus(focus);
    if (this.#followsEnd) this.toEnd(false);
    else {
      if (anchor?.isConnected) this.scroller.scrollTop += anchor.getBoundingClientRect().top - offset;
      if (fresh && known) this.#pill.hidden = false;
    }
  }

  /** @param {number} id @returns {HTMLElement|undefined} */
  elementOf(id) {
    return this.#shown.get(id)?.element;
  }

  /** Bring a message into view and point it out. @param {number} id */
  jumpTo(id) {
    const element = this.elementOf(id);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.remove("flash");
    requestAnimationFrame(() => element.classList.add("flash"));
  }

  /** Show the newest message. @param {boolean} smooth */
  toEnd(smooth) {
    this.#followsEnd = true;
    this.#pill.hidden = true;
    this.#room = this.#measure();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  /** A quotation follows the message it quotes. */
  #quotedBy(message) {
    return message.reply_to_message && this.#phone.messageOf(message.reply_to_message.message_id);
  }

  #measure() {
    return `${this.scroller.clientHeight} of ${this.scroller.scrollHeight}`;
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** A message that will stay where it is on screen, whatever changes above it. */
  #firstVisible() {
    const top = this.scroller.getBoundingClientRect().top;
    for (const { element } of this.#shown.values()) {
      if (element.getBoundingClientRect().bottom > top + 1) return element;
    }
    return undefined;
  }

  /** Put the elements in order with a date before each day, and join neighbours of one sender. */
  #arrange() {
    const wanted = [];
    let day = "";
    let previous = null;
    for (const { element, message } of this.#shown.values()) {
      const today = dayOf(message.date);
      if (today !== day) {
        wanted.push(this.#dayLine(today));
        previous = null;
      }
      day = today;
      const joined = previous?.message.from?.id === message.from?.id;
      element.classList.toggle("joined", Boolean(previous && joined));
      previous?.element.classList.toggle("last", !joined);
      element.classList.add("last");
      previous = { element, message };
      wanted.push(element);
    }
    const now = this.#list.children;
    wanted.forEach((element, index) => {
      if (now[index] !== element) this.#list.insertBefore(element, now[index] ?? null);
    });
    while (now.length > wanted.length) this.#list.lastElementChild.remove();
  }

  #dayLine(text) {
    const lines = [...this.#list.querySelectorAll(".day")];
    const found = lines.find((line) => line.textContent === text);
    return found ?? h("div", { class: "day" }, h("span", { class: "chip" }, text));
  }

  /** Which button of which message has the focus, so that an edit does not throw a keyboard user out. */
  #focusIn() {
    const active = document.activeElement;
    for (const [id, { element }] of this.#shown) {
      if (element.contains(active)) return { id, text: active.textContent, element };
    }
    return null;
  }

  #restoreFocus(focus) {
    if (!focus || focus.element.isConnected) return;
    const element = this.elementOf(focus.id);
    if (!element) return;
    const keys = [...element.querySelectorAll(".key")];
    const target = keys.find((key) => key.textContent === focus.text) ?? keys[0] ?? element;
    target.focus({ preventScroll: true });
  }
}
