// The scrolling list of messages. The document holds only the rows near the visible part, so long chats stay fast.

import { el, icon } from "./dom.js";
import { messageElement } from "./message.js";
import { longDay } from "./times.js";

const ROW_STEP = 60; // How many rows are drawn at first, and added when scrolling comes near an end.
const MAX_ROWS = 240; // How many rows are in the document at most.
const NEAR_END_PX = 900; // Distance to an end of the drawn rows at which more are added, in pixels.

export class MessageList {
  constructor(pane) {
    this.pane = pane;
    this.rows = []; // The message views of the chat, oldest first.
    this.from = 0; // The rows with index `from` …
    this.to = 0; // … up to, but not including, `to` are drawn.
    this.nodes = new Map(); // Message id to the element of its row.
    this.days = new Map(); // Message id to the day line above its row.
    this.unseen = 0; // New messages below the visible part.
    this.stuck = true; // Whether the list stays scrolled to the end.
    this.top = 0; // The last scroll position, in pixels.
    this.log = el("div", { class: "log", role: "log", "aria-live": "off" });
    this.box = el(
      "div",
      {
        class: "message-list",
        tabindex: "0",
        role: "region",
        "aria-label": `Messages of ${pane.person.name}`,
        on: { scroll: () => this.onScroll() },
      },
      this.log,
    );
    this.count = el("span", { class: "badge", hidden: true });
    this.jump = el(
      "button",
      {
        type: "button",
        class: "down",
        "aria-label": "To the newest message",
        hidden: true,
        on: { click: () => this.toBottom(true) },
      },
      icon("down"),
      this.count,
    );
    this.afloat = el("div", { class: "day afloat", "aria-hidden": "true" });
    // Stay at the end when an image loads or the composer grows.
    this.watch = new ResizeObserver(() => this.stuck && this.toBottom());
    this.watch.observe(this.log);
    this.watch.observe(this.box);
  }

  /** Draw all messages again and scroll to the newest. */
  draw(views, emptyWords) {
    this.rows = views;
    this.emptyWords = emptyWords;
    this.toEnd();
    this.toBottom();
  }

  /** Add or update a message; remove it when `shown` is false. */
  put(view, shown) {
    const at = this.rows.findIndex((row) => row.id === view.id);
    if (at >= 0 && shown) this.change(at, view);
    else if (at >= 0) this.remove(at);
    else if (shown) this.add(view);
  }

  change(at, view) {
    this.rows[at] = view;
    const old = this.nodes.get(view.id);
    if (!old) return;
    const wasStuck = this.stuck;
    const node = messageElement(view, this.pane);
    const held = old.contains(document.activeElement) ? [...old.querySelectorAll("button, a")] : [];
    const focused = held.indexOf(document.activeElement);
    old.replaceWith(node);
    this.nodes.set(view.id, node);
    this.markRow(at);
    if (focused >= 0) node.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
    if (wasStuck) this.toBottom();
    else this.updateJump();
  }

  remove(at) {
    const [{ id }] = this.rows.splice(at, 1);
    this.removeNode(id);
    if (at < this.from) this.from -= 1;
    if (at < this.to) this.to -= 1;
    this.markRow(at - 1);
    this.markRow(at);
    if (!this.rows.length) this.toEnd();
  }

  add(view) {
    const wasStuck = this.stuck;
    const wasEnd = this.to === this.rows.length;
    this.rows.push(view);
    if (this.rows.length === 1) this.toEnd();
    else if (wasEnd) this.addBelow(this.rows.length);
    if (wasStuck || view.mine) this.toBottom();
    else {
      this.unseen += 1;
      this.updateJump();
    }
  }

  // The drawn rows

  /** Draw only the newest rows. */
  toEnd() {
    this.show(Math.max(0, this.rows.length - ROW_STEP), this.rows.length);
  }

  show(from, to) {
    this.nodes.clear();
    this.days.clear();
    this.log.replaceChildren();
    this.from = this.to = from;
    this.addBelow(to);
    if (!this.rows.length) this.log.append(el("div", { class: "empty", text: this.emptyWords() }));
  }

  addAbove(from) {
    const first = this.from;
    const nodes = this.rows.slice(from, first).map((view) => this.createNode(view));
    this.from = from;
    this.log.prepend(...nodes);
    for (let at = from; at <= first; at += 1) this.markRow(at);
    while (this.to - this.from > MAX_ROWS) this.removeNode(this.rows[(this.to -= 1)].id);
  }

  addBelow(to) {
    const last = this.to;
    const nodes = this.rows.slice(last, to).map((view) => this.createNode(view));
    this.to = to;
    this.log.append(...nodes);
    for (let at = last - 1; at < to; at += 1) this.markRow(at);
    if (this.to - this.from <= MAX_ROWS) return;
    while (this.to - this.from > MAX_ROWS) this.removeNode(this.rows[(this.from += 1) - 1].id);
    this.markRow(this.from);
  }

