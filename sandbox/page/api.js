// The people's side of the server: everything the page does goes through here.

import { toast } from "./dom.js";

/** What nobody can do. Whoever asked for it says so, or lets it pass: then it is said in a toast. */
export class Impossible extends Error {}

addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Impossible)) return;
  event.preventDefault();
  toast(event.reason.message, "bad");
});

/** Call the people's side; what nobody can do is thrown. */
export async function call(path, options = {}) {
  const answer = await answerTo(path, options);
  if (!answer.ok) throw new Impossible(answer.error);
  return answer.result;
}

async function answerTo(path, options) {
  try {
    const response = await fetch(`/sandbox/${path}`, options);
    return await response.json().catch(() => ({ ok: false, error: `${response.status} ${response.statusText}` }));
  } catch {
    return { ok: false, error: "The sandbox does not answer." };
  }
}

export const get = (path, options) => call(path, options);

export const post = (path, facts = {}) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(facts) });

export const remove = (path) => call(path, { method: "DELETE" });

/** Let a person do something in a chat. */
export const does = (personId, doing, facts = {}) => post(`people/${personId}/${doing}`, facts);

/** Let a person send a file; photos go as photos. */
export function sendsFile(personId, file, facts) {
  const form = new FormData();
  form.append("name", file.name);
  for (const [key, value] of Object.entries(facts)) if (value !== null && value !== undefined) form.append(key, value);
  form.append("file", file);
  const doing = /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? "sends_photo" : "sends_file";
  return call(`people/${personId}/${doing}`, { method: "POST", body: form });
}

/**
 * Follow everything that happens from entry `since` on. The browser reconnects by itself and misses nothing, unless
 * another run of the sandbox answers: its entries count anew, so `onRun` gets to know which run it is.
 */
export function follow(since, listener, onState, onRun) {
  const events = new EventSource(`/sandbox/events?since=${since}`);
  events.onmessage = (event) => listener(JSON.parse(event.data));
  events.addEventListener("run", (event) => onRun(event.data));
  events.onopen = () => onState(true);
  events.onerror = () => onState(false);
  return events;
}
