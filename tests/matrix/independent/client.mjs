// A Matrix client with cryptography of its own (matrix-js-sdk, Rust crypto): one JSON command a line in, events out.
// In: {"do":"room","with":"@x:y","version":"11"} {"do":"invite","room":…,"who":"@x:y"}
// {"do":"say","room":…,"text":…} {"do":"edit","room":…,"event":…,"text":…}
// Out: {"ready":user} {"done":…} {"failed":…} {"event":{room,id,sender,type,content,encrypted,redacted}} {"joined":room}
import "fake-indexeddb/auto";
import readline from "node:readline";
const loud = console.log.bind(console);
for (const name of ["log", "debug", "info", "warn", "error", "trace"]) console[name] = () => {};
// What Node 20 lacks and the SDK uses.
Promise.withResolvers ??= function () {
    let resolve, reject;
    const promise = new Promise((a, b) => ([resolve, reject] = [a, b]));
    return { promise, resolve, reject };
};
const sdk = await import("matrix-js-sdk");
const put = (line) => loud(JSON.stringify(line));

const [, , url, user, password, strict] = process.argv;
const login = await sdk
    .createClient({ baseUrl: url })
    .loginRequest({ type: "m.login.password", identifier: { type: "m.id.user", user }, password });
const client = sdk.createClient({
    baseUrl: url,
    userId: login.user_id,
    deviceId: login.device_id,
    accessToken: login.access_token,
});
await client.initRustCrypto({ useIndexedDB: false });

const told = (event) => ({
    room: event.getRoomId(),
    id: event.getId(),
    sender: event.getSender(),
    type: event.getType(),
    content: event.getContent(),
    encrypted: event.isEncrypted(),
    failed: event.isDecryptionFailure(),
});
client.on("Room.timeline", async (event, room, toStart) => {
    if (toStart) return;
    await client.decryptEventIfNeeded(event).catch(() => {});
    put({ event: told(event) });
});
client.on("Event.decrypted", (event) => put({ event: told(event), late: true }));
client.on("Room.redaction", (event) => put({ redacted: event.event.redacts ?? event.getContent().redacts }));
client.on("RoomMember.membership", async (event, member) => {
    if (member.userId === login.user_id && member.membership === "invite") {
        await client.joinRoom(member.roomId).catch(() => {});
        put({ joined: member.roomId });
    }
});

const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
const commands = {
    async room({ with: other, version, plain, alone }) {
        const made = await client.createRoom({
            preset: "trusted_private_chat",
            is_direct: true,
            invite: alone ? [] : [other],
            initial_state: plain ? [] : [encryption],
            ...(version ? { room_version: version } : {}),
        });
        // Before the invite is in its own sync, a client would not encrypt for the one it invited.
        while (!alone && !client.getRoom(made.room_id)?.getMember(other)) await new Promise((go) => setTimeout(go, 20));
        return made.room_id;
    },
    async invite({ room, who }) {
        await client.invite(room, who);
        while (!client.getRoom(room)?.getMember(who)) await new Promise((go) => setTimeout(go, 20));
        return room;
    },
    async say({ room, text }) {
        return (await client.sendTextMessage(room, text)).event_id;
    },
    async edit({ room, event, text }) {
        const content = {
            msgtype: "m.text",
            body: `* ${text}`,
            "m.new_content": { msgtype: "m.text", body: text },
            "m.relates_to": { rel_type: "m.replace", event_id: event },
        };
        return (await client.sendEvent(room, "m.room.message", content)).event_id;
    },
    async send({ room, type, content }) {
        return (await client.sendEvent(room, type, content)).event_id;
    },
    async forgetKeys({ room }) {
        // The next message is encrypted with a key that nobody else was given.
        await client.getCrypto().forceDiscardSession(room);
        return room;
    },
};

await client.startClient({ initialSyncLimit: 20 });
await new Promise((go) => client.on("sync", (state) => state === "PREPARED" && go()));
if (strict) {
    // As clients that follow MSC4153: signed itself, and deaf and dumb to devices that their owner has not signed.
    const { OnlySignedDevicesIsolationMode } = await import("matrix-js-sdk/lib/crypto-api/index.js");
    await client.getCrypto().bootstrapCrossSigning({ authUploadDeviceSigningKeys: (upload) => upload(null) });
    client.getCrypto().setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
}
put({ ready: login.user_id });
for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
        put({ done: await commands[command.do](command) });
    } catch (error) {
        put({ failed: String(error) });
    }
}
process.exit(0);
