/**
 * The prospects of this demo: made here, kept by the server.
 */

import * as api from "./api.js";

/** Names by language: common ones, nobody's in particular. */
const NAMES = {
  fi: [["Aino", "Korhonen"], ["Eero", "Lahtinen"], ["Helmi", "Rantanen"], ["Juhani", "Mäkelä"], ["Säde", "Öhman"]],
  en: [["Emma", "Clarke"], ["Daniel", "Osei"], ["Priya", "Nair"], ["Tom", "Fletcher"], ["Maya", "Lindgren"]],
};

/**
 * @param {number|undefined} supervisorId
 * @returns {Promise<Object[]>} everybody but the supervisor, oldest first, as Bot API Users
 */
export async function listProspects(supervisorId) {
  const { people } = await api.people();
  return people.filter((person) => person.id !== supervisorId);
}

/**
 * Make a prospect who has not pressed START yet.
 * @param {"fi"|"en"} language
 * @param {Object[]} known those made before, so that names do not repeat soon
 * @returns {Promise<Object>} a User
 */
export async function makeProspect(language, known) {
  const names = NAMES[language];
  const before = known.filter((person) => person.language_code === language).length;
  const [firstName, lastName] = names[before % names.length];
  const person = { first_name: firstName, last_name: lastName, language_code: language };
  const { user_id: id } = await api.addPerson({ ...person, started: false });
  return { id, ...person };
}

/** @returns {string} a prospect's name for the menu, such as "Aino Korhonen · FI" */
export function prospectLabel(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return person.language_code ? `${name} · ${person.language_code.toUpperCase()}` : name;
}

/**
 * What a link to the bot carried, from this page's own address: /?start=PAYLOAD
 * @returns {string} "" when there is none or it is not one Telegram would take
 */
export function startPayload() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  return /^[\w-]{1,64}$/u.test(payload) ? payload : "";
}
