// The rows of a conversation: a window that moves with the scrolling, so that a long chat is as light as a short one.

import { el, icon } from "./dom.js";
import { messageElement } from "./message.js";
import { longDay } from "./times.js";

const STEP = 60; // rows drawn at first, and added at an end that comes near
const MOST = 240; // rows kept
const NEAR = 900; // pixels

export class Wall {
  constructor(pane) {
    this.pane = pane;
    this.rows = []; // the views that could be shown, oldest first
    this.from = 0; // of them, those from here …
    this.to = 0; // … up to here, this one excluded, are drawn
    this.nodes = new Map();
    this.days = new Map();
    this.unseen = 0;
    this.stuck = true;
    this.top = 0; // where it was scrolled to last
    this.log = el("div", { class: "log", role: "log", "aria-live": "off" });
    this.box = el(
      "div",
      {
        class: "wall",
        tabindex: "0",
        role: "region",
        "aria-label": `Messages of ${pane.person.name}`,
        on: { scroll: () => this.scrolled() },
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
    // Images come late and the composer grows: whoever is at the bottom stays there.
    this.watch = new ResizeObserver(() => this.stuck && this.toBottom());
    this.watch.observe(this.log);
    this.watch.observe(this.box);
  }

  /** Draw every message anew, the newest in sight. */
  draw(views, emptyWords) {
    this.rows = views;
    this.emptyWords = emptyWords;
    this.toEnd();
    this.toBottom();
  }

  /** Show a message that is new or changed, or take away one that is not `shown` any more. */
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
    this.dress(at);
    if (focused >= 0) node.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
    if (wasStuck) this.toBottom();
    else this.settle();
  }

  remove(at) {
    const [{ id }] = this.rows.splice(at, 1);
    this.take(id);
    if (at < this.from) this.from -= 1;
    if (at < this.to) this.to -= 1;
    this.dress(at - 1);
    this.dress(at);
    if (!this.rows.length) this.toEnd();
  }

  add(view) {
    const wasStuck = this.stuck;
    const wasEnd = this.to === this.rows.length;
    this.rows.push(view);
    if (this.rows.length === 1) this.toEnd();
    else if (wasEnd) this.below(this.rows.length);
    if (wasStuck || view.mine) this.toBottom();
    else {
      this.unseen += 1;
      this.settle();
    }
  }

  // The window

  /** Draw the newest rows and no others. */
  toEnd() {
    this.show(Math.max(0, this.rows.length - STEP), this.rows.length);
  }

  show(from, to) {
    this.nodes.clear();
    this.days.clear();
    this.log.replaceChildren();
    this.from = this.to = from;
    this.below(to);
    if (!this.rows.length) this.log.append(el("div", { class: "empty", text: this.emptyWords() }));
  }

  above(from) {
    const first = this.from;
    const nodes = this.rows.slice(from, first).map((view) => this.make(view));
    this.from = from;
    this.log.prepend(...nodes);
    for (let at = from; at <= first; at += 1) this.dress(at);
    while (this.to - this.from > MOST) this.take(this.rows[(this.to -= 1)].id);
  }

  below(to) {
    const last = this.to;
    const nodes = this.rows.slice(last, to).map((view) => this.make(view));
    this.to = to;
    this.log.append(...nodes);
    for (let at = last - 1; at < to; at += 1) this.dress(at);
    if (this.to - this.from <= MOST) return;
    while (this.to - this.from > MOST) this.take(this.rows[(this.from += 1) - 1].id);
    this.dress(this.from);
  }

  make(view) {
    const node = messageElement(view, this.pane);
    this.nodes.set(view.id, node);
    return node;
  }

  take(id) {
    for (const kept of [this.nodes, this.days]) {
      kept.get(id)?.remove();
      kept.delete(id);
    }
  }

  /** Mark where a run of one sender's messages begins and ends, and where a day does. */
  dress(at) {
    const view = this.rows[at];
    const node = view && this.nodes.get(view.id);
    if (!node) return;
    node.classList.toggle("first", !this.joins(at));
    node.classList.toggle("last", !this.joins(at + 1));
    const needsDay = at === this.from || this.begins(at);
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

  /** Whether a row follows one of the same sender. */
  joins(at) {
    const [before, view] = [this.rows[at - 1], this.rows[at]];
    return Boolean(before && view) && before.sender_id === view.sender_id && !before.service && !this.begins(at);
  }

  /** Whether a row is the first of its day. */
  begins(at) {
    const [before, view] = [this.rows[at - 1], this.rows[at]];
    return !before || longDay(new Date(before.at)) !== longDay(new Date(view.at));
  }

  // Scrolling

  scrolled() {
    const { box } = this;
    // Only who scrolls up leaves the bottom: it moves away by itself when a keyboard opens or an image comes.
    const up = box.scrollTop < this.top - 1;
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    if (box.scrollTop < NEAR && this.from > 0) this.keepPlace(() => this.above(Math.max(0, this.from - STEP)));
    else if (left < NEAR && this.to < this.rows.length)
      this.keepPlace(() => this.below(Math.min(this.rows.length, this.to + STEP)));
    this.top = box.scrollTop;
    this.settle(this.atBottom || (this.stuck && !up));
    if (!this.stuck) this.floatDay();
  }

  /** Let the day in sight float over the messages while they move, and no longer: it would hide what they say. */
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

  /** The number of the uppermost row in sight. */
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

  /** Change rows out of sight without moving those in sight. */
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
    this.top = this.box.scrollTop; // scrolling up may begin before the browser tells of this
    this.unseen = 0;
    this.jump.hidden = true;
  }

  /** Bring the button to the bottom in line with where the scrolling stands. */
  settle(stuck = this.atBottom) {
    this.stuck = stuck;
    if (this.stuck) this.unseen = 0;
    this.jump.hidden = this.stuck;
    this.count.hidden = !this.unseen;
    const unseen = this.unseen ? String(this.unseen) : "";
    if (this.count.textContent !== unseen) this.count.textContent = unseen;
  }

  /** Bring a message in sight, and let it light up. */
  goTo(id) {
    const at = this.rows.findIndex((row) => row.id === id);
    if (at < 0) return;
    const drawn = this.nodes.has(id);
    if (!drawn) {
      this.stuck = false;
      this.show(Math.max(0, at - STEP / 2), Math.min(this.rows.length, at + STEP / 2));
    }
    const node = this.nodes.get(id);
    node.scrollIntoView({ block: "center", behavior: drawn ? "smooth" : "instant" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }
}
