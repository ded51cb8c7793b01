// Starts the page, and takes what the server tells to where it is shown.

import * as chats from "./chats.js";
import * as composer from "./composer.js";
import * as deeds from "./deeds.js";
import { $ } from "./dom.js";
import * as panel from "./panel.js";
import { whenFree } from "./press.js";
import { ask, listen } from "./server.js";
import { chat, isPrivate, person, state } from "./state.js";
import * as thread from "./thread.js";

let close = () => {};
let scenePlace = "";
const view = (name) => {
  $("app").dataset.view = name;
};
const isNarrow = () => matchMedia("(max-width: 700px)").matches;

// --- who, and where -------------------------------------------------------------------------------------------

/** Be somebody else; what is shown is asked for when the line to the server is open. */
function be(id, openChat = state.open) {
  composer.leave();
  state.me = id;
  state.open = 0;
  thread.clear();
  return start(openChat);
}

/** Load everything; `openChat` is the chat to show, as far as this person has it. */
async function refresh(openChat = state.open) {
  const said = await ask("state", { as: state.me });
  const { me, bot, people, scenes, script, common } = said;
  Object.assign(state, { me, bot, people, scenes, script, common });
  sessionStorage.setItem("as", person(me).name);
  state.chats = new Map(said.chats.map((one) => [one.id, one]));
  if (openChat && openChat === state.open && state.chats.has(openChat)) await thread.load();
  else await open(sameIn(openChat));
  drawAll();
}

/** The chat of that number; of somebody else's private chat, one's own; on a desk always some chat. */
function sameIn(openChat) {
  if (state.chats.has(openChat)) return openChat;
  if (person(openChat)) return state.me;
  return isNarrow() ? 0 : state.chats.keys().next().value;
}

function start(openChat) {
  close();
  return new Promise((resolve) => {
    close = listen(
      state.me,
      async () => {
        document.body.classList.remove("lost");
        await refresh(openChat);
        openChat = undefined;
        resolve();
      },
      (event) => whenFree(() => onEvent(event)),
      () => document.body.classList.add("lost"),
    );
  });
}

async function open(id, link = null) {
  composer.leave();
  state.open = id;
  thread.clear();
  drawHead();
  if (!id) {
    view("chats");
    return;
  }
  if (isNarrow() && $("app").dataset.view !== "thread") history.pushState({ thread: true }, "");
  view("thread");
  await Promise.all([thread.load(), composer.turnTo(link)]);
  drawAll();
  if (!isNarrow()) $("words").focus({ preventScroll: true });
}

function back() {
  if (isNarrow() && history.state?.thread) history.back();
  else toList();
}

function toList() {
  view("chats");
  composer.leave();
  if (isNarrow()) {
    const was = state.open;
    state.open = 0;
    drawAll();
    $("chats").querySelector(`li[data-id="${was}"] button`)?.focus();
  }
}

// --- what is told ---------------------------------------------------------------------------------------------

const HEARD = {
  message({ chat: where, message }) {
    if (where === state.open) {
      if (thread.put(message)) composer.onAsked(message);
      return;
    }
    const there = state.chats.get(where);
    const isNew = there && message.id > (there.last?.id || 0);
    if (isNew && message.from?.id !== state.me) there.unread += 1;
  },
  gone({ chat: where, id }) {
    if (where === state.open) {
      thread.take(id);
      composer.onGone(id);
    }
  },
  chat({ chat: told }) {
    if (told.upgraded_to) {
      const was = state.open === told.id;
      state.chats.delete(told.id);
      refresh(was ? told.upgraded_to : state.open);
      return;
    }
    const old = state.chats.get(told.id);
    state.chats.set(told.id, { ...told, unread: old?.unread || 0, seen: old?.seen });
    if (told.id === state.open) composer.showBottom();
  },
  reload({ chat: where }) {
    if (where === state.open) thread.load();
  },
  common(told) {
    if (told.number !== state.common.number) location.reload();
    state.common = told;
    for (const one of state.people) one.unread = told.unread[one.id] || 0;
    panel.follow();
    followScene(told.scene);
  },
};

let isDrawing = false;

function onEvent(event) {
  HEARD[event.type]?.(event);
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    whenFree(drawAll);
  });
}

/** While a scene plays, be where it happens: in its group, or in the private chat of who speaks. */
async function followScene(scene) {
  const place = JSON.stringify([scene.name, scene.at, scene.where]);
  if (scene.status === "idle" || scene.status === "done" || place === scenePlace || scene.at < 0) return;
  scenePlace = place;
  const { chat: where, person: who, is_private: isInPrivate } = scene.where;
  if (isInPrivate && who && who !== state.me) await be(who, who);
  else if (where && where !== state.open && state.chats.has(where)) await open(where);
  else if (where && !isInPrivate && !state.chats.has(where) && who) await be(who, where);
}

// --- drawing --------------------------------------------------------------------------------------------------

function drawAll() {
  chats.draw(open, be);
  drawHead();
  panel.draw();
}

function drawHead() {
  const here = chat();
  $("thread").classList.toggle("nothing", !here);
  $("title").textContent = here ? here.title : "";
  const said = !here ? "" : isPrivate(here) ? "机器人" : `${here.members} 人${here.has_bot ? "，守望在" : "，守望不在"}`;
  if ($("subtitle").textContent !== said) $("subtitle").textContent = said;
  const pinned = here?.pinned.at(-1);
  $("pins").hidden = !pinned;
  if (pinned) {
    const words = `📌 ${pinned.text}`;
    if ($("pins").textContent !== words) $("pins").textContent = words;
    $("pins").setAttribute("aria-label", `置顶：${pinned.text}`);
  }
}

const closeTools = () => $("app").classList.remove("tools");

// --- the beginning --------------------------------------------------------------------------------------------

deeds.prepare({ openPrivate: (payload) => open(state.me, payload) });
thread.prepare({ ...deeds, command: composer.command, unread: () => chats.draw(open, be) });
composer.prepare();
panel.prepare(closeTools, (text) => {
  closeTools();
  composer.write(text);
}, composer.take);
$("back").addEventListener("click", back);
$("pins").addEventListener("click", () => chat()?.pinned.length && thread.jump(chat().pinned.at(-1).id));
for (const one of document.querySelectorAll(".tools-open")) {
  one.addEventListener("click", () => {
    $("app").classList.toggle("tools");
    if ($("app").classList.contains("tools")) $("panel").querySelector("button").focus();
  });
}
addEventListener("popstate", () => isNarrow() && toList());
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || $("sheet").open) return;
  if ($("app").classList.contains("tools")) $("app").classList.remove("tools");
  else if (!composer.cancel() && isNarrow() && state.open) back();
  else $("words").focus();
});
document.addEventListener("visibilitychange", () => !document.hidden && state.open && thread.seen());

const { people } = await ask("people");
const before = sessionStorage.getItem("as");
await be((people.find((one) => one.name === before) || people[0]).id, 0);
panel.begin();
