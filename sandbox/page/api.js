// Calls of the people's API. The page uses no other interface of the server.

import { toast } from "./dom.js";

/** The server refused a call. A caller that does not handle it lets it pass: then it is shown in a toast. */
export class Impossible extends Error {}

addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Impossible)) return;
  event.preventDefault();
  toast(event.reason.message, "bad");
});

/** Call the people's API and return its result. Throws Impossible. */
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

/** Perform a person action. */
export const does = (personId, action, facts = {}) => post(`people/${personId}/${action}`, facts);

/** Send a file as a person. `kind` is document, photo, video or audio. */
export function sendsFile(personId, kind, file, facts) {
  const form = formOf({ ...facts, name: file.name });
  form.append("file", file);
  const action = kind === "document" ? "sends_file" : `sends_${kind}`;
  return call(`people/${personId}/${action}`, { method: "POST", body: form });
}

/** Send an album as a person. Each item has its `file` and `kind`, and may have a caption. */
export function sendsAlbum(personId, items, facts) {
  const described = items.map(({ file, ...rest }) => ({ ...rest, name: file.name }));
  const form = formOf({ ...facts, items: described });
  items.forEach(({ file }, number) => form.append(`file${number}`, file));
  return call(`people/${personId}/sends_album`, { method: "POST", body: form });
}

/** A form; everything but texts goes as JSON. */
function formOf(facts) {
  const form = new FormData();
  for (const [key, value] of Object.entries(facts))
    if (value !== null && value !== undefined)
      form.append(key, typeof value === "string" ? value : JSON.stringify(value));
  return form;
}

/**
 * Follow the journal after entry `since`. The browser reconnects by itself and misses no entry. After a restart of the
 * sandbox its entries are counted from 1 again; `onRun` gets the id of the run, so that the page can notice that.
 */
export function follow(since, listener, onState, onRun) {
  const events = new EventSource(`/sandbox/events?since=${since}`);
  events.onmessage = (event) => listener(JSON.parse(event.data));
  events.addEventListener("run", (event) => onRun(event.data));
  events.onopen = () => onState(true);
  events.onerror = () => onState(false);
  return events;
}
