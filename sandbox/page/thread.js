// The open chat: its messages, in a window that grows upwards as one scrolls, and stays at the newest if one was there.

import { bubble } from "./bubble.js";
import { $, el } from "./dom.js";
import { act, ask } from "./server.js";
import { chat, isPrivate, state } from "./state.js";

const MOST = 240; // messages kept in the page; more come back as one scrolls up
const NEAR = 80; // pixels from the end that still count as being there

const held = new Map(); // number -> message, oldest first
let isAll = false; // the oldest of the window is the oldest of the chat
let isDetached = false; // the window is somewhere in the past
let isLoading = false;
let sticks = true; // one was at the end when the window last moved: what grows then is followed
let missed = 0;
let does = {};
let asked = 0;

const scroll = () => $("scroll");
const list = () => $("messages");
const isAtEnd = () => !isDetached && scroll().scrollHeight - scroll().scrollTop - scroll().clientHeight < NEAR;
const itemOf = (id) => list().querySelector(`li[data-id="${Number(id)}"]`);
const toEnd = () => {
  scroll().scrollTop = scroll().scrollHeight;
};

export const find = (id) => held.get(id);
export const newest = () => [...held.keys()].at(-1) || 0;

/** The newest message that one wrote oneself and can change. */
export const lastOwn = () => [...held.values()].reverse().find((one) => isEditable(one));

export const isEditable = (one) => !one.service && one.from.id === state.me && !one.forwarded && (one.text || one.photo || one.file);

/** Set what can be done with messages: menu, jump, react, tap, follow, command. */
export function prepare(deeds) {
  does = { ...deeds, jump };
  scroll().addEventListener("scroll", onScroll, { passive: true });
  const grows = new ResizeObserver(() => sticks && !isDetached && toEnd()); // a picture came, the field grew
  grows.observe(scroll());
  grows.observe(list());
  $("down").addEventListener("click", () => (isDetached ? load() : toEnd()));
  list().addEventListener("keydown", onKey);
}

/** Show the newest of the open chat. */
export async function load() {
  const mine = ++asked;
  const said = await ask("messages", { as: state.me, chat: state.open });
  if (mine !== asked) return;
  fill(said);
  isDetached = false;
  sticks = true;
  missed = 0;
  toEnd();
  seen();
}

export function clear() {
  asked++;
  held.clear();
  list().replaceChildren();
}

function fill(said) {
  held.clear();
  for (const one of said.messages) held.set(one.id, one);
  isAll = said.is_all;
  drawAll();
}

function drawAll() {
  const items = [];
  let before;
  for (const one of held.values()) {
    items.push(bubble(one, before, does));
    before = one;
  }
  list().replaceChildren(...(items.length ? items : [empty()]));
  reachable(items.at(-1));
}

const empty = () => el("li", { className: "service empty" }, el("p", {}, isPrivate() ? "还没有说过话" : "还没有人说话"));

/** One message of the list can be reached with Tab; arrows go from there. */
function reachable(item) {
  for (const one of list().querySelectorAll('li[tabindex="0"]')) one.tabIndex = -1;
  if (item?.classList.contains("message")) item.tabIndex = 0;
}

/** A message is new or has changed; says whether it is new here. */
export function put(message) {
  const old = itemOf(message.id);
  if (held.has(message.id)) {
    held.set(message.id, message);
    const wasAtEnd = isAtEnd();
    redraw(message.id, old);
    if (wasAtEnd) toEnd();
    return false;
  }
  if (isDetached || message.id < newest()) return false;
  const wasAtEnd = isAtEnd();
  list().querySelector(".empty")?.remove();
  const before = held.get(newest());
  held.set(message.id, message);
  const item = bubble(message, before, does);
  item.classList.add("fresh");
  list().append(item);
  if (!item.contains(document.activeElement) && !list().contains(document.activeElement)) reachable(item);
  if (wasAtEnd || message.from?.id === state.me) {
    sticks = true;
    trim();
    toEnd();
    seen();
  } else if (!message.service) {
    missed++;
    showDown();
  }
  return true;
}

