// A room of Hydrogen on a page of its own: logs in, shows the timeline, and types what `say` is given.
import { Platform, Client, LoadStatus, createNavigation, createRouter, RoomViewModel, TimelineView, viewClassForTile, FeatureSet } from "hydrogen-view-sdk";

const asked = new URLSearchParams(location.search);
const app = document.querySelector("#app");
const platform = new Platform({
    container: app,
    assetPaths: {
        downloadSandbox: "assets/download-sandbox.html",
        worker: "assets/main.js",
        olm: { wasm: "olm/olm.wasm", legacyBundle: "olm/olm_legacy.js", wasmBundle: "olm/olm.js" },
        serviceWorker: "sw.js",
    },
    config: {},
    options: { development: false },
});
const navigation = createNavigation();
platform.setNavigation(navigation);
await platform.init();
const urlRouter = createRouter({ navigation, history: platform.history });
const client = new Client(platform);
const options = await client.queryLogin(asked.get("server")).result;
client.startWithLogin(options.password(asked.get("user"), asked.get("password")));
await client.loadStatus.waitFor((s) => [LoadStatus.Ready, LoadStatus.Error, LoadStatus.LoginFailed].includes(s)).promise;
const { session } = client;
const pause = (ms) => new Promise((go) => setTimeout(go, ms));
while (!session.rooms.get(asked.get("room"))) await pause(50);
const room = session.rooms.get(asked.get("room"));
const features = await FeatureSet.load(platform.settingsStorage);
const vm = new RoomViewModel({ room, ownUserId: session.userId, platform, urlRouter, navigation, features });
await vm.load();
app.appendChild(new TimelineView(vm.timelineViewModel, viewClassForTile).mount());
window.encrypted = () => room.isEncrypted;
window.say = (body) => room.sendEvent("m.room.message", { msgtype: "m.text", body });
window.ready = true;
