/**
 * One Bot API Message -> one element of the conversation.
 * Source: https://core.telegram.org/bots/api#message
 */

import { fileAddress } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { phoneLink, renderText } from "./entities.js";
import { inlineKeyboard } from "./inline.js";
import { openByPress } from "./messageactions.js";
import { timeOf, word } from "./words.js";

/** Messages about the chat rather than in it, and the word for each. */
const SERVICE = {
  forum_topic_created: "topicMade",
  forum_topic_edited: "topicChanged",
  forum_topic_closed: "topicClosed",
  forum_topic_reopened: "topicOpened",
  new_chat_members: "joined",
  left_chat_member: "left",
  migrate_to_chat_id: "movedGroup",
  migrate_from_chat_id: "movedGroup",
};

/** What stands in a quotation or a label for a message without text. */
const MEDIA = ["photo", "voice", "audio", "video", "sticker", "location", "contact", "document", "poll"];

/**
 * The plain words of a message, for quotations and labels.
 * @param {Object} message
 * @returns {string}
 */
export function summary(message) {
  if (message.text || message.caption) return message.text ?? message.caption;
  const kind = MEDIA.find((name) => message[name]);
  if (kind === "document") return message.document.file_name ?? word("file");
  return word(kind ?? "service");
}

/**
 * @param {Object} message
 * @param {Object} phone what a message may ask of its phone: `userId`, `chat`, `doors`, `onButton`, `onActions`,
 *   `onJump`, `messageOf(id)`, `reactionsOf(message)`
 * @returns {HTMLElement} carries `data-role="message"` and `data-message-id`
 */
export function renderMessage(message, phone) {
  const service = Object.keys(SERVICE).find((key) => message[key] !== undefined);
  if (service) return serviceRow(message, service);
  const mine = message.from?.id === phone.userId;
  const bubble = h("div", { class: "bubble" });
  const row = h("div", {
    class: `row ${mine ? "out" : "in"}`,
    "data-role": "message",
    "data-message-id": message.message_id,
    role: "article",
    "aria-label": `${mine ? word("you") : nameOf(message)}, ${timeOf(message.date)}`,
    tabindex: "-1",
  });
  if (!mine && phone.chat.type !== "private") bubble.append(h("div", { class: "sender" }, nameOf(message)));
  bubble.append(...[forwarded(message), quotation(message, phone), media(message)].flat().filter(Boolean));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.text === undefined ? message.caption_entities : message.entities;
    bubble.append(h("div", { class: "text", dir: "auto" }, renderText(text, entities, phone.doors)));
  }
  // The time shares the last line of a text when there is room; reactions need a line of their own.
  const below = foot(message, phone);
  if (text && !below.querySelector(".reaction")) bubble.lastElementChild.append(below);
  else bubble.append(below);
  if (!text && (message.photo || message.sticker)) bubble.classList.add("bare");
  const actions = iconButton("reply", word("actions"), (event) => phone.onActions(message, event.currentTarget), {
    class: "actions-button",
    "aria-haspopup": "menu",
  });
  openByPress(row, (at) => phone.onActions(message, actions, at));
  row.append(h("div", { class: "beside" }, bubble, actions));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows?.length) row.append(inlineKeyboard(rows, (button, element) => phone.onButton(message, button, element)));
  return row;
}

function serviceRow(message, key) {
  const topic = message.forum_topic_created?.name ?? message.forum_topic_edited?.name;
  const people = message.new_chat_members?.map((person) => person.first_name).join(", ");
  const detail = topic ?? people ?? "";
  return h(
    "div",
    { class: "row service", "data-role": "message", "data-message-id": message.message_id, tabindex: "-1" },
    h("span", { class: "chip" }, word(SERVICE[key]), detail && `: ${detail}`),
  );
}

/** @returns {string} the sender's name as Telegram shows it */
function nameOf(message) {
  const from = message.sender_chat ?? message.from ?? {};
  return [from.first_name ?? from.title, from.last_name].filter(Boolean).join(" ");
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "";
  return h("div", { class: "forwarded" }, `${word("forwarded")} ${name}`);
}

