// What the page knows. Modules read it; main.js alone writes what the server tells.

export const state = {
  me: 0,
  bot: { id: 0, name: "", username: "" },
  people: [],
  chats: new Map(), // by number: the chat as the server describes it, with `unread`
  open: 0, // the number of the chat that is shown
  common: { clock: { offset: 0, rate: 1, since: 0 }, bot: {}, network: true, faults: 0, scene: {} },
  scenes: [],
  script: [],
};

export const me = () => state.people.find((one) => one.id === state.me) || { id: 0, name: "", role: "" };
export const chat = () => state.chats.get(state.open);
export const isPrivate = (one = chat()) => one?.kind === "private";
export const person = (id) => state.people.find((one) => one.id === id);

/** Say who of a chat may take others' messages away, and pin. */
export const isAdmin = (one = chat()) => Boolean(one && (isPrivate(one) || one.ranks[state.me]));
