// Where one writes: sending, replying, editing, the menu of commands, photos, files and voice.

import { $, bdi, button, closeSheet, el, openSheet, toast } from "./dom.js";
import { act, ask, upload } from "./server.js";
import { chat, isPrivate, state } from "./state.js";
import { find, lastOwn } from "./thread.js";

const drafts = new Map(); // "person:chat" -> words
let replying = 0; // the message one answers
let editing = 0; // the message one changes
let choices = []; // the commands of this chat
let chosen = -1; // the one the arrows stand on
let payload = null; // what a deep link brought, until one presses start
let recording = null;

const words = () => $("words");
const here = () => ({ as: state.me, chat: state.open });
const draftKey = () => `${state.me}:${state.open}`;

export function prepare() {
  $("composer").addEventListener("submit", onSubmit);
  words().addEventListener("input", onInput);
  words().addEventListener("keydown", onKey);
  words().addEventListener("paste", onPaste);
  $("attach").addEventListener("click", attach);
  $("slash").addEventListener("click", () => ($("commands").hidden ? showCommands("/") : hideCommands()));
  $("voice").addEventListener("click", speak);
  $("start").addEventListener("click", start);
  for (const kind of ["photo", "file"]) {
    $(kind).addEventListener("change", () => sendFiles(kind, [...$(kind).files]));
  }
}

/** Another chat, or another person: take up its draft and its commands. */
export async function turnTo(link = null) {
  replying = editing = 0;
  payload = link;
  words().value = drafts.get(draftKey()) || "";
  hideCommands();
  showContext();
  showBottom();
  fit();
  choices = [];
  if (state.open) choices = await ask("menu", here());
  $("slash").hidden = !choices.length;
}

/** Put the draft aside before one goes elsewhere. */
export function leave() {
  if (!editing) drafts.set(draftKey(), words().value);
}

/** Show what stands below the messages: the field, the start button, the bot's keyboard. */
export function showBottom() {
  const open = chat();
  const mustStart = isPrivate(open) && (!open.has_started || open.has_blocked || payload !== null);
  $("composer").hidden = !open || mustStart;
  $("start").hidden = !open || !mustStart;
  $("start").textContent = open?.has_blocked ? "重新开始" : "开始";
  const keyboard = open?.keyboard;
  const keys = (keyboard?.rows || []).map((row) =>
    el("div", {}, row.map((text) => button(text, () => act("presses", { ...here(), text })))),
  );
  $("keyboard").replaceChildren(...keys);
  $("keyboard").hidden = !keys.length || mustStart;
  words().placeholder = keyboard?.placeholder || "写消息…";
}

async function start() {
  const given = payload;
  payload = null;
  await act("starts", { as: state.me, payload: given || "" });
  showBottom();
  words().focus();
}

// --- writing --------------------------------------------------------------------------------------------------

async function onSubmit(event) {
  event.preventDefault();
  const text = words().value.trim();
  if (!text) return;
  hideCommands();
  const before = words().value;
  words().value = "";
  drafts.delete(draftKey());
  const done = editing
    ? await act("edits", { ...here(), id: editing, text })
    : await act("says", { ...here(), text, reply: replying || undefined });
  if (done === null) {
    words().value = before;
    return;
  }
  replying = editing = 0;
  showContext();
  fit();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return; // an input method is still at work
  if (!$("commands").hidden && ["ArrowUp", "ArrowDown", "Tab", "Enter"].includes(event.key) && onChoice(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    $("composer").requestSubmit();
  } else if (event.key === "Escape" && cancel()) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "ArrowUp" && !words().value) {
    const mine = lastOwn();
    if (mine) {
      event.preventDefault();
      edit(mine);
    }
  }
}

function onInput() {
  fit();
  const typed = words().value;
  if (/^\/\w*$/.test(typed)) showCommands(typed);
  else hideCommands();
}

function fit() {
  const field = words();
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}

// --- replying and editing -------------------------------------------------------------------------------------

export function reply(message) {
  editing = 0;
  replying = message.id;
  showContext();
  words().focus();
}

export function edit(message) {
  leave();
  replying = 0;
  editing = message.id;
  words().value = message.text;
  showContext();
  fit();
  words().focus();
  words().setSelectionRange(message.text.length, message.text.length);
}

/** Give up a reply, an edit, or the menu; says whether there was one. */
export function cancel() {
  if (!$("commands").hidden) {
    hideCommands();
    return true;
  }
  if (!replying && !editing) return false;
  if (editing) words().value = drafts.get(draftKey()) || "";
  replying = editing = 0;
  showContext();
  fit();
  return true;
}

/** A message is gone or has changed: what one was about to do with it may be void. */
export function onGone(id) {
  if (id === replying || id === editing) cancel();
}

/** The bot asks for a reply (force_reply), perhaps only of who it speaks to: what is written next is one. */
export function onAsked(message) {
  const isMeant = message.asks && (!message.asks.selective || message.reply?.by === state.me);
  if (isMeant && !replying && !editing && !words().value) reply(message);
}

