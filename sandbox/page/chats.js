// Who one is, and the list of chats that person has.

import { $, avatar, bdi, button, closeSheet, el, openSheet } from "./dom.js";
import { me, state } from "./state.js";
import { when } from "./time.js";

const badge = (count, what) =>
  count ? el("span", { className: "badge", aria: { label: `${count} 条未读${what}` } }, count > 98 ? "99+" : String(count)) : null;

/** Draw the person and the list. `open` opens a chat, `be` makes one somebody else. */
export function draw(open, be) {
  drawWho(be);
  const focused = document.activeElement?.closest("#chats li")?.dataset.id;
  const ordered = [...state.chats.values()].sort((a, b) => (b.last?.date || 0) - (a.last?.date || 0));
  $("chats").replaceChildren(...ordered.map((one) => entry(one, open)));
  if (focused) $("chats").querySelector(`li[data-id="${Number(focused)}"] button`)?.focus();
}

function drawWho(be) {
  const who = me();
  const elsewhere = state.people.reduce((sum, one) => sum + (one.id === state.me ? 0 : one.unread), 0);
  $("who").replaceChildren(
    avatar(who.name, who.id),
    el("span", { className: "lines" }, el("small", {}, "我现在是"), el("strong", {}, bdi(who.name)), el("span", {}, who.role)),
    badge(elsewhere, "（别人的私聊）") || "",
    el("span", { className: "change" }, "换人"),
  );
  $("who").onclick = () => choose(be);
}

function choose(be) {
  const people = state.people.map((one) =>
    button(
      [
        avatar(one.name, one.id),
        el("span", { className: "lines" }, el("strong", {}, bdi(one.name)), el("span", {}, one.role)),
        badge(one.unread, "私聊"),
      ],
      () => (closeSheet(), be(one.id)),
      { className: "person", aria: { current: String(one.id === state.me) } },
    ),
  );
  openSheet("您想当谁？", el("div", { className: "choices people" }, people));
}

function entry(one, open) {
  const last = one.last;
  const said = last ? [last.who ? el("span", { className: "by" }, bdi(last.who), "：") : null, bdi(last.text)] : "还没有消息";
  return el(
    "li",
    { data: { id: one.id } },
    button(
      [
        avatar(one.title, one.id),
        el(
          "span",
          { className: "lines" },
          el("span", { className: "top" }, el("strong", {}, bdi(one.title)), el("time", {}, last ? when(last.date) : "")),
          el("span", { className: "bottom" }, el("span", { className: "said" }, said), badge(one.unread, "消息")),
        ),
      ],
      () => open(one.id),
      { className: "chat", aria: { current: String(one.id === state.open) } },
    ),
  );
}
