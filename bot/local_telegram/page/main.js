/**
 * The page: a prospect's phone and the supervisor's, side by side or behind two tabs.
 */

import * as api from "./api.js";
import { h } from "./dom.js";
import { Phone } from "./phone.js";
import { listProspects, makeProspect, prospectLabel, startPayload } from "./prospects.js";
import { setUpTabs } from "./tabs.js";
import { chooseLanguage, language, word } from "./words.js";

/** How often a page without a supervisor asks whether there is one, in milliseconds. */
const ASK_AGAIN = 2000;

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const stages = Object.fromEntries(
  [...document.querySelectorAll("[data-phone]")].map((stage) => [stage.dataset.phone, stage]),
);
const payload = startPayload();
const prospects = [];
const phones = new Map();
/** The ids of prospects to whom the bot has written since they were last on show. */
const unread = new Set();
// A message does not say which reactions it carries: only the events do.
const reactions = new Map();
let bot = null;
let supervisor = null;
let supervisorPhone = null;
const tabs = setUpTabs(document.querySelector("main"));

function sayWords() {
  document.documentElement.lang = language;
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
  }
  for (const button of document.querySelectorAll("[data-page-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.pageLanguage === language));
    button.addEventListener("click", () => chooseLanguage(button.dataset.pageLanguage));
  }
}

const notice = (title, more) =>
  h("div", { class: "phone" }, h("div", { class: "notice" }, h("h2", {}, title), h("p", {}, more)));

/** @returns {Phone[]} every phone there is, also those not on the page now */
const allPhones = () => [...phones.values(), supervisorPhone].filter(Boolean);

async function showProspect(person) {
  let phone = phones.get(person.id);
  if (!phone) {
    const who = { userId: person.id, chatId: person.id, language: person.language_code };
    phone = new Phone({ ...who, bot, payload, reactions, onNews: () => tabs.mark("prospect") });
    phones.set(person.id, phone);
  }
  stages.prospect.replaceChildren(phone.element);
  unread.delete(person.id);
  listInMenu();
  part("prospects").value = String(person.id);
  await phone.refresh();
}

function listInMenu() {
  const shown = part("prospects").value;
  const label = (person) => prospectLabel(person, unread.has(person.id));
  part("prospects").replaceChildren(...prospects.map((person) => h("option", { value: person.id }, label(person))));
  part("prospects").hidden = prospects.length === 0;
  part("prospects").toggleAttribute("data-news", unread.size > 0);
  if (prospects.some((person) => String(person.id) === shown)) part("prospects").value = shown;
}

/** A prospect who is not on show has heard from the bot. */
function markUnread({ kind, chat_id: chatId, message }) {
  const known = prospects.some((person) => person.id === chatId);
  if (kind !== "message" || !known || message.from?.id === chatId || part("prospects").value === String(chatId)) return;
  unread.add(chatId);
  listInMenu();
}

async function newProspect(languageCode) {
  const person = await makeProspect(languageCode, prospects);
  prospects.push(person);
  listInMenu();
  await showProspect(person);
  tabs.select("prospect");
  phones.get(person.id).composer.focus();
}

/** Whether the newest prospect has not begun yet: reloading a page with a payload makes no second one. */
async function newestIsFresh() {
  const newest = prospects.at(-1);
  return Boolean(newest) && (await api.chat(newest.id)).messages.length === 0;
}

async function showProspects() {
  prospects.splice(0, Infinity, ...(await listProspects(supervisor?.user_id)));
  listInMenu();
  if (payload && !(await newestIsFresh())) await newProspect(language);
  else if (prospects.length > 0) await showProspect(prospects.at(-1));
  else stages.prospect.replaceChildren(notice(word("noProspect"), word("noProspectMore")));
}

async function showSupervisor() {
  ({ bot, supervisor } = await api.desk());
  if (!supervisor) {
    supervisorPhone = null;
    stages.supervisor.replaceChildren(notice(word("noSupervisor"), word("noSupervisorMore")));
    setTimeout(waitForSupervisor, ASK_AGAIN);
    return;
  }
  const { people } = await api.people();
  const person = people.find(({ id }) => id === supervisor.user_id);
  const who = { userId: supervisor.user_id, chatId: supervisor.chat_id, language: person?.language_code };
  supervisorPhone = new Phone({ ...who, bot, reactions, onNews: () => tabs.mark("supervisor") });
  stages.supervisor.replaceChildren(supervisorPhone.element);
  part("supervisor").textContent = [person?.first_name, person?.last_name].filter(Boolean).join(" ");
  await supervisorPhone.refresh();
}

async function waitForSupervisor() {
  const found = await api.desk().catch(() => ({ supervisor: null }));
  if (!found.supervisor) {
    setTimeout(waitForSupervisor, ASK_AGAIN);
    return;
  }
  await showSupervisor();
  const shown = Number(part("prospects").value);
  prospects.splice(0, Infinity, ...prospects.filter((person) => person.id !== supervisor.user_id));
  listInMenu();
  if (!prospects.some((person) => person.id === shown)) await showProspects();
}

/** Start everything again, as after a restart of the server, which forgets all people. */
async function reset() {
  phones.clear();
  unread.clear();
  await showSupervisor();
  await showProspects();
}

/** @param {Object} event @param {boolean} seen whether what is on show includes it already */
function onEvent(event, seen) {
  if (event.kind === "reset") {
    reactions.clear();
    reset();
    return;
  }
  if (event.kind === "reaction") reactions.set(`${event.chat_id}:${event.message_id}`, event.reaction);
  else if (seen) return;
  markUnread(event);
  for (const phone of allPhones()) if (phone.chatId === event.chat_id) phone.onEvent(event);
}

async function begin() {
  sayWords();
  for (const button of document.querySelectorAll("[data-new-prospect]")) {
    button.addEventListener("click", () => newProspect(button.dataset.newProspect));
  }
  part("prospects").addEventListener("change", (event) => {
    showProspect(prospects.find((person) => String(person.id) === event.target.value));
  });
  await reset();
  const seen = Math.max(0, ...allPhones().map((phone) => phone.seq));
  let fresh = false;
  api.follow({
    onEvent: (event) => {
      fresh ||= event.seq > seen || event.kind === "reset";
      onEvent(event, !fresh);
    },
    onState: (connected) => allPhones().forEach((phone) => phone.setConnected(connected)),
  });
}

await begin();