function showContext() {
  const message = find(editing || replying);
  const bar = $("context");
  bar.hidden = !message;
  if (!message) return;
  const what = editing ? "改这条消息" : `回复 ${message.from.name}`;
  bar.replaceChildren(
    el("span", { className: "context-sign", aria: { hidden: "true" } }, editing ? "✎" : "↩"),
    el("span", {}, el("strong", {}, bdi(what)), el("span", {}, bdi(message.text || "照片、语音或文件"))),
    button("×", () => (cancel(), words().focus()), { className: "icon", aria: { label: "算了（Esc）" } }),
  );
}

// --- commands -------------------------------------------------------------------------------------------------

function showCommands(typed) {
  const found = choices.filter((one) => `/${one.command}`.startsWith(typed));
  chosen = typed.length > 1 ? 0 : -1;
  const rows = found.map((one, place) =>
    button([el("strong", {}, `/${one.command}`), el("span", {}, one.description)], () => send(one), {
      role: "option",
      id: `command-${place}`,
      tabIndex: -1,
    }),
  );
  $("commands").replaceChildren(...rows);
  $("commands").hidden = !found.length;
  mark();
  if (!typed.length || document.activeElement !== words()) words().focus();
}

function hideCommands() {
  $("commands").hidden = true;
  words().removeAttribute("aria-activedescendant");
}

function onChoice(event) {
  const rows = [...$("commands").children];
  if (event.key === "Enter" || event.key === "Tab") {
    if (chosen < 0) return false;
    event.preventDefault();
    rows[chosen].click();
    return true;
  }
  event.preventDefault();
  chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length;
  mark();
  return true;
}

function mark() {
  [...$("commands").children].forEach((row, place) => row.setAttribute("aria-selected", String(place === chosen)));
  if (chosen >= 0) words().setAttribute("aria-activedescendant", `command-${chosen}`);
}

async function send(one) {
  hideCommands();
  words().value = "";
  fit();
  await command(`/${one.command}`);
  words().focus();
}

/** Send a command as a tap on it does: with the bot's name in a group. */
export const command = (text) =>
  act("says", { ...here(), text: isPrivate() || text.includes("@") ? text : `${text}@${state.bot.username}` });

// --- photos, files, voice -------------------------------------------------------------------------------------

function attach() {
  const choose = (kind) => () => {
    closeSheet();
    $(kind).click();
  };
  openSheet(
    "发什么？",
    el("div", { className: "choices" }, button("🖼 照片", choose("photo")), button("📄 文件", choose("file"))),
    el("p", { className: "hint" }, "先写好的话会跟着一起发出去。"),
  );
}

async function sendFiles(kind, files) {
  let caption = words().value.trim();
  for (const one of files) {
    const sent = await upload({ ...here(), kind, name: one.name, caption }, one);
    if (sent && caption) {
      caption = words().value = "";
      fit();
    }
  }
  $(kind).value = "";
}

function onPaste(event) {
  const files = [...event.clipboardData.files];
  if (!files.length) return;
  event.preventDefault();
  sendFiles(files.every((one) => one.type.startsWith("image/")) ? "photo" : "file", files);
}

async function speak() {
  if (recording) {
    recording.stop();
    return;
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    record(stream);
  } catch {
    const seconds = 2;
    if (await upload({ ...here(), kind: "voice", seconds }, hum(seconds))) toast("没有麦克风，发了一段嗡嗡声代替");
  }
}

function record(stream) {
  const began = Date.now();
  const parts = [];
  recording = new MediaRecorder(stream);
  recording.ondataavailable = (event) => parts.push(event.data);
  recording.onstop = async () => {
    recording = null;
    $("voice").classList.remove("on");
    stream.getTracks().forEach((track) => track.stop());
    const seconds = Math.max(1, Math.round((Date.now() - began) / 1000));
    await upload({ ...here(), kind: "voice", seconds }, new Blob(parts));
  };
  recording.start();
  $("voice").classList.add("on");
  toast("正在录音，再按一下 🎤 发出去");
}

/** A quiet tone as a WAV file. */
function hum(seconds) {
  const rate = 8000;
  const count = rate * seconds;
  const view = new DataView(new ArrayBuffer(44 + count));
  const letters = (at, said) => [...said].forEach((one, i) => view.setUint8(at + i, one.charCodeAt(0)));
  letters(0, "RIFF");
  view.setUint32(4, 36 + count, true);
  letters(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  letters(36, "data");
  view.setUint32(40, count, true);
  for (let i = 0; i < count; i++) view.setUint8(44 + i, 128 + Math.round(24 * Math.sin((i * 2 * Math.PI * 220) / rate)));
  return view.buffer;
}

/** Take the words out of the field. */
export function take() {
  const text = words().value.trim();
  words().value = "";
  drafts.delete(draftKey());
  fit();
  return text;
}

/** Put words into the field, to be looked at and sent. */
export function write(text) {
  if ($("composer").hidden) return;
  words().value = text;
  fit();
  words().focus();
}
