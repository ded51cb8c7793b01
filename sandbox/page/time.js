// The sandbox's clock, and times as people in Shanghai read them, wherever the browser is.

import { state } from "./state.js";

const zone = { timeZone: "Asia/Shanghai" };
const HOUR = new Intl.DateTimeFormat("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("zh-CN", { ...zone, month: "long", day: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("zh-CN", { ...zone, weekday: "short" });

/** Seconds since 1970 by the sandbox's clock. */
export function now() {
  const { offset, rate, since } = state.common.clock;
  const machine = Date.now() / 1000;
  return machine + offset + (machine - since) * (rate - 1);
}

export const hour = (seconds) => HOUR.format(seconds * 1000);
export const day = (seconds) => DAY.format(seconds * 1000);
export const weekday = (seconds) => WEEKDAY.format(seconds * 1000);
export const isSameDay = (one, other) => day(one) === day(other);

/** For the list of chats: the hour today, the day before. */
export const when = (seconds) => (isSameDay(seconds, now()) ? hour(seconds) : day(seconds));