  createNode(view) {
    const node = messageElement(view, this.pane);
    this.nodes.set(view.id, node);
    return node;
  }

  removeNode(id) {
    for (const kept of [this.nodes, this.days]) {
      kept.get(id)?.remove();
      kept.delete(id);
    }
  }

  /** Mark the first and last message of a run by one sender, and put a line above the first of a day. */
  markRow(at) {
    const view = this.rows[at];
    const node = view && this.nodes.get(view.id);
    if (!node) return;
    node.classList.toggle("first", !this.followsSameSender(at));
    node.classList.toggle("last", !this.followsSameSender(at + 1));
    const needsDay = at === this.from || this.startsDay(at);
    if (needsDay === this.days.has(view.id)) return;
    if (needsDay) {
      const line = el("div", { class: "day", text: longDay(new Date(view.at)) });
      this.days.set(view.id, line);
      node.before(line);
    } else {
      this.days.get(view.id).remove();
      this.days.delete(view.id);
    }
  }

  /** Whether the row before is of the same sender and day. */
  followsSameSender(at) {
    const [before, view] = [this.rows[at - 1], this.rows[at]];
    return Boolean(before && view) && before.sender_id === view.sender_id && !before.service && !this.startsDay(at);
  }

  /** Whether a row is the first of its day. */
  startsDay(at) {
    const [before, view] = [this.rows[at - 1], this.rows[at]];
    return !before || longDay(new Date(before.at)) !== longDay(new Date(view.at));
  }

  // Scrolling

  onScroll() {
    const { box } = this;
    // Only scrolling up ends `stuck`: opening a keyboard or loading an image moves the end away, too.
    const up = box.scrollTop < this.top - 1;
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    if (box.scrollTop < NEAR_END_PX && this.from > 0) this.keepPlace(() => this.addAbove(Math.max(0, this.from - ROW_STEP)));
    else if (left < NEAR_END_PX && this.to < this.rows.length)
      this.keepPlace(() => this.addBelow(Math.min(this.rows.length, this.to + ROW_STEP)));
    this.top = box.scrollTop;
    this.updateJump(this.atBottom || (this.stuck && !up));
    if (!this.stuck) this.floatDay();
  }

  /** Show the day of the topmost message over the list while scrolling. Hide it afterwards, as it covers text. */
  floatDay() {
    const top = this.box.getBoundingClientRect().top;
    const isNear = (line) => Math.abs(line.getBoundingClientRect().top - top) < 36;
    const at = this.firstInSight();
    const floats = at !== undefined && ![...this.days.values()].some(isNear);
    const day = at === undefined ? "" : longDay(new Date(this.rows[at].at));
    if (this.afloat.textContent !== day) this.afloat.textContent = day;
    this.afloat.classList.toggle("moving", floats);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.afloat.classList.remove("moving"), 1200);
  }

  /** The index of the topmost visible row. */
  firstInSight() {
    const top = this.box.getBoundingClientRect().top;
    let [low, high] = [this.from, this.to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.nodes.get(this.rows[middle].id).getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return low < this.to ? low : undefined;
  }

  /** Run `act`, which changes rows outside of the visible part, and keep the visible rows where they are. */
  keepPlace(act) {
    const still = this.nodes.get(this.rows[this.firstInSight()]?.id);
    const before = still?.getBoundingClientRect().top;
    act();
    if (still?.isConnected) this.box.scrollTop += still.getBoundingClientRect().top - before;
  }

  get atBottom() {
    const { box } = this;
    return this.to === this.rows.length && box.scrollHeight - box.scrollTop - box.clientHeight < 90;
  }

  toBottom(smooth = false) {
    if (this.to < this.rows.length) this.toEnd();
    this.stuck = true;
    this.box.scrollTo({ top: this.box.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.top = this.box.scrollTop; // Set here because scrolling up may begin before the scroll event.
    this.unseen = 0;
    this.jump.hidden = true;
  }

  /** Show or hide the button to the newest message, and its count of unseen ones. */
  updateJump(stuck = this.atBottom) {
    this.stuck = stuck;
    if (this.stuck) this.unseen = 0;
    this.jump.hidden = this.stuck;
    this.count.hidden = !this.unseen;
    const unseen = this.unseen ? String(this.unseen) : "";
    if (this.count.textContent !== unseen) this.count.textContent = unseen;
  }

  /** Scroll to a message and highlight it briefly. */
  goTo(id) {
    const at = this.rows.findIndex((row) => row.id === id);
    if (at < 0) return;
    const drawn = this.nodes.has(id);
    if (!drawn) {
      this.stuck = false;
      this.show(Math.max(0, at - ROW_STEP / 2), Math.min(this.rows.length, at + ROW_STEP / 2));
    }
    const node = this.nodes.get(id);
    node.scrollIntoView({ block: "center", behavior: drawn ? "smooth" : "instant" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }
}
