/**
 * The prospects of this demo: made here, kept by the server.
 */

import * as api from "./api.js";
import { word } from "./words.js";

/** First and last names by language: common ones, nobody's in particular. Each goes with each before a pair repeats. */
const NAMES = {
  fi: ["Aino Eero Helmi Juhani Säde Kerttu Onni", "Korhonen Lahtinen Rantanen Mäkelä Öhman Niskala Saari"],
  en: ["Emma Daniel Priya Tom Maya Grace Oliver", "Clarke Osei Nair Fletcher Lindgren Walsh Okafor"],
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
  const [firstNames, lastNames] = NAMES[language].map((names) => names.split(" "));
  const before = known.filter((person) => person.language_code === language).length;
  const round = Math.floor(before / firstNames.length);
  const firstName = firstNames[before % firstNames.length];
  const lastName = lastNames[(before + round) % lastNames.length];
  const person = { first_name: firstName, last_name: lastName, language_code: language };
  const { user_id: id } = await api.addPerson({ ...person, started: false });
  return { id, ...person };
}

/**
 * @param {Object} person a User
 * @param {boolean} unread
 * @returns {string} a prospect's name for the menu, such as "Aino Korhonen · FI", with a mark when there is news
 */
export function prospectLabel(person, unread) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return [name, person.language_code?.toUpperCase(), unread && word("unread")].filter(Boolean).join(" · ");
}

/**
 * What a link to the bot carried, from this page's own address: /?start=PAYLOAD
 * @returns {string} "" when there is none or it is not one Telegram would take
 */
export function startPayload() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  return /^[\w-]{1,64}$/u.test(payload) ? payload : "";
}
