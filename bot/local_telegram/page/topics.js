/**
 * The topics of a forum group: a line of them under the phone's header.
 * Source: https://core.telegram.org/bots/api#forumtopiccreated
 */

import { h } from "./dom.js";
import { word } from "./words.js";

/** Which topic is looked at; `element` is hidden in chats that are no forum. */
export class Topics {
  #onChoose;
  #chosen = 0;

  /** @param {() => void} onChoose called when another topic was chosen */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.element = h("div", { class: "topics", role: "group", "aria-label": word("allTopics"), hidden: true });
  }

  /** @returns {number|undefined} the `message_thread_id` of what is sent now */
  get threadId() {
    return this.#chosen || undefined;
  }

  /**
   * @param {Object} chat
   * @param {Object[]} messages
   * @returns {Object[]} those of the chosen topic
   */
  show(chat, messages) {
    this.element.hidden = !chat.is_forum;
    if (!chat.is_forum) return messages;
    const names = new Map([[0, word("allTopics")]]);
    for (const message of messages) {
      const made = message.forum_topic_created ?? message.forum_topic_edited;
      if (made?.name) names.set(message.message_thread_id ?? message.message_id, made.name);
    }
    if (!names.has(this.#chosen)) this.#chosen = 0;
    this.element.replaceChildren(...[...names].map(([id, name]) => this.#tab(id, name)));
    return messages.filter((message) => !this.#chosen || message.message_thread_id === this.#chosen);
  }

  #tab(id, name) {
    const choose = () => {
      this.#chosen = id;
      this.#onChoose();
      this.element.querySelector("[aria-pressed=true]")?.focus();
    };
    return h("button", { type: "button", "aria-pressed": String(id === this.#chosen), onclick: choose }, name);
  }
}
