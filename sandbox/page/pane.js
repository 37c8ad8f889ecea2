// One person's view of one chat.

import { does, get } from "./api.js";
import { Composer } from "./composer.js";
import { alertDialog } from "./dialogs.js";
import { avatar, el, icon, iconButton, toast } from "./dom.js";
import { chatMenu, messageMenu } from "./menus.js";
import { messageElement } from "./message.js";
import { longDay } from "./times.js";

export class Pane {
  constructor(app, person, chatId = person.id, threadId = null) {
    Object.assign(this, { app, person, chatId, threadId });
    this.views = new Map();
    this.nodes = new Map();
    this.commands = [];
    this.waiting = new Map(); // tap id -> { message_id, label }
    this.touched = new Set();
    this.unseen = 0;
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.wall = el(
      "div",
      { class: "wall", tabindex: "0", "aria-label": "Messages", on: { scroll: () => this.scrolled() } },
      this.log,
    );
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
    );
    this.notes = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.head = el("header", { class: "pane-head" });
    this.composer = new Composer(this);
    this.root = el(
      "section",
      {
        class: "pane",
        on: {
          pointerdown: () => app.focus(this),
          focusin: () => app.focus(this),
          dragover: (event) => {
            event.preventDefault();
            this.root.classList.add("drop");
          },
          dragleave: (event) =>
            event.relatedTarget && this.root.contains(event.relatedTarget) ? null : this.root.classList.remove("drop"),
          drop: (event) => this.drop(event),
        },
      },
      this.head,
      el("div", { class: "wall-box" }, this.wall, this.notes, this.jump),
      this.composer.root,
    );
    this.stuck = true;
    // Heights are guessed until a message is drawn and images come late: whoever is at the bottom stays there.
    this.watch = new ResizeObserver(() => this.stuck && this.toBottom());
    this.watch.observe(this.log);
    this.watch.observe(this.wall);
    this.drawHead();
  }

  get isGroup() {
    return this.chatId !== this.person.id;
  }

  get chat() {
    return this.person.chats.find((chat) => chat.id === this.chatId);
  }

  /** Where this pane's person writes to. */
  get where() {
    return { chat_id: this.chatId, ...(this.threadId ? { thread_id: this.threadId } : {}) };
  }

  /** The reply keyboard that counts: of the newest message that brought or removed one. */
  get keyboard() {
    for (const view of [...this.views.values()].reverse()) {
      if (view.deleted || view.mine || !view.keyboard) continue;
      return view.keyboard.keyboard ? view.keyboard : null;
    }
    return null;
  }

  senderName(view) {
    return view.sender === "bot" ? this.app.bot.first_name : view.sender;
  }

  async load() {
    const asked = this.chatId;
    const screen = await get(`people/${this.person.id}/screen?chat_id=${asked}`);
    if (asked !== this.chatId) return;
    this.person = screen.person;
    this.commands = screen.commands;
    this.waiting = new Map(screen.waiting.map((tap) => [tap.id, tap]));
    this.views = new Map(screen.messages.map((view) => [view.id, view]));
    this.draw();
    this.drawHead();
    this.composer.draw();
    this.toBottom();
  }

  drawHead() {
    const { person, chat } = this;
    const title = this.isGroup ? (chat?.title ?? "Group") : this.app.bot.first_name;
    this.words = el("span", { class: "what" });
    const chats = el(
      "select",
      { class: "pane-chats", "aria-label": `${person.name}'s chats`, on: { change: () => this.goToChat(chats.value) } },
      person.chats.flatMap((one) => [
        el("option", {
          value: `${one.id}:`,
          text: one.type === "private" ? this.app.bot.first_name : one.title,
          selected: one.id === this.chatId && !this.threadId,
        }),
        ...(one.topics ?? []).map((topic) =>
          el("option", {
            value: `${one.id}:${topic.id}`,
            text: `  # ${topic.name}`,
            selected: one.id === this.chatId && topic.id === this.threadId,
          }),
        ),
      ]),
    );
    this.head.replaceChildren(
      ...[
        iconButton("back", "Back to the list", () => this.app.showList(), { class: "back" }),
        avatar(person.name, person.id, "small"),
        el("div", { class: "pane-title" }, el("span", { class: "who", text: person.name }), this.words),
        person.chats.length > 1 ? chats : null,
        iconButton("more", "Person and chat", (event) => chatMenu(this, event.currentTarget, title), {
          attributes: { "aria-haspopup": "menu" },
        }),
        this.app.panes.length > 1
          ? iconButton("close", `Close ${person.name}`, () => this.app.close(this), { class: "close" })
          : null,
      ].filter(Boolean),
    );
    this.root.setAttribute("aria-label", `${person.name}: ${title}`);
    this.status();
  }

  /** The line below the name: who they are, or that the bot types. */
  status(action = null) {
    const words = { typing: "is typing…", upload_document: "is sending a file…", upload_photo: "is sending a photo…" };
    clearTimeout(this.actionTimer);
    if (action) this.actionTimer = setTimeout(() => this.status(), 5000);
    const topic = this.threadId && this.chat?.topics?.find((one) => one.id === this.threadId);
    const place = this.isGroup
      ? `${this.chat?.title ?? "group"}${topic ? ` # ${topic.name}` : ""}`
      : `with ${this.app.bot.first_name}`;
    this.words.textContent = action
      ? `${this.app.bot.first_name} ${words[action] ?? "is busy…"}`
      : [this.person.note, place].filter(Boolean).join(" · ");
    this.words.classList.toggle("typing", Boolean(action));
  }

  goToChat(value) {
    const [chatId, threadId] = value.split(":").map(Number);
    this.chatId = chatId;
    this.threadId = threadId || null;
    this.app.remember();
    this.load();
  }

  /** Draw every message anew. */
  draw() {
    this.nodes.clear();
    const shown = [...this.views.values()].filter((view) => this.shows(view));
    const nodes = [];
    let before = null;
    for (const view of shown) {
      const node = messageElement(view, this);
      this.nodes.set(view.id, node);
      if (this.newDay(before, view)) nodes.push(this.dayLine(view));
      this.join(before, view, node);
      nodes.push(node);
      before = view;
    }
    this.log.replaceChildren(...nodes);
    if (!shown.length) this.log.append(el("div", { class: "empty", text: this.emptyWords() }));
  }

  emptyWords() {
    if (this.isGroup) return "Nothing has been written here yet.";
    return this.person.started ? "No messages." : `${this.person.name} has not started the bot yet.`;
  }

  shows(view) {
    return !view.deleted && (!this.threadId || view.thread_id === this.threadId);
  }

  newDay(before, view) {
    return !before || longDay(new Date(before.at)) !== longDay(new Date(view.at));
  }

  dayLine(view) {
    return el("div", { class: "day", text: longDay(new Date(view.at)) });
  }

  /** Mark where a run of one sender's messages begins and ends. */
  join(before, view, node) {
    const joined = before && before.sender_id === view.sender_id && !before.service && !this.newDay(before, view);
    node.classList.toggle("first", !joined);
    node.classList.add("last");
    if (joined) this.nodes.get(before.id)?.classList.remove("last");
  }

  /** Fetch some messages again; several asked for at once go in one request, one request after another. */
  touch(id) {
    this.touched.add(id);
    this.fetching ??= setTimeout(async () => {
      const ids = [...this.touched];
      this.touched.clear();
      const path = `people/${this.person.id}/messages?chat_id=${this.chatId}&ids=${ids.join(",")}`;
      // Someone who just left the chat is told by the next state, not by a complaint.
      const views = await get(path, { quiet: true }).catch(() => []);
      views.filter((view) => view.chat_id === this.chatId).forEach((view) => this.put(view));
      this.fetching = null;
      if (this.touched.size) this.touch([...this.touched][0]);
    }, 8);
  }

  /** Show a message that is new or changed. */
  put(view) {
    const old = this.nodes.get(view.id);
    const isNew = !this.views.has(view.id);
    const atBottom = this.atBottom();
    const before = isNew ? [...this.views.values()].filter((one) => this.shows(one)).at(-1) : null;
    this.views.set(view.id, view);
    if (!this.shows(view)) {
      old?.remove();
      this.nodes.delete(view.id);
    } else {
      const node = messageElement(view, this);
      this.nodes.set(view.id, node);
      if (old) {
        for (const name of ["first", "last"]) node.classList.toggle(name, old.classList.contains(name));
        old.replaceWith(node);
      } else if (isNew) {
        this.log.querySelector(".empty")?.remove();
        if (this.newDay(before, view)) this.log.append(this.dayLine(view));
        this.join(before, view, node);
        this.log.append(node);
      }
    }
    if (isNew && !view.mine) this.status();
    if (isNew && !atBottom && !view.mine) this.unseen += 1;
    if (isNew && (view.keyboard || this.views.size === 1)) this.composer.draw();
    if (atBottom || (isNew && view.mine)) this.toBottom();
    else this.scrolled();
  }

  atBottom() {
    return this.wall.scrollHeight - this.wall.scrollTop - this.wall.clientHeight < 90;
  }

  toBottom(smooth = false) {
    this.stuck = true;
    this.wall.scrollTo({ top: this.wall.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.unseen = 0;
    this.jump.hidden = true;
  }

  scrolled() {
    const down = this.atBottom();
    this.stuck = down;
    if (down) this.unseen = 0;
    this.jump.hidden = down;
    this.jump.replaceChildren(
      icon("down"),
      ...(this.unseen ? [el("span", { class: "badge", text: String(this.unseen) })] : []),
    );
  }

  goTo(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  drop(event) {
    event.preventDefault();
    this.root.classList.remove("drop");
    this.composer.attach([...event.dataTransfer.files]);
  }

  // What people do with messages

  command(text) {
    return does(this.person.id, "says", { ...this.where, text });
  }

  /** Take a deep link to the bot itself: press Start with its payload. */
  link(url) {
    const match = /^(?:https?:\/\/)?t(?:elegram)?\.me\/([^/?#]+)\/?(?:\?start=([\w-]*))?$/i.exec(url);
    if (!match || match[1].toLowerCase() !== this.app.bot.username.toLowerCase()) return false;
    does(this.person.id, "starts", { payload: match[2] ?? "" });
    return true;
  }

  async tap(view, button) {
    await does(this.person.id, "taps", {
      chat_id: this.chatId,
      message_id: view.id,
      ...(button.callback_data ? { data: button.callback_data } : { label: button.text }),
    });
  }

  isWaiting(messageId, button) {
    return [...this.waiting.values()].some((tap) => tap.message_id === messageId && tap.label === button.text);
  }

  tapped(entry) {
    this.waiting.set(entry.tap_id, entry);
    this.redraw(entry.message_id);
  }

  answered(entry) {
    this.waiting.delete(entry.tap_id);
    this.redraw(entry.message_id);
    if (!entry.text) return;
    if (entry.show_alert) alertDialog(`${this.person.name} sees`, entry.text);
    else toast(entry.text, "", this.notes);
  }

  redraw(id) {
    if (this.views.has(id)) this.put(this.views.get(id));
  }

  react(view, emoji) {
    return does(this.person.id, "reacts", { chat_id: this.chatId, message_id: view.id, emoji });
  }

  vote(view, options) {
    return does(this.person.id, "votes", { chat_id: this.chatId, message_id: view.id, options });
  }

  messageMenu(view, anchor) {
    messageMenu(this, view, anchor);
  }
}
