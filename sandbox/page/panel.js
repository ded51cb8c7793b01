// The panel: the clock, the scenes, and the faults.

import { $, button, closeSheet, el, openSheet, toast } from "./dom.js";
import { act, ask } from "./server.js";
import { chat, isPrivate, state } from "./state.js";
import { day, hour, now, weekday } from "./time.js";

let shownAt = -2;
let drawn = "";
let writing = () => {};
let taking = () => "";
const ofAll = () => ({ as: state.me });

/** Draw the panel; `close` hides it on a telephone. */
export function prepare(close, write, take) {
  writing = write;
  taking = take;
  $("panel").replaceChildren(
    el("header", {}, el("h2", {}, "🛠 时间、剧本、故障"), button("×", close, { className: "icon close", aria: { label: "关上" } })),
    el("section", { id: "tries", aria: { label: "试着说" } }),
    el("section", { id: "time", aria: { label: "时间" } }),
    el("section", { id: "scenes", aria: { label: "剧本" } }),
    el("section", { id: "faults", aria: { label: "故障" } }),
  );
  drawTime();
  setInterval(tell, 500);
}

export function draw() {
  const common = state.common;
  const key = JSON.stringify([common.clock.rate, common.bot, common.network, common.faults, common.scene, state.open,
    state.me, chat()?.has_bot, chat()?.kind, chat()?.has_blocked, chat()?.has_started, state.script.length]);
  if (key === drawn) return;
  drawn = key;
  const focused = document.activeElement?.closest("#panel") ? document.activeElement.id : "";
  drawTries(writing);
  drawTime();
  drawScenes();
  drawFaults();
  if (focused) $(focused)?.focus();
}

const key = (id, words, run, about = {}) => button(words, run, { id, ...about });

// --- time -----------------------------------------------------------------------------------------------------

function tell() {
  const at = now();
  const said = hour(at);
  $("clock").replaceChildren(el("span", { aria: { hidden: "true" } }, "🕗 "), said);
  const big = $("clock-face");
  if (big) big.replaceChildren(el("strong", {}, said), ` ${day(at)} ${weekday(at)}`);
}

function drawTime() {
  const moves = (given) => () => act("moves", { ...ofAll(), ...given });
  const rate = state.common.clock.rate;
  const runs = (to) => () => act("runs", { ...ofAll(), rate: to });
  $("time").replaceChildren(
    el("h3", {}, "时间"),
    el("p", { id: "clock-face" }),
    el(
      "div",
      { className: "keys" },
      key("plus-ten", "＋10 分钟", moves({ seconds: 600 })),
      key("plus-hour", "＋1 小时", moves({ seconds: 3600 })),
      key("to-evening", "到 20:00", moves({ at: "20:00" })),
      key("to-morning", "明天 8:00", moves({ at: "08:00", days: 1 })),
    ),
    el(
      "div",
      { className: "keys", role: "group", aria: { label: "快慢" } },
      key("rate-1", "平常", runs(1), { aria: { pressed: String(rate === 1) } }),
      key("rate-60", "快进 1 秒＝1 分", runs(60), { aria: { pressed: String(rate === 60) } }),
      key("rate-600", "1 秒＝10 分", runs(600), { aria: { pressed: String(rate === 600) } }),
    ),
  );
  tell();
}

// --- scenes ---------------------------------------------------------------------------------------------------

async function direct(given) {
  const script = await act("scene", { ...ofAll(), ...given });
  if (script) {
    state.script = script;
    shownAt = -2;
    drawn = "";
    draw();
  }
}

async function playScene(one) {
  await direct({ do: "load", name: one.name });
  await direct({ do: "play" });
}

/** A scene is best played where nothing has been said before. */
function choose(one) {
  if (state.common.scene.is_fresh || !state.common.bot.has_plug) {
    playScene(one);
    return;
  }
  openSheet(
    "从头来，还是接着现在的演？",
    el("p", { className: "hint" }, "从头来：所有聊天清空，要等几秒钟。接着演：前面的接龙还开着，可能和台词对不上。"),
    el(
      "div",
      { className: "choices" },
      button("从头来", () => (closeSheet(), renew(one.name))),
      button("接着演", () => (closeSheet(), playScene(one))),
      button("不演了", closeSheet),
    ),
  );
}

/** Begin anew; the page loads again when all is ready, and plays that scene. */
function renew(scene = "") {
  sessionStorage.setItem("scene", scene);
  openSheet("正在从头布置，请等几秒钟…");
  act("renews", ofAll()).finally(closeSheet);
}

/** After the page was loaded anew: the scene that was asked for before. */
export function begin() {
  const name = sessionStorage.getItem("scene");
  sessionStorage.removeItem("scene");
  if (name) playScene({ name });
}

const TRIES = [
  ["开一个接龙", "#接龙\n今天的蔬菜团\n青菜 3元/份\n鸡蛋 12元/板"],
  ["下单", "3-502 青菜2份 鸡蛋1板"],
  ["改一下", "改成3份"],
  ["看合计", "汇总"],
  ["怎么用", "帮助"],
];

function drawTries(write) {
  $("tries").replaceChildren(
    el("h3", {}, "试着说"),
    el("p", { className: "hint" }, "左上角换人，选一个群，照平常写。不知道写什么就点一个："),
    el("div", { className: "keys" }, TRIES.map(([words, text]) => button(words, () => write(text), { title: text }))),
    el("div", { className: "keys" }, state.common.bot.has_plug ? key("renew", "↺ 全部从头来", () => renew()) : null),
  );
}

