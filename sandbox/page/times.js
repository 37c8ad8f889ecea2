// Times in the time zone of the group.

let zone = "Asia/Phnom_Penh";
let formats = {};

/** Set the time zone of all times on the page. */
export function useZone(name) {
  zone = name;
  formats = {};
}

function format(key, options) {
  formats[key] ??= new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  return formats[key];
}

export const hour = (date) => format("hour", { hour: "2-digit", minute: "2-digit" }).format(date);
export const day = (date) => format("day", { day: "numeric", month: "long", year: "numeric" }).format(date);
export const shortDay = (date) => format("short", { day: "numeric", month: "short" }).format(date);
export const longDay = (date) =>
  format("long", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
export const zoneName = () => zone.split("/").at(-1).replaceAll("_", " ");

/** A size in bytes as text. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
