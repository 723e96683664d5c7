/**
 * One phone: a chat with the bot as one person sees it. What it shows is always what the server says the chat shows.
 */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { alertDialog, askContact, askLocation, toast } from "./dialogs.js";
import { avatar, h, iconButton } from "./dom.js";
import { Taps } from "./inline.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { messageActions } from "./messageactions.js";
import { Topics } from "./topics.js";
import { word } from "./words.js";

/** How long "is typing" stays without a message, in milliseconds: as long as on Telegram. */
const TYPING_TIME = 5000;

/** What can be wrong with Telegram, as the bot then meets it; null ends it. */
const FAULTS = {
  faultDown: { kind: "502", times: 20 },
  faultSlow: { kind: "slow", times: 20, seconds: 3 },
  faultFlood: { kind: "429", times: 3, retry_after: 5 },
  faultNone: null,
};

/** A phone; `element` stands on the page, `chatId` says which events are its own. */
export class Phone {
  chat = { type: "private" };
  doors = { onCommand: (text) => this.send({ text }), onLink: (url) => this.#followLink(url) };
  #bot;
  #payload;
  #onNews;
  #taps = new Taps();
  #typingTimer = 0;
  #connected = true;
  #snapshot = null;
  #lastId = 0;
  #forced = 0;
  #loading = null;
  #again = false;

  /**
   * @param {{userId: number, chatId: number, bot: {username: string, first_name: string}, language?: string,
   *   payload?: string, reactions: Map<string, Object[]>, onNews?: () => void}} given `payload` goes with START;
   *   `reactions` is by "chat:message"; `onNews` is called when the bot has written
   */
  constructor({ userId, chatId, bot, language = "", payload = "", reactions, onNews = () => {} }) {
    Object.assign(this, { userId, chatId, reactions });
    this.#bot = bot;
    this.#payload = payload;
    this.#onNews = onNews;
    this.#build();
    // The bot speaks this person's language, which need not be the page's.
    if (language) this.log.scroller.lang = language;
  }

  #build() {
    this.screen = h("div", { class: "screen" });
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.topics = new Topics(() => this.#render());
    this.title = h("h2", {});
    this.face = h("span", { class: "face" });
    this.state = h("p", { class: "state", role: "status" });
    const popup = { "aria-haspopup": "menu", "aria-expanded": "false" };
    this.moreButton = iconButton("more", word("more"), () => this.#openMore(), popup);
    this.notes = h("div", { class: "notes", role: "status" });
    this.empty = h("div", { class: "empty" });
    this.screen.append(
      h("header", {}, this.face, h("div", { class: "lines" }, this.title, this.state), this.moreButton),
      this.topics.element,
      h("div", { class: "middle" }, this.log.element, this.empty, this.notes),
      this.composer.element,
    );
    this.element = h("div", { class: "phone" }, this.screen);
    this.#showHeader();
  }

  /** Fetch what the chat shows and show it; calls during a fetch make one more fetch after it. */
  refresh() {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = (async () => {
      do {
        this.#again = false;
        this.#snapshot = await api.chat(this.chatId);
      } while (this.#again);
    })()
      .then(() => this.#render())
      .catch((error) => this.#complain(error))
      .finally(() => (this.#loading = null));
    return this.#loading;
  }

  /** @returns {number} the number of the last event that what is shown includes */
  get seq() {
    return this.#snapshot?.seq ?? 0;
  }

  /** @param {Object} event of this chat */
  onEvent(event) {
    if (event.kind === "answer") this.#taps.arrived(event);
    else if (event.kind === "typing") this.#showTyping();
    else this.refresh();
  }

  /** @param {number} id @returns {Object|undefined} the message as it reads now */
  messageOf(id) {
    return this.#snapshot?.messages.find((message) => message.message_id === id);
  }

  /** @param {boolean} connected whether events arrive */
  setConnected(connected) {
    this.#connected = connected;
    this.#showHeader();
  }

  /** @returns {string[]} the emoji on a message */
  reactionsOf(message) {
    const reactions = this.reactions.get(`${this.chatId}:${message.message_id}`) ?? [];
    return reactions.map((reaction) => reaction.emoji ?? "⭐");
  }

  /** Send as this person. @param {Object} content @returns {Promise<boolean>} whether it went through */
  async send(content) {
    const reply = this.composer.takeReply();
    const replied = this.messageOf(reply);
    const thread = this.topics.threadId ?? (replied?.is_topic_message ? replied.message_thread_id : undefined);
    this.log.toEnd(false);
    return this.#try(async () => {
      const where = { reply_to_message_id: reply, message_thread_id: thread };
      await api.send(this.chatId, this.userId, { ...content, ...where });
      await this.refresh();
    });
  }

  /** Change a message of this person. @returns {Promise<boolean>} whether it went through */
  edit(messageId, text) {
    return this.#try(() => api.edit(this.chatId, this.userId, messageId, text));
  }

  /** Ask for a phone number and share it as this person's contact. */
  async askContact() {
    const number = await askContact(this.screen, `+3584012345${String(this.userId % 100).padStart(2, "0")}`);
    if (number) await this.send({ contact: { user_id: this.userId, phone_number: number } });
  }

  /** Ask for a place and share it. */
  async askLocation() {
    const location = await askLocation(this.screen);
    if (location) await this.send({ location });
  }

  /** Say that a kind of button does nothing in a local Telegram. */
  notHere() {
    toast(this.notes, word("notHere"));
  }

  onJump(messageId) {
    this.log.jumpTo(messageId);
  }

  onActions(message, opener, at) {
    openMenu(this.screen, opener, word("actions"), messageActions(message, this), at);
  }

  /** An inline button was pressed. */
  async onButton(message, button, element) {
    if (button.href) {
      if (this.#followLink(button.href)) button.event.preventDefault();
    } else if (button.callback_data !== undefined) {
      await this.#tap(message, button, element);
    } else if (button.copy_text) {
      await this.copy(button.copy_text.text);
    } else {
      this.notHere();
    }
  }

  /** @param {string} text put on the clipboard, and said so */
  copy(text) {
    return this.#try(async () => {
      await navigator.clipboard.writeText(text);
      toast(this.notes, `${word("copied")}: ${text}`);
    });
  }

  async #tap(message, button, element) {
    if (element.getAttribute("aria-busy")) return;
    await this.#try(async () => {
      const request = api.tap(this.chatId, this.userId, message.message_id, button.callback_data);
      const answer = await this.#taps.answered(request, element);
      if (answer === null) toast(this.notes, word("noAnswer"));
      else if (answer.text && answer.show_alert) await alertDialog(this.screen, answer.text);
      else if (answer.text) toast(this.notes, answer.text);
      else if (answer.url) this.#followLink(answer.url);
    });
  }

  async #try(work) {
    try {
      await work();
      return true;
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  /** What the server says is said; what the browser says of a server that is away means nothing to anybody. */
  #complain(error) {
    const why = error instanceof api.ControlError ? error.message : word("offline");
    toast(this.notes, `${word("failed")}: ${why}`);
  }

  #render() {
    const { chat, messages, keyboard, commands, blocked } = this.#snapshot;
    const news = messages.filter((message) => message.message_id > this.#lastId && message.from?.id !== this.userId);
    this.#lastId = Math.max(this.#lastId, ...messages.map((message) => message.message_id));
    this.chat = chat;
    this.log.show(this.topics.show(chat, messages));
    this.composer.show(commands ?? [], keyboard);
    this.composer.letGo(messages);
    this.empty.hidden = messages.length > 0;
    if (messages.length === 0) this.empty.replaceChildren(...this.#introduction());
    if (blocked) this.composer.offer(word("unblock"), () => this.#block(false));
    else if (chat.type === "private" && messages.length === 0) this.composer.offer(word("start"), () => this.#start());
    else this.composer.offer(null);
    if (news.length > 0) {
      clearTimeout(this.#typingTimer);
      this.#typingTimer = 0;
      this.#onNews();
    }
    const forced = keyboard?.force_reply ? keyboard.message_id : 0;
    if (forced && forced !== this.#forced && this.messageOf(forced)) this.composer.reply(this.messageOf(forced));
    this.#forced = forced;
    this.#showHeader();
  }

  /** What stands in a chat that nobody has begun: the bot's own words about itself, as on Telegram. */
  #introduction() {
    const { chat, description, photo } = this.#snapshot;
    if (chat.type !== "private" || !description) return [h("p", {}, word("emptyChat")), h("p", {}, word("emptyChatMore"))];
    const picture = photo && h("img", { src: api.fileAddress(photo), alt: "" });
    return [picture, h("strong", {}, word("whatCanIt")), h("p", { class: "description" }, description)].filter(Boolean);
  }

  async #start() {
    await this.send({ text: this.#payload ? `/start ${this.#payload}` : "/start" });
    this.composer.input.focus();
  }

  #block(blocked) {
    return this.#try(async () => {
      await api.block(this.chatId, this.userId, blocked);
      await this.refresh();
    });
  }

  /** A link to this very bot stays in the phone. @returns {boolean} whether it was dealt with here */
  #followLink(address) {
    const url = new URL(address);
    const own = url.hostname === "t.me" && url.pathname.toLowerCase() === `/${this.#bot.username.toLowerCase()}`;
    if (!own) return false;
    const payload = url.searchParams.get("start");
    this.send({ text: payload ? `/start ${payload}` : "/start" });
    return true;
  }

  #openMore() {
    const blocked = this.#snapshot?.blocked;
    const text = word(blocked ? "unblock" : "block");
    const items = [{ icon: "block", text, action: () => this.#block(!blocked) }];
    for (const [name, fault] of Object.entries(FAULTS)) {
      const work = () => (fault ? api.fail(fault) : api.failNoMore());
      items.push({ text: word(name), action: () => this.#try(work) });
    }
    openMenu(this.screen, this.moreButton, word("more"), items);
  }

  #showTyping() {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      this.#typingTimer = 0;
      this.#showHeader();
    }, TYPING_TIME);
    this.#showHeader();
  }

  #showHeader() {
    const name = this.chat.type === "private" ? this.#bot.first_name : this.chat.title;
    if (this.title.textContent !== name) {
      this.title.textContent = name;
      this.face.replaceChildren(avatar(name));
    }
    const still = word(this.chat.type === "private" ? "bot" : "group");
    const state = this.#connected ? (this.#typingTimer ? "typing" : "") : "connecting";
    this.state.textContent = state ? word(state) : still;
    this.state.dataset.state = state;
    this.moreButton.hidden = this.chat.type !== "private";
  }
}
