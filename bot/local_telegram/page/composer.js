/**
 * The foot of a phone: what one writes, attaches or chooses, and what one replies to or edits.
 */

import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { summary } from "./message.js";
import { replyKeyboard } from "./replykeyboard.js";
import { attachments } from "./samples.js";
import { word } from "./words.js";

/** The writing line with its menus; `element` goes into the phone. */
export class Composer {
  #phone;
  #about = null;
  #commands = [];
  #keyboard = null;
  #folded = false;
  #keys = h("div", { class: "reply-keyboard-place" });
  #aboutLine = h("div", { class: "about", hidden: true });
  #line;
  #big;
  #bigAction = () => {};

  /** @param {Object} phone `screen`, `send(content)`, `edit(messageId, text)`, `askContact()`, `askLocation()` */
  constructor(phone) {
    this.#phone = phone;
    this.input = h("textarea", {
      rows: 1,
      "data-role": "input",
      "aria-label": word("message"),
      placeholder: word("message"),
      enterkeyhint: "send",
      oninput: () => this.#grow(),
      onkeydown: (event) => this.#onKey(event),
    });
    const popup = { "aria-haspopup": "menu", "aria-expanded": "false" };
    this.menuButton = iconButton("menu", word("commands"), () => this.#openCommands(), popup);
    this.attachButton = iconButton("attach", word("attach"), () => this.#openAttach(), popup);
    this.keyboardButton = iconButton("keyboard", word("keyboard"), () => this.#fold(!this.#folded), { hidden: true });
    const send = iconButton("send", word("send"), () => this.#submit(), { "data-role": "send", class: "send" });
    this.#line = h(
      "div",
      { class: "line" },
      this.menuButton,
      h("div", { class: "field" }, this.input, this.keyboardButton, this.attachButton),
      send,
    );
    const press = () => this.#bigAction();
    this.#big = h("button", { type: "button", class: "big", "data-role": "start", hidden: true, onclick: press });
    this.element = h("div", { class: "composer" }, this.#aboutLine, this.#line, this.#big, this.#keys);
  }

  /**
   * @param {Object[]} commands the bot's menu
   * @param {Object|null} keyboard the reply keyboard on show
   */
  show(commands, keyboard) {
    this.#commands = commands;
    this.menuButton.hidden = commands.length === 0;
    if (JSON.stringify(keyboard) === JSON.stringify(this.#keyboard)) return;
    this.#keyboard = keyboard;
    const rows = keyboard?.keyboard;
    this.input.placeholder = keyboard?.input_field_placeholder || word("message");
    this.keyboardButton.hidden = !rows;
    this.#keys.replaceChildren(...(rows ? [replyKeyboard(keyboard, this.#phone)] : []));
    this.#fold(false);
  }

  /** One big button instead of the writing line (START, unblock); null brings the line back. */
  offer(text, action) {
    this.#big.hidden = text === null;
    this.#line.hidden = text !== null;
    this.#big.textContent = text ?? "";
    this.#bigAction = action ?? (() => {});
  }

  /** @param {Object} message to reply to with what is sent next */
  reply(message) {
    this.#setAbout("reply", message, word("replyTo"), word("cancelReply"));
  }

  /** @param {Object} message this person's own, to be changed */
  edit(message) {
    this.#setAbout("edit", message, word("editing"), word("cancelEdit"));
    this.input.value = message.text;
    this.#grow();
  }

  /** @returns {number|undefined} the message that the next one replies to; asking forgets it */
  takeReply() {
    const id = this.#about?.kind === "reply" ? this.#about.message.message_id : undefined;
    if (id !== undefined) this.#clearAbout();
    return id;
  }

  /** Let go of a message that is replied to or edited once it is gone. @param {Object[]} messages of the chat */
  letGo(messages) {
    if (!messages.some((message) => message.message_id === this.#about?.message.message_id)) this.#clearAbout();
  }

  /** Put the focus where one goes on: START, or the writing line. */
  focus() {
    (this.#big.hidden ? this.input : this.#big).focus();
  }

  /** @param {string} text put where one writes */
  write(text) {
    this.input.value = text;
    this.#grow();
    this.input.focus();
  }

  #setAbout(kind, message, label, cancel) {
    this.#about = { kind, message };
    this.#aboutLine.hidden = false;
    this.#aboutLine.replaceChildren(
      icon(kind),
      h("span", { class: "lines" }, h("strong", {}, label), h("span", { class: "detail" }, summary(message))),
      iconButton("close", cancel, () => this.#cancelAbout()),
    );
    // The bot may ask for a reply while somebody writes on the other phone: their focus stays.
    const active = document.activeElement;
    if (active === document.body || this.#phone.screen.contains(active)) this.input.focus();
  }

  #cancelAbout() {
    if (this.#about?.kind === "edit") this.input.value = "";
    this.#clearAbout();
    this.#grow();
    this.input.focus();
  }

  #clearAbout() {
    this.#about = null;
    this.#aboutLine.hidden = true;
    this.#aboutLine.replaceChildren();
  }

  #fold(folded) {
    this.#folded = folded;
    this.#keys.hidden = folded || !this.#keyboard?.keyboard;
    this.keyboardButton.setAttribute("aria-expanded", String(!this.#keys.hidden));
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#about) {
      event.preventDefault();
      this.#cancelAbout();
    }
  }

  async #submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const editing = this.#about?.kind === "edit" ? this.#about.message.message_id : undefined;
    const draft = this.input.value;
    this.input.value = "";
    this.#grow();
    if (editing !== undefined) this.#clearAbout();
    const gone = editing === undefined ? this.#phone.send({ text }) : this.#phone.edit(editing, text);
    this.input.focus();
    // What did not go through stays to be sent again.
    if (!(await gone) && !this.input.value) this.write(draft);
  }

  #openCommands() {
    const items = this.#commands.map(({ command, description }) => ({
      text: `/${command}`,
      detail: description,
      action: () => this.#phone.send({ text: `/${command}` }),
    }));
    openMenu(this.#phone.screen, this.menuButton, word("commands"), items);
  }

  #openAttach() {
    openMenu(this.#phone.screen, this.attachButton, word("attach"), attachments(this.#phone));
  }
}
