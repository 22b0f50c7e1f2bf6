// telegram-test-api, a stand-in that others wrote, driven by lines of JSON; where it differs from Telegram it is mended.
import { createInterface } from 'node:readline';
import { createServer } from 'node:net';
import testApi from 'telegram-test-api';

const TOKEN = process.argv[2];
const PERSON = 42;
const free = await new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});
const server = new testApi({ port: free, host: '127.0.0.1' });

function mended(method, res, data) {
  if (data.ok === false) res.statusCode = data.error_code;
  if (data.ok === undefined) return { ok: method === 'setMyCommands', result: true, error_code: 404, description: '' };
  if (data.result === null) data.result = true; // edits, deletes and answers say nothing
  if (method === 'getMe') data.result.is_bot = true;
  if (method === 'sendMessage') {
    const { message_id, date, chat, text, reply_markup } = data.result;
    data.result = { message_id, date: Math.floor(date / 1000), chat, text, reply_markup };
  }
  if (method === 'getUpdates') {
    for (const update of data.result) if (update.callback_query) update.callback_query.chat_instance = '1';
  }
  return data;
}

const express = server.webServer;
server.webServer = Object.assign((req, res) => {
  const [, method] = req.url.match(/^\/bot[^/]+\/(\w+)/) || [];
  if (method) {
    res.json = (data) => {
      const body = mended(method, res, data);
      if (method === 'setMyCommands') res.statusCode = 200;
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(body));
    };
  }
  express(req, res);
}, { settings: {} });
await server.start();

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const client = server.getClient(TOKEN, { userId: PERSON, chatId: PERSON, timeout: 1000 });
let told = 0;
server.on('AddedBotMessage', () => {
  for (; told < server.storage.botMessages.length; told += 1) {
    const { message, messageId } = server.storage.botMessages[told];
    say({ id: messageId, text: message.text, markup: message.reply_markup });
  }
});
server.on('EditedMessageReplyMarkup', () => say({ edited: true }));
const remove = server.deleteMessage.bind(server);
server.deleteMessage = (chat, message) => {
  const done = remove(chat, message);
  say({ deleted: done });
  return done;
};
say({ port: free });
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line);
  if (given.command) await client.sendCommand(client.makeCommand(given.command));
  if (given.text) await client.sendMessage(client.makeMessage(given.text));
  if (given.press) {
    await client.sendCallback(client.makeCallbackQuery(given.press, { message: { message_id: given.message, date: 1 } }));
  }
}
await server.stop();
