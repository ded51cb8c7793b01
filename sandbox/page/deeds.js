// What one does with a message: its menu, reactions, buttons, links, forwarding.

import { avatar, bdi, button, closeSheet, el, openSheet, toast } from "./dom.js";
import { act } from "./server.js";
import { chat, isAdmin, state } from "./state.js";
import { payloadOf } from "./text.js";
import { isEditable } from "./thread.js";
import * as composer from "./composer.js";

const EMOJI = ["👍", "❤️", "🙏", "👌", "😁", "🎉", "🤔", "😢"];

const at = (message) => ({ as: state.me, chat: state.open, id: message.id });

/** The menu of a message, beside the pointer on a desk, at the foot of a telephone. */
export function menu(message, event) {
  const entry = (words, run) =>
    button(words, () => {
      closeSheet();
      run();
    });
  const emoji = EMOJI.map((one) =>
    button(one, () => (closeSheet(), react(message, one)), { aria: { label: `表情 ${one}` } }),
  );
  const isPinned = chat().pinned.some((one) => one.id === message.id);
  const sheet = openSheet(
    "这条消息",
    el("div", { className: "emoji" }, emoji),
    el(
      "div",
      { className: "choices" },
      entry("↩ 回复", () => composer.reply(message)),
      isEditable(message) ? entry("✎ 修改", () => composer.edit(message)) : null,
      entry("↪ 转发", () => forward(message)),
      message.text ? entry("📋 复制文字", () => copy(message.text)) : null,
      isAdmin() ? entry(isPinned ? "📌 取消置顶" : "📌 置顶", () => act("pins", at(message))) : null,
      message.from.id === state.me || isAdmin() ? entry("🗑 删除", () => remove(message)) : null,
    ),
  );
  sheet.classList.add("menu");
  place(sheet, event);
}

function place(sheet, event) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  if (narrow) {
    sheet.style.left = sheet.style.top = "";
    return;
  }
  const around = event.currentTarget?.getBoundingClientRect?.() || { left: 200, top: 200 };
  const x = event.clientX || around.left;
  const y = event.clientY || around.top;
  sheet.style.left = `${Math.max(8, Math.min(x, innerWidth - sheet.offsetWidth - 8))}px`;
  sheet.style.top = `${Math.max(8, Math.min(y, innerHeight - sheet.offsetHeight - 8))}px`;
}

export const react = (message, emoji) => act("reacts", { ...at(message), emoji: emoji.replace("\uFE0F", "") });

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("复制好了");
  } catch {
    toast("这个浏览器不让复制");
  }
}

/** Delete a message, once one has said so twice. */
export function remove(message) {
  openSheet(
    "删除这条消息？",
    el("p", { className: "hint" }, "群里所有人都看不到了。机器人不会知道：Telegram 不告诉它。"),
    el(
      "div",
      { className: "choices" },
      button("删除", () => (closeSheet(), act("deletes", at(message))), { className: "danger" }),
      button("不删", closeSheet),
    ),
  ).classList.remove("menu");
}

function forward(message) {
  const to = [...state.chats.values()].map((one) =>
    button([avatar(one.title, one.id), el("span", {}, bdi(one.title))], async () => {
      closeSheet();
      if (await act("forwards", { ...at(message), to: one.id })) toast(`转发到「${one.title}」了`);
    }),
  );
  openSheet("转发到哪里？", el("div", { className: "choices" }, to));
}

/** Tap a button under a message. */
export async function tap(message, row, column, pressed) {
  const { url } = message.buttons[row][column];
  if (url) {
    follow(url);
    return;
  }
  pressed.classList.add("waiting");
  pressed.setAttribute("aria-busy", "true");
  const said = await act("taps", { ...at(message), row, column });
  pressed.classList.remove("waiting");
  pressed.removeAttribute("aria-busy");
  if (said && !said.answered) toast("机器人没有回应");
  else if (said?.is_alert) openSheet(said.notice, el("div", { className: "choices" }, button("知道了", closeSheet)));
  else if (said?.notice) toast(said.notice);
}

/** Follow a link: one to the bot opens the private chat with it, any other stays a word on this page. */
export function follow(url) {
  const payload = payloadOf(url);
  if (payload === null) toast(`这一页不打开外面的网址：${url}`);
  else openPrivate(payload);
}

let openPrivate = () => {};
export const prepare = (deeds) => {
  openPrivate = deeds.openPrivate;
};