function quotation(message, phone) {
  const quoted = message.reply_to_message;
  // In a forum every message "replies" to its topic's first message; that is no quotation.
  if (!quoted || quoted.forum_topic_created) return null;
  const now = phone.messageOf(quoted.message_id);
  const words = message.quote?.text ?? (now ? summary(now) : word("deleted"));
  const mine = quoted.from?.id === phone.userId;
  return h(
    "button",
    {
      type: "button",
      class: "quotation",
      "aria-label": `${word("replyTo")}: ${shortened(words)}`,
      onclick: () => phone.onJump(quoted.message_id),
    },
    h("strong", {}, mine ? word("you") : nameOf(quoted)),
    h("span", {}, words),
  );
}

/** @returns {string} its first words: a name that a screen reader says in one breath */
function shortened(text) {
  const [start] = text.match(/^.{0,59}\S(?=\s|$)|^.{0,60}/su);
  return start.length < text.length ? `${start}…` : text;
}

function foot(message, phone) {
  const reactions = phone.reactionsOf(message);
  return h(
    "div",
    { class: "foot" },
    reactions.map((emoji) => h("span", { class: "reaction", "data-role": "reaction" }, emoji)),
    h(
      "span",
      { class: "time" },
      message.edit_date && h("span", { "data-role": "edited" }, `${word("edited")} `),
      h("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)),
    ),
  );
}

function media(message) {
  if (message.photo) return photo(message);
  if (message.document) return fileCard(message.document, message.document.file_name ?? word("file"));
  if (message.voice) return h("div", { class: "card" }, badge("voice"), wave(), seconds(message.voice.duration));
  if (message.audio) return fileCard(message.audio, message.audio.title ?? word("audio"));
  if (message.video) return fileCard(message.video, word("video"));
  if (message.sticker) return sticker(message.sticker);
  if (message.contact) return contactCard(message.contact);
  if (message.venue ?? message.location) return placeCard(message);
  if (message.poll) return h("div", { class: "card" }, h("strong", {}, message.poll.question));
  return null;
}

const sticker = ({ emoji }) => h("div", { class: "sticker", role: "img", "aria-label": word("sticker") }, emoji ?? "🙂");

const badge = (name) => h("span", { class: "badge" }, icon(name));

const seconds = (duration) => h("span", { class: "detail" }, `0:${String(duration ?? 0).padStart(2, "0")}`);

const wave = () => h("span", { class: "wave", role: "img", "aria-label": word("voice") });

function photo(message) {
  const largest = message.photo.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const href = fileAddress(largest.file_id);
  const alt = message.caption ?? word("photo");
  // Width and height keep the place free, so that nothing jumps when the picture arrives.
  const image = h("img", { src: href, alt, width: largest.width, height: largest.height });
  return h("a", { class: "photo", href, download: "photo" }, image);
}

/** @param {number|undefined} bytes @returns {string} such as 12.4 kB */
function size(bytes) {
  if (bytes === undefined) return "";
  const units = ["B", "kB", "MB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 2);
  return `${(bytes / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

function fileCard(file, name) {
  return h(
    "a",
    { class: "card", href: fileAddress(file.file_id), download: name, "data-role": "document" },
    badge("file"),
    h("span", { class: "lines" }, h("strong", {}, name), h("span", { class: "detail" }, size(file.file_size))),
  );
}

function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "card" },
    badge("person"),
    h("span", { class: "lines" }, h("strong", {}, name), h("span", { class: "detail" }, phoneLink(contact.phone_number))),
  );
}

function placeCard(message) {
  const { latitude, longitude } = message.venue?.location ?? message.location;
  return h(
    "div",
    { class: "card" },
    badge("place"),
    h(
      "span",
      { class: "lines" },
      h("strong", {}, message.venue?.title ?? word("location")),
      h("span", { class: "detail" }, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`),
    ),
  );
}
