// The panel for moving the clock and causing faults.

import { get, post, remove } from "./api.js";
import { control } from "./dialogs.js";
import { el, iconButton, toast } from "./dom.js";
import { hour, longDay, shortDay, zoneName } from "./times.js";

const HOUR = 3600;
const KINDS = [
  ["429", "Too many requests (429)"],
  ["500", "Server error (500)"],
  ["502", "Bad gateway (502)"],
  ["close_before", "Drop before the effect"],
  ["close_after", "Drop after the effect"],
  ["delay", "Delay"],
];

/** The label of a kind of fault. */
const wordsOf = (kind) => KINDS.find(([one]) => one === kind)?.[1] ?? kind;

export class Tools {
  constructor(app, root) {
    Object.assign(this, { app, root });
    this.now = el("div", { class: "now" });
    this.next = el("button", { type: "button", class: "button primary", on: { click: () => this.jump() } });
    this.steps = el(
      "div",
      { class: "steps" },
      [
        ["+10 min", 600],
        ["+1 hour", HOUR],
        ["+3 hours", 3 * HOUR],
        ["+1 day", 24 * HOUR],
        ["+2 days", 48 * HOUR],
        ["+1 week", 168 * HOUR],
      ].map(([words, seconds]) =>
        el("button", {
          type: "button",
          class: "button",
          text: words,
          on: { click: () => this.move({ forward_s: seconds }) },
        }),
      ),
    );
    this.rules = el("ul", { class: "rules" });
    this.happened = el("div", { class: "happened", "aria-label": "Faults that hit", tabindex: "0" });
    this.strict = el("input", {
      type: "checkbox",
      role: "switch",
      on: { change: () => post("flood", { strict: this.strict.checked }) },
    });
    this.settings = Object.fromEntries(
      ["reads_all", "topics"].map((name) => [
        name,
        el("input", {
          type: "checkbox",
          role: "switch",
          on: { change: (event) => post("bot", { [name]: event.currentTarget.checked }) },
        }),
      ]),
    );
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    root.append(
      el(
        "div",
        { class: "tools-head" },
        el("h2", { text: "Clock and faults" }),
        iconButton("close", "Close", () => this.leave()),
      ),
      el(
        "section",
        {},
        el("h3", { text: "Clock" }),
        this.now,
        this.next,
        this.steps,
        (this.still = el("p", { class: "note", text: "This clock cannot be moved.", hidden: true })),
      ),
      el("section", {}, el("h3", { text: "Faults" }), this.form(), this.rules, this.happened),
      el(
        "section",
        {},
        el("label", { class: "switch" }, this.strict, el("span", { text: "Telegram's limits" })),
        el("p", {
          class: "note",
          text: "30 messages a second in all, one a second per person after a short burst, 20 a minute per group. What the bot does not fetch for 24 hours is forgotten.",
        }),
      ),
      el(
        "section",
        {},
        el("h3", { text: "The bot" }),
        el("label", { class: "switch" }, this.settings.reads_all, el("span", { text: "Hears everything in groups" })),
        el("label", { class: "switch" }, this.settings.topics, el("span", { text: "Has topics in private chats" })),
      ),
    );
  }

  form() {
    const kind = control("kind", "What goes wrong", { options: KINDS });
    const seconds = control("seconds", "Seconds", { type: "number", min: "1", max: "600", value: "3" });
    const whose = control("chat_id", "For whom", { options: [["", "Everyone"]] });
    this.whose = whose.querySelector("select");
    const form = el(
      "form",
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            this.add(new FormData(form));
          },
        },
      },
      el(
        "div",
        { class: "choices-form" },
        kind,
        whose,
        el(
          "div",
          { class: "two" },
          control("method", "Method", { value: "send*" }),
          control("times", "Times (0: always)", { type: "number", min: "0", value: "1" }),
        ),
        seconds,
        el("button", { type: "submit", class: "button", text: "Cause it" }),
      ),
    );
    return form;
  }

  async add(given) {
    const seconds = Number(given.get("seconds"));
    await post("faults", {
      kind: given.get("kind"),
      method: given.get("method") || "*",
      retry_after: seconds,
      seconds,
      times: Number(given.get("times")) || null,
      ...(given.get("chat_id") ? { chat_id: Number(given.get("chat_id")) } : {}),
    });
  }

  async move(facts) {
    await post("clock", facts);
  }

  /** Close the panel and return the focus to the button that opened it. */
  leave() {
    this.app.toggleTools(false);
    this.app.sidebar.tools.focus();
  }

  jump() {
    if (this.nextAt) this.move({ to: this.nextAt });
  }

  /** Fetch the clock and the next due time. */
  async refresh() {
    const { now, next, movable } = await get("clock");
    this.app.setNow(now);
    this.nextAt = next;
    this.next.hidden = !next || !movable;
    if (next) this.next.textContent = `To what is due next: ${shortDay(new Date(next))} ${hour(new Date(next))}`;
    this.steps.hidden = !movable;
    this.still.hidden = movable;
    this.drawClock();
  }

  drawClock() {
    const now = this.app.now();
    this.app.sidebar.drawClock(now);
    this.now.replaceChildren(
      el("b", { text: hour(now) }),
      el("span", { text: longDay(now) }),
      el("span", { class: "note", text: ` · ${zoneName()}` }),
    );
  }

  drawPeople() {
    const chosen = this.whose.value;
    this.whose.replaceChildren(
      el("option", { value: "", text: "Everyone" }),
      ...[
        ...this.app.people.map((one) => [one.id, one.name]),
        ...this.app.groups.map((one) => [one.id, one.title]),
      ].map(([id, name]) => el("option", { value: String(id), text: name, selected: String(id) === chosen })),
    );
  }

  drawFaults(faults) {
    this.rules.replaceChildren(
      ...faults.map((fault) => {
        const who = fault.chat_id ? ` to ${this.app.nameOf(fault.chat_id)}` : "";
        const left = fault.times === null ? "always" : fault.times === 1 ? "once" : `${fault.times} times`;
        return el(
          "li",
          {},
          el("span", { text: `${wordsOf(fault.kind)}: ${fault.method}${who}, ${left}` }),
          iconButton("close", "Take it back", () => remove(`faults?id=${fault.id}`)),
        );
      }),
    );
  }

  drawSettings(settings) {
    for (const [name, input] of Object.entries(this.settings)) input.checked = settings[name];
  }

  hit(entry) {
    const who = entry.chat_id ? ` to ${this.app.nameOf(entry.chat_id)}` : "";
    const words = `${wordsOf(entry.fault)} on ${entry.method}${who}`;
    this.happened.prepend(el("div", { text: `${hour(new Date(entry.at))}  ${words}` }));
    toast(`Fault: ${words}`, "bad");
    this.refreshFaults();
  }

  async refreshFaults() {
    this.drawFaults(await get("faults"));
  }
}
