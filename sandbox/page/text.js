// A message's words with their marks (Bot API's entities; JavaScript counts letters as Telegram does, in UTF-16).

import { button, el } from "./dom.js";
import { state } from "./state.js";

const MARKS = new Set([
  "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote", "expandable_blockquote",
  "hashtag", "mention", "text_mention",
]);
const DEEP = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=([\w-]{1,64})$/i;

/** What a deep link to our bot carries, or null for any other address. */
export function payloadOf(url) {
  const found = DEEP.exec(url);
  return found && found[1].toLowerCase() === state.bot.username.toLowerCase() ? found[2] : null;
}

/** The words as nodes. `does` has follow(url) and command(text). */
export function rich(text, entities, does) {
  if (!entities?.length) return [text];
  const cuts = new Set([0, text.length]);
  for (const one of entities) {
    cuts.add(Math.min(one.offset, text.length));
    cuts.add(Math.min(one.offset + one.length, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, i) => piece(text, from, places[i + 1], entities, does));
}

function piece(text, from, to, entities, does) {
  const words = text.slice(from, to);
  const here = entities.filter((one) => one.offset <= from && one.offset + one.length >= to);
  if (!here.length) return words;
  const classes = here.map((one) => one.type).filter((type) => MARKS.has(type)).join(" ");
  const link = here.find((one) => one.type === "url" || one.type === "text_link");
  if (link) {
    const url = link.url || text.slice(link.offset, link.offset + link.length);
    return button(words, () => does.follow(url), { className: `link ${classes}`, title: url });
  }
  if (here.some((one) => one.type === "bot_command")) {
    return button(words, () => does.command(words), { className: "link", title: "发送这个命令" });
  }
  if (here.some((one) => one.type === "spoiler")) {
    return button(words, (event) => event.currentTarget.classList.add("seen"), { className: classes });
  }
  return classes ? el("span", { className: classes }, words) : words;
}
