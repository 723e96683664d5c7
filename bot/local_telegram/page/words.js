/**
 * Every word the page itself says, in Finnish and English. What the bot and the people say is never touched.
 */

const WORDS = {
  en: {
    title: "Local Telegram",
    subtitle: "Two phones, no account. Nothing leaves this computer.",
    pageLanguage: "Language of this page",
    prospect: "Prospect",
    supervisor: "Supervisor",
    newProspect: "New prospect",
    whichProspect: "Which prospect's phone",
    noProspect: "Whose phone is this?",
    noProspectMore: "Make a new prospect: they come with a Finnish or an English Telegram.",
    noSupervisor: "No supervisor yet",
    noSupervisorMore: "When a supervisor is registered, their phone appears here by itself.",
    bot: "bot",
    group: "group",
    typing: "is typing",
    emptyChat: "No messages here yet.",
    emptyChatMore: "Press START, as one does with every bot on Telegram.",
    start: "START",
    unblock: "Unblock the bot",
    block: "Block the bot",
    more: "More",
    message: "Message",
    send: "Send",
    attach: "Attach",
    commands: "Commands",
    keyboard: "Show the bot's keyboard",
    replyTo: "Reply to",
    cancelReply: "Cancel the reply",
    cancelEdit: "Cancel the edit",
    editing: "Edit message",
    actions: "Message actions",
    reply: "Reply",
    copy: "Copy text",
    edit: "Edit",
    copied: "Copied",
    newMessages: "New messages",
    messages: "Messages",
    botKeyboard: "The bot's keyboard",
    you: "You",
    edited: "edited",
    hidden: "Hidden text, show",
    showAll: "Show all",
    showLess: "Show less",
    photo: "Photo",
    voice: "Voice message",
    audio: "Audio",
    video: "Video",
    sticker: "Sticker",
    location: "Location",
    contact: "Contact",
    file: "File",
    poll: "Poll",
    topicMade: "Topic made",
    topicChanged: "Topic changed",
    topicClosed: "Topic closed",
    topicOpened: "Topic opened again",
    allTopics: "All topics",
    joined: "Joined the group",
    left: "Left the group",
    movedGroup: "The group became a supergroup",
    service: "Service message",
    forwarded: "Forwarded from",
    ok: "OK",
    cancel: "Cancel",
    shareContact: "Share your phone number?",
    shareContactMore: "The bot will see your name and this number.",
    phoneNumber: "Phone number",
    share: "Share",
    shareLocation: "Share a location?",
    shareLocationMore: "Choose a town, or type where you are.",
    town: "Town",
    ownPlace: "Somewhere else",
    latitude: "Latitude",
    longitude: "Longitude",
    notHere: "This kind of button does nothing here.",
    offline: "no connection",
    connecting: "connecting",
    whatCanIt: "What can this bot do?",
    deleted: "Deleted message",
    unread: "new",
    faultDown: "Telegram is down for a while",
    faultSlow: "Telegram is slow for a while",
    faultFlood: "Telegram says: too many messages",
    faultNone: "Telegram works again",
    failed: "That did not go through",
    noAnswer: "The bot has not answered the tap.",
  },
  fi: {
    title: "Paikallinen Telegram",
    subtitle: "Kaksi puhelinta, ei tunnuksia. Mitään ei lähde tältä koneelta.",
    pageLanguage: "Tämän sivun kieli",
    prospect: "Yhteydenottaja",
    supervisor: "Työnohjaaja",
    newProspect: "Uusi yhteydenottaja",
    whichProspect: "Kenen puhelin",
    noProspect: "Kenen puhelin tämä on?",
    noProspectMore: "Luo uusi yhteydenottaja: hänen Telegraminsa on suomeksi tai englanniksi.",
    noSupervisor: "Työnohjaajaa ei vielä ole",
    noSupervisorMore: "Kun työnohjaaja on rekisteröity, hänen puhelimensa ilmestyy tähän itsestään.",
    bot: "botti",
    group: "ryhmä",
    typing: "kirjoittaa",
    emptyChat: "Täällä ei ole vielä viestejä.",
    emptyChatMore: "Paina ALOITA, kuten jokaisen Telegram-botin kanssa.",
    start: "ALOITA",
    unblock: "Poista botin esto",
    block: "Estä botti",
    more: "Lisää",
    message: "Viesti",
    send: "Lähetä",
    attach: "Liitä",
    commands: "Komennot",
    keyboard: "Näytä botin näppäimistö",
    replyTo: "Vastaus viestiin",
    cancelReply: "Peru vastaus",
    cancelEdit: "Peru muokkaus",
    editing: "Muokkaa viestiä",
    actions: "Viestin toiminnot",
    reply: "Vastaa",
    copy: "Kopioi teksti",
    edit: "Muokkaa",
    copied: "Kopioitu",
    newMessages: "Uusia viestejä",
    messages: "Viestit",
    botKeyboard: "Botin näppäimistö",
    you: "Sinä",
    edited: "muokattu",
    hidden: "Piilotettu teksti, näytä",
    showAll: "Näytä kaikki",
    showLess: "Näytä vähemmän",
    photo: "Kuva",
    voice: "Ääniviesti",
    audio: "Äänite",
    video: "Video",
    sticker: "Tarra",
    location: "Sijainti",
    contact: "Yhteystieto",
    file: "Tiedosto",
    poll: "Kysely",
    topicMade: "Aihe luotu",
    topicChanged: "Aihe muuttui",
    topicClosed: "Aihe suljettu",
    topicOpened: "Aihe avattu uudelleen",
    allTopics: "Kaikki aiheet",
    joined: "Liittyi ryhmään",
    left: "Poistui ryhmästä",
    movedGroup: "Ryhmästä tuli superryhmä",
    service: "Palveluviesti",
    forwarded: "Välitetty lähettäjältä",
    ok: "OK",
    cancel: "Peruuta",
    shareContact: "Jaetaanko puhelinnumerosi?",
    shareContactMore: "Botti näkee nimesi ja tämän numeron.",
    phoneNumber: "Puhelinnumero",
    share: "Jaa",
    shareLocation: "Jaetaanko sijainti?",
    shareLocationMore: "Valitse paikkakunta tai kirjoita, missä olet.",
    town: "Paikkakunta",
    ownPlace: "Muu paikka",
    latitude: "Leveysaste",
    longitude: "Pituusaste",
    notHere: "Tämäntyyppinen painike ei tee täällä mitään.",
    offline: "ei yhteyttä",
    connecting: "yhdistetään",
    whatCanIt: "Mitä tämä botti tekee?",
    deleted: "Poistettu viesti",
    unread: "uutta",
    faultDown: "Telegram on hetken poissa",
    faultSlow: "Telegram on hetken hidas",
    faultFlood: "Telegram: liikaa viestejä",
    faultNone: "Telegram toimii taas",
    failed: "Se ei mennyt perille",
    noAnswer: "Botti ei ole vastannut painallukseen.",
  },
};

const KEY = "local-telegram-language";

/** @returns {"fi"|"en"} what was chosen here before, else what the browser speaks */
function initialLanguage() {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "fi" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("fi") ? "fi" : "en";
}

/** The language for the life of this page; changing it reloads the page, so no sentence can be left behind. */
export const language = initialLanguage();

/**
 * @param {keyof typeof WORDS.en} key
 * @returns {string}
 */
export function word(key) {
  return WORDS[language][key];
}

/** @param {"fi"|"en"} chosen */
export function chooseLanguage(chosen) {
  localStorage.setItem(KEY, chosen);
  location.reload();
}

const locale = language === "fi" ? "fi-FI" : "en-GB";
/** Where both phones are: their times and those in the texts are the same ones, wherever this page is looked at. */
const PHONES = "Europe/Helsinki";
const timeFormat = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: PHONES });
const dayFormat = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: PHONES });

/** @param {number} seconds unix time @returns {string} such as 14:05 */
export const timeOf = (seconds) => timeFormat.format(seconds * 1000);

/** @param {number} seconds unix time @returns {string} such as Monday 3 March */
export const dayOf = (seconds) => dayFormat.format(seconds * 1000);
