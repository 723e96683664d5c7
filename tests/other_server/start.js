// Starts telegram-test-api on a free port of loopback. Says the port on its first line of output, then the name of
// every event of the package, one a line: its HTTP interface has no way to wait for one. Ends when its input ends.
const TelegramServer = require('telegram-test-api');

const EVENTS = [
  'AddedUserMessage', 'AddedUserCommand', 'AddedUserCallbackQuery',
  'AddedBotMessage', 'EditedMessageText', 'EditedMessageReplyMarkup',
];

// A port of 0, the system's choice, counts as none with the package; as a word it is passed on to Node.
const server = new TelegramServer({ host: '127.0.0.1', port: '0', storeTimeout: 600 });

// The process that started this holds the other end; when it is gone, however it went, this must not stay behind.
process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume();
EVENTS.forEach((name) => server.on(name, () => console.log(name)));
server.start().then(() => console.log(server.server.address().port));
