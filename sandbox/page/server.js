// Speaking with the server: questions, deeds, and what it tells by itself.

import { toast } from "./dom.js";

async function answer(response) {
  const said = await response.json();
  if (!response.ok) throw new Error(said.error || response.statusText);
  return said;
}

/** Ask for something; `asked` goes into the address. */
export const ask = async (what, asked = {}) => answer(await fetch(`/api/${what}?${new URLSearchParams(asked)}`));

/** Do something; says why where it cannot be done, and returns null then. */
export async function act(what, given) {
  try {
    const headers = { "Content-Type": "application/json" };
    return await answer(await fetch(`/api/act/${what}`, { method: "POST", headers, body: JSON.stringify(given) }));
  } catch (error) {
    toast(`没办成：${error.message}`);
    return null;
  }
}

/** Send the bytes of a photo, voice note or file. */
export async function upload(asked, bytes) {
  try {
    const headers = { "Content-Type": "application/octet-stream" };
    const place = `/api/upload?${new URLSearchParams(asked)}`;
    return await answer(await fetch(place, { method: "POST", headers, body: bytes }));
  } catch (error) {
    toast(`没发出去：${error.message}`);
    return null;
  }
}

/** Be told what changes for that person: `onOpen` each time the line is open, `onEvent` with each event. */
export function listen(person, onOpen, onEvent, onLost) {
  const source = new EventSource(`/api/events?as=${person}`);
  source.addEventListener("hello", onOpen);
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  source.onerror = onLost;
  return () => source.close();
}
