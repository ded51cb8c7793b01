// Building elements. Words only ever become text nodes: there is no way from here to HTML.

export const $ = (id) => document.getElementById(id);

/** Make an element: `about` holds properties, and under `on`, `data` and `aria` what their names say. */
export function el(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === undefined || value === null) continue;
    if (name === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name === "aria") for (const [key, said] of Object.entries(value)) made.setAttribute(`aria-${key}`, said);
    else if (name === "role") made.setAttribute("role", value);
    else made[name] = value;
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A button that submits nothing. */
export const button = (words, click, about = {}) =>
  el("button", { type: "button", ...about, on: { click, ...(about.on || {}) } }, words);

/** A name whose letters cannot turn round what stands beside it. */
export const bdi = (words) => el("bdi", {}, words);

const COLOURS = 7;

/** The round sign of a person or group: the last Chinese letter of the name, or its number, on one of seven colours. */
export function avatar(name, id) {
  const chinese = name.match(/\p{Script=Han}/gu) || [];
  const sign = /^\d/.test(name) ? name[0] : chinese.at(-1) || name.match(/[\p{L}\p{N}]/u)?.[0] || "?";
  return el("span", { className: `avatar colour-${Math.abs(id) % COLOURS}`, aria: { hidden: "true" } }, sign);
}

export const colourOf = (id) => `name-${Math.abs(id) % COLOURS}`;

let hiding = 0;

/** Say something for a moment, at the foot of the page. */
export function toast(words) {
  const place = $("toast");
  place.textContent = words;
  place.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => place.classList.remove("shown"), 4000);
}

/** Open the sheet with these children; it closes by Esc, by a tap beside it, or by `close()`. */
export function openSheet(label, ...children) {
  const sheet = $("sheet");
  sheet.setAttribute("aria-label", label);
  sheet.replaceChildren(el("h2", {}, label), ...children.flat());
  sheet.classList.remove("menu");
  if (!sheet.open) sheet.showModal();
  return sheet;
}

export const closeSheet = () => $("sheet").open && $("sheet").close();

$("sheet").addEventListener("click", (event) => {
  if (event.target === $("sheet")) closeSheet();
});
