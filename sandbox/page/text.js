// Turning a text with its entities into nodes. Offsets are in UTF-16 code units, as in JavaScript strings.

import { el } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(https?|mailto|tel):/i;

/** Nodes for `text`. `act` has `command(text)` and `link(url, anchor)`, which returns true when it handled the link. */
export function textNodes(text, entities, act) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, act);
}

function build(text, start, end, entities, act) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const from = entity.offset;
    const to = Math.min(entity.offset + entity.length, end);
    if (from < at || from >= end) continue;
    const block = BLOCKS.has(entity.type);
    // A block element breaks lines itself: the line breaks next to it would show as empty lines.
    const before = text.slice(at, block && text[from - 1] === "\n" ? from - 1 : from);
    if (before) nodes.push(before);
    const inner = entities.slice(i + 1).filter((other) => other.offset >= from && other.offset < to);
    nodes.push(wrap(entity, text.slice(from, to), build(text, from, to, inner, act), act));
    at = block && text[to] === "\n" ? to + 1 : to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, text, children, act) {
  switch (entity.type) {
    case "bot_command":
      return el("button", { type: "button", class: "command", on: { click: () => act.command(text) } }, ...children);
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, act);
    case "text_link":
      return link(entity.url, children, act);
    case "email":
      return link(`mailto:${text}`, children, act);
    case "mention":
    case "hashtag":
    case "text_mention":
      return el("span", { class: "tag" }, ...children);
    case "spoiler":
      return el(
        "span",
        {
          class: "spoiler",
          role: "button",
          tabindex: "0",
          on: { click: reveal, keydown: (event) => event.key === "Enter" && reveal(event) },
        },
        ...children,
      );
    default:
      return TAGS[entity.type] ? el(TAGS[entity.type], {}, ...children) : el("span", {}, ...children);
  }
}

function reveal(event) {
  event.currentTarget.classList.add("open");
  event.currentTarget.removeAttribute("role");
}

/** A link with a SAFE scheme; others are shown as text. */
function link(url, children, act) {
  if (!SAFE.test(url)) return el("span", { class: "tag", title: url }, ...children);
  return el(
    "a",
    {
      href: url,
      target: "_blank",
      rel: "noopener noreferrer",
      on: { click: (event) => act.link(url, event.currentTarget) && event.preventDefault() },
    },
    ...children,
  );
}

/** Open the URL of a button. */
export function openLink(url, act) {
  if (!act.link(url) && SAFE.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}
