// One message as it stands in the chat.

import { avatar, bdi, button, colourOf, el } from "./dom.js";
import { chat, isPrivate, state } from "./state.js";
import { day, hour, isSameDay } from "./time.js";
import { rich } from "./text.js";

const TOGETHER = 600; // seconds within which one person's messages stand together

/** The list item of a message; `before` is the message above it, or undefined. `does` acts on it. */
export function bubble(message, before, does) {
  const opensDay = !before || !isSameDay(before.date, message.date);
  const children = [opensDay ? el("div", { className: "day" }, el("span", {}, day(message.date))) : null];
  if (message.service) {
    const item = el("li", { className: "service", data: { id: message.id } }, children, el("p", {}, bdi(message.service)));
    return item;
  }
  const isMine = message.from.id === state.me;
  const isNext =
    !opensDay && before && !before.service && before.from.id === message.from.id && message.date - before.date < TOGETHER;
  const item = el(
    "li",
    {
      className: ["message", isMine ? "mine" : "", isNext ? "next" : ""].join(" "),
      data: { id: message.id },
      tabIndex: -1,
      aria: { label: spoken(message) },
      on: {
        contextmenu: (event) => {
          if (getSelection().isCollapsed) {
            event.preventDefault();
            does.menu(message, event);
          }
        },
      },
    },
    children,
    row(message, { isMine, isNext }, does),
  );
  return item;
}

function spoken(message) {
  const marks = (message.reactions || []).map((one) => `${one.emoji} ${one.names}`).join("，");
  return `${message.from.name}，${hour(message.date)}${message.edited ? "，已编辑" : ""}${marks ? `，${marks}` : ""}`;
}

function row(message, { isMine, isNext }, does) {
  const body = el(
    "div",
    { className: "bubble" },
    head(message, isMine, isNext),
    message.forwarded ? el("p", { className: "forwarded" }, "转自 ", bdi(message.forwarded)) : null,
    message.reply ? quote(message.reply, does) : null,
    media(message),
    message.text ? el("div", { className: "words", dir: "auto" }, rich(message.text, message.entities, does)) : null,
    message.note ? el("div", { className: "words note" }, message.note) : null,
    foot(message, does),
  );
  const more = button("⋯", (event) => does.menu(message, event), {
    className: "more",
    title: "回复、转发、表情…",
    aria: { label: "对这条消息：回复、转发、表情…", haspopup: "dialog" },
  });
  const face = isMine || isPrivate() ? null : el("span", { className: "face" }, isNext ? null : avatar(message.from.name, message.from.id));
  const column = el("div", { className: "column" }, body, buttons(message, does));
  return el("div", { className: "row" }, face, column, more);
}

function head(message, isMine, isNext) {
  if (isMine || isNext || isPrivate()) return null;
  const rank = message.from.is_bot ? "机器人" : chat()?.ranks[message.from.id];
  return el(
    "p",
    { className: `head ${colourOf(message.from.id)}` },
    el("strong", {}, bdi(message.from.name)),
    rank ? el("span", { className: "rank" }, rank) : null,
  );
}

function quote(reply, does) {
  return button([el("strong", {}, bdi(reply.name)), el("span", {}, bdi(reply.text))], () => does.jump(reply.id), {
    className: "quote",
    aria: { label: `回复 ${reply.name}：${reply.text}` },
  });
}

const fileOf = (message) => `/api/file?${new URLSearchParams({ as: state.me, chat: state.open, id: message.id })}`;

function media(message) {
  if (message.photo) {
    const { width, height } = message.photo;
    return el("img", { src: fileOf(message), alt: message.text || "照片", width, height, loading: "lazy", className: "photo" });
  }
  if (message.voice) {
    return el("audio", { src: fileOf(message), controls: true, preload: "none", title: `语音，${message.voice.seconds} 秒` });
  }
  if (message.file) {
    const { name, size } = message.file;
    return el(
      "a",
      { className: "file", href: fileOf(message), download: name },
      el("span", { className: "sheet-sign", aria: { hidden: "true" } }, "↓"),
      el("span", {}, el("strong", {}, bdi(name)), el("small", {}, weight(size))),
    );
  }
  return null;
}

const weight = (bytes) => (bytes < 1024 ? `${bytes} 字节` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

/** Ask for the coloured sign where a font has a plain one, too: ✍ and ❤. */
const colourful = (emoji) => (/^\p{Emoji_Presentation}/u.test(emoji) ? emoji : `${emoji}\uFE0F`);

function foot(message, does) {
  const given = (message.reactions || []).map((one) =>
    button([colourful(one.emoji), one.by.length > 1 ? ` ${one.by.length}` : ""], () => does.react(message, one.emoji), {
      className: one.by.includes(state.me) ? "reaction own" : "reaction",
      title: one.names,
      aria: { label: `${one.emoji}，${one.names}` },
    }),
  );
  const time = el("span", { className: "time" }, message.edited ? "已编辑 " : "", el("time", {}, hour(message.date)));
  return el("div", { className: "foot" }, given.length ? el("span", { className: "reactions" }, given) : null, time);
}

function buttons(message, does) {
  if (!message.buttons) return null;
  const rows = message.buttons.map((line, row) =>
    el(
      "div",
      {},
      line.map((one, column) =>
        button([one.text, one.url ? el("small", { aria: { hidden: "true" } }, " ↗") : ""], (event) =>
          does.tap(message, row, column, event.currentTarget), { className: one.style ? `inline ${one.style}` : "inline" }),
      ),
    ),
  );
  return el("div", { className: "buttons" }, rows);
}