const STATUS = { idle: "", playing: "正在演", paused: "停在这里", done: "演完了", failed: "演不下去" };

function drawScenes() {
  const scene = state.common.scene;
  const isOn = scene.status === "playing" || scene.status === "paused";
  const titles = state.scenes.map((one) =>
    key(`scene-${one.name}`, one.title, () => choose(one), {
      className: "scene",
      disabled: scene.status === "playing",
      aria: { pressed: String(one.name === scene.name) },
    }),
  );
  const pace = (name, words) =>
    key(`pace-${name}`, words, () => direct({ do: "pace", pace: name }), { aria: { pressed: String(scene.pace === name) } });
  const controls = isOn
    ? [
        scene.status === "playing"
          ? key("scene-go", "⏸ 暂停", () => direct({ do: "pause" }))
          : key("scene-go", "▶ 接着演", () => direct({ do: "play" })),
        key("scene-step", "⏭ 一步", () => direct({ do: "step" })),
        key("scene-stop", "⏹ 不演了", () => direct({ do: "stop" })),
      ]
    : [];
  $("scenes").replaceChildren(
    el("h3", {}, "剧本"),
    el("div", { className: "titles" }, titles),
    el("div", { className: "keys" }, controls),
    el("div", { className: "keys", hidden: !isOn }, pace("slow", "慢"), pace("usual", "中"), pace("fast", "快")),
    el("p", { className: "status", role: "status" }, [STATUS[scene.status], scene.trouble].filter(Boolean).join("：")),
    el("ol", { className: "script", aria: { label: "剧本的台词" } }, state.script.map(scriptLine)),
  );
  shownAt = scene.at;
  document.querySelector(".script .now")?.scrollIntoView({ block: "nearest" });
}

function scriptLine(line, place) {
  const scene = state.common.scene;
  const shown = place === scene.at ? scene.shown : line.shown;
  const checks = line.shows.map((wanted, i) => {
    const got = shown[i];
    const sign = !got ? "・" : got.instead ? "✗" : "✓";
    const said = { "・": "还没看", "✗": "没看到", "✓": "看到了" }[sign];
    return el("li", { className: got?.instead ? "missing" : got ? "there" : "", title: got?.instead || "" }, el("span", { aria: { label: said } }, sign), ` ${wanted}`);
  });
  return el(
    "li",
    { className: place === scene.at ? "now" : place < scene.at ? "past" : "" },
    line.remarks.map((words) => el("p", { className: "remark" }, words)),
    el("p", { className: "line" }, line.words.replaceAll("⏎", "\n")),
    checks.length ? el("ul", {}, checks) : null,
  );
}

/** The script has moved on: what its lines have shown so far is asked for once a line. */
export async function follow() {
  const scene = state.common.scene;
  if (scene.at === shownAt) return;
  shownAt = scene.at;
  state.script = (await ask("script", ofAll())) || state.script;
  drawn = "";
  draw();
}

// --- faults ---------------------------------------------------------------------------------------------------

/** Send what stands in the field, and pull the plug while the bot works on it. */
function sayAndPull() {
  const text = taking();
  if (text) act("breaks", { ...ofAll(), what: "say and pull", chat: state.open, text });
  else toast("先在下面写一句话，不要发，再按这里");
}

function drawFaults() {
  const { bot, network, faults } = state.common;
  const open = chat();
  const inGroup = open && !isPrivate(open);
  const breaks = (what) => () => act("breaks", { ...ofAll(), what, chat: state.open });
  const plug = bot.has_plug
    ? [
        bot.is_on ? key("bot-power", "⏹ 关机器人", breaks("off")) : key("bot-power", "▶ 开机器人", breaks("on")),
        bot.is_on ? key("bot-pull", "⚡ 拔电源（kill -9）", breaks("pull")) : null,
        bot.is_on && open ? key("bot-pull-saying", "⚡ 一发出就拔", sayAndPull) : null,
      ]
    : [];
  $("faults").replaceChildren(
    el("h3", {}, "故障"),
    el(
      "p",
      { className: "status", role: "status" },
      [bot.is_on ? "机器人开着" : "机器人关着", network ? "网络通" : "网络断了", faults ? `还有 ${faults} 种毛病没过去` : ""]
        .filter(Boolean)
        .join("，"),
    ),
    el(
      "div",
      { className: "keys" },
      plug,
      network ? key("net", "✂ 断网", breaks("cut")) : key("net", "🔌 接回网络", breaks("mend")),
      key("flood", "429（太快了）", breaks("flood")),
      key("lose", "回音丢一次", breaks("lose")),
      faults ? key("mend", "都修好", breaks("mend")) : null,
    ),
    el(
      "div",
      { className: "keys" },
      isPrivate(open) && open.has_started && !open.has_blocked ? key("block", "🚫 把机器人拉黑", breaks("block")) : null,
      inGroup && open.has_bot ? key("kick", "👋 把机器人移出本群", breaks("kick")) : null,
      inGroup && !open.has_bot ? key("add", "＋ 让机器人回本群", breaks("add")) : null,
      inGroup && open.kind === "group" ? key("upgrade", "⇧ 本群升级成超级群", breaks("upgrade")) : null,
    ),
    el("p", { className: "hint" }, isPrivate(open) ? "打开一个群，这里会多出移出、升级。" : "打开和机器人的私聊，这里会多出拉黑。"),
  );
}
