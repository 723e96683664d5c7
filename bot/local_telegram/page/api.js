/**
 * The control API of the local Telegram (the table in README.md) as functions.
 */

/** The server said no; `message` is its reason. */
export class ControlError extends Error {}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`local/${path}`, options);
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new ControlError(answer.error ?? answer.description ?? `HTTP ${response.status}`);
  return answer;
}

/** @returns {Promise<Object>} `supervisor: {user_id, chat_id} | null`, `bot: {username, first_name}` */
export const desk = () => call("GET", "desk");

/** @returns {Promise<{people: Object[]}>} every User there is, oldest first */
export const people = () => call("GET", "people");

/** @returns {Promise<{user_id: number, chat_id: number}>} */
export const addPerson = (person) => call("POST", "people", person);

/** @returns {Promise<Object>} `chat, messages, keyboard, commands, blocked, seq`: what the chat shows now */
export const chat = (chatId) => call("GET", `chats/${chatId}`);

/** @returns {Promise<Object>} the Message as sent */
export const send = (chatId, from, content) => call("POST", `chats/${chatId}/messages`, { from, ...content });

export const edit = (chatId, from, messageId, text) =>
  call("POST", `chats/${chatId}/edits`, { from, message_id: messageId, text });

/** @returns {Promise<{callback_query_id: string}>} */
export const tap = (chatId, from, messageId, data) =>
  call("POST", `chats/${chatId}/taps`, { from, message_id: messageId, data });

/** The next calls of the bot fail. @param {Object} fault such as `{kind: "502", times: 8}` */
export const fail = (fault) => call("POST", "faults", fault);

/** Let no further call of the bot fail. */
export const failNoMore = () => call("DELETE", "faults");

export const block = (chatId, from, blocked) => call("POST", `chats/${chatId}/block`, { from, blocked });

/** @returns {string} where the bytes of a photo or document are */
export const fileAddress = (fileId) => `local/files/${encodeURIComponent(fileId)}`;

/**
 * Follow what happens in every chat, from the very first event on, for as long as the page is open.
 * @param {{onEvent: (event: Object) => void, onState: (connected: boolean) => void}} listener what was missed while
 *   the connection was gone comes after it is back
 */
export function follow({ onEvent, onState }) {
  let last = 0;
  let wait = 500;
  const connect = () => {
    const source = new EventSource(`local/events?after=${last}`);
    source.onopen = () => {
      wait = 500;
      onState(true);
    };
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      // After a restart the server counts from 1 again and says `reset` with the number 0.
      last = event.seq;
      onEvent(event);
    };
    source.onerror = () => {
      // EventSource would repeat the old address, and with it the old `after`.
      source.close();
      onState(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    };
  };
  connect();
}
