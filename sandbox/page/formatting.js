// Formatting of a text that is being typed. A text field shows no formatting, so a preview above it does.

import { ask } from "./dialogs.js";
import { el, iconButton } from "./dom.js";
import { textNodes } from "./text.js";

const KINDS = [
  ["bold", "Bold", "b"],
  ["italic", "Italic", "i"],
  ["underline", "Underline", "u"],
  ["strikethrough", "Strikethrough", null],
  ["code", "Code", null],
  ["spoiler", "Spoiler", null],
  ["text_link", "Link", "k"],
];
/** Kinds that Telegram finds in the text itself; they are not sent. */
const DETECTED = new Set(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"]);

export class Formatting {
  /** `input` is the text field; the bar and the preview are shown while it has a selection or a formatted text. */
  constructor(input) {
    this.input = input;
    this.entities = [];
    this.text = input.value;
    this.preview = el("div", { class: "preview words", dir: "auto", "aria-label": "How the text will look" });
    this.root = el(
      "div",
      { class: "formatting", hidden: true },
      this.preview,
      el(
        "div",
        { class: "format-bar", role: "toolbar", "aria-label": "Format the selected text" },
        KINDS.map(([kind, label]) => iconButton(kind, label, () => this.apply(kind))),
      ),
    );
    // The buttons leave the selection of the text field as it is.
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("select", () => this.draw());
    for (const name of ["keyup", "mouseup", "focus", "blur"]) input.addEventListener(name, () => setTimeout(() => this.draw()));
    input.addEventListener("keydown", (event) => this.keys(event));
  }

  /** Take over the text of the field after a change: entities behind the change move with the text. */
  changed() {
    const [before, after] = [this.text, this.input.value];
    this.text = after;
    if (before === after) return;
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before[head] === after[head]) head += 1;
    let tail = 0;
    while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    const end = before.length - tail;
    const grown = after.length - before.length;
    // What is typed before or after a formatted part does not become a part of it.
    const moveStart = (at) => (at >= end ? at + grown : at <= head ? at : after.length - tail);
    const moveEnd = (at) => (at <= head ? at : at >= end ? at + grown : head);
    this.entities = this.entities
      .map((entity) => {
        const start = moveStart(entity.offset);
        return { ...entity, offset: start, length: moveEnd(entity.offset + entity.length) - start };
      })
      .filter((entity) => entity.length > 0);
    this.draw();
  }

  /** Set the text of the field with its formatting. */
  set(text, entities = []) {
    this.input.value = text;
    this.text = text;
    this.entities = entities.filter((entity) => !DETECTED.has(entity.type));
    this.draw();
  }

  /** The trimmed text and its entities, as fields of a request. */
  get words() {
    const { value } = this.input;
    const text = value.trim();
    const lead = value.length - value.trimStart().length;
    const entities = this.entities
      .map((entity) => {
        const start = Math.max(0, entity.offset - lead);
        return { ...entity, offset: start, length: Math.min(text.length, entity.offset - lead + entity.length) - start };
      })
      .filter((entity) => entity.length > 0);
    return entities.length ? { text, entities } : { text };
  }

  get selection() {
    return [this.input.selectionStart, this.input.selectionEnd];
  }

  draw() {
    const [start, end] = this.selection;
    const selected = document.activeElement === this.input && end > start;
    this.root.hidden = !selected && !this.entities.length;
    this.preview.hidden = !this.entities.length;
    const inert = { command() {}, link: () => true };
    this.preview.replaceChildren(...textNodes(this.input.value, this.entities, inert));
    for (const button of this.root.querySelectorAll("button")) button.disabled = !selected;
  }

  keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const kind = KINDS.find(([, , key]) => key && key === event.key.toLowerCase())?.[0];
    if (!kind) return;
    event.preventDefault();
    this.apply(kind);
  }

  /** Format the selected text, or take its formatting away when it has it. */
  apply(kind) {
    const [start, end] = this.selection;
    if (end <= start) return;
    const same = (entity) => entity.type === kind && entity.offset <= start && entity.offset + entity.length >= end;
    if (this.entities.some(same)) this.change(this.entities.filter((entity) => !same(entity)), start, end);
    else if (kind === "text_link") this.askLink(start, end);
    else this.change([...this.entities, { type: kind, offset: start, length: end - start }], start, end);
  }

  askLink(start, end) {
    ask(
      "Link",
      [["url", `Where “${this.input.value.slice(start, end).slice(0, 60)}” leads`, { required: true, placeholder: "https://…" }]],
      "Set",
      ({ url }) => ({ type: "text_link", offset: start, length: end - start, url: url.trim() }),
      (link) => this.change([...this.entities, link], start, end),
    );
  }

  change(entities, start, end) {
    this.entities = entities;
    this.input.focus();
    this.input.setSelectionRange(start, end);
    this.draw();
  }
}