function redraw(id, old) {
  const message = held.get(id);
  if (!message || !old) return;
  const keys = [...held.keys()];
  const item = bubble(message, held.get(keys[keys.indexOf(id) - 1]), does);
  item.tabIndex = old.tabIndex;
  const focused = old.contains(document.activeElement) ? focusPath(old) : null;
  old.replaceWith(item);
  if (focused) (item.querySelector(focused) || item).focus({ preventScroll: true });
}

/** How to find the focused part again in a message that is drawn anew. */
function focusPath(item) {
  const at = document.activeElement;
  if (at === item) return "*:scope";
  const all = [...item.querySelectorAll(`.${at.className.split(" ")[0] || "none"}`)];
  return all.length === 1 ? `.${at.className.split(" ")[0]}` : "*:scope";
}

/** A message was deleted. */
export function take(id) {
  const keys = [...held.keys()];
  const next = keys[keys.indexOf(id) + 1];
  const item = itemOf(id);
  const hadFocus = item?.contains(document.activeElement);
  held.delete(id);
  item?.remove();
  if (next) redraw(next, itemOf(next));
  if (!held.size) list().replaceChildren(empty());
  if (hadFocus) $("words").focus();
  reachable(list().lastElementChild);
}

function trim() {
  while (held.size > MOST) {
    const [oldest] = held.keys();
    held.delete(oldest);
    itemOf(oldest)?.remove();
    isAll = false;
  }
}

async function onScroll() {
  sticks = isAtEnd();
  showDown();
  if (isAtEnd() && missed) {
    missed = 0;
    seen();
  }
  if (scroll().scrollTop < 300 && !isAll && !isLoading && held.size) await older();
}

async function older() {
  isLoading = true;
  const [oldest] = held.keys();
  const mine = asked;
  try {
    const said = await ask("messages", { as: state.me, chat: state.open, before: oldest });
    if (mine !== asked) return;
    const height = scroll().scrollHeight;
    const top = scroll().scrollTop;
    const kept = [...held.values()];
    held.clear();
    for (const one of [...said.messages, ...kept]) held.set(one.id, one);
    isAll = said.is_all;
    const items = [];
    let before;
    for (const one of said.messages) {
      items.push(bubble(one, before, does));
      before = one;
    }
    list().prepend(...items);
    if (kept.length) redraw(kept[0].id, itemOf(kept[0].id));
    scroll().scrollTop = top + scroll().scrollHeight - height;
  } finally {
    isLoading = false;
  }
}

function showDown() {
  const down = $("down");
  down.hidden = isAtEnd();
  down.textContent = missed ? `↓ ${missed} 条新消息` : "↓";
  down.setAttribute("aria-label", missed ? `到最新，有 ${missed} 条新消息` : "到最新的消息");
}

/** Note that all was seen that is shown. */
export function seen() {
  showDown();
  const here = chat();
  if (!here || document.hidden || (here.seen || 0) >= newest()) return;
  here.seen = newest();
  here.unread = 0;
  act("reads", { as: state.me, chat: state.open, id: newest() });
  does.unread();
}

/** Go to a message, wherever it stands. */
export async function jump(id) {
  if (!held.has(id)) {
    const said = await ask("messages", { as: state.me, chat: state.open, before: id + 20 });
    if (!said.messages.some((one) => one.id === id)) return;
    fill(said);
    isDetached = true;
  }
  const item = itemOf(id);
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  item.classList.remove("found");
  requestAnimationFrame(() => item.classList.add("found"));
  showDown();
}

function onKey(event) {
  const item = event.target.closest("li.message");
  if (!item || event.target !== item) return;
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  if (step) {
    event.preventDefault();
    let to = item[step];
    while (to && !to.classList.contains("message")) to = to[step];
    if (to) {
      reachable(to);
      to.focus();
    } else if (event.key === "ArrowDown") $("words").focus();
    return;
  }
  const message = held.get(Number(item.dataset.id));
  if ((event.key === "Enter" || event.key === " ") && message) {
    event.preventDefault();
    does.menu(message, event);
  } else if (event.key === "Delete" && message) {
    event.preventDefault();
    does.remove(message);
  }
}
