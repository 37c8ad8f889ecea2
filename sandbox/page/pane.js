// A pane: one person's view of one chat.

import { does, get } from "./api.js";
import { Composer } from "./composer.js";
import { alertDialog, ask } from "./dialogs.js";
import { avatar, el, iconButton, languageOf, toast } from "./dom.js";
import { join } from "./forms.js";
import { chatMenu, linkMenu, messageMenu } from "./menus.js";
import { MessageList } from "./message_list.js";

export class Pane {
  constructor(app, person, chatId = person.id, threadId = null) {
    Object.assign(this, { app, person, chatId, threadId });
    this.views = new Map();
    this.commands = [];
    this.waiting = new Map(); // Callback query id to { message_id, label }: presses that the bot has not answered.
    this.touched = new Set();
    this.messageList = new MessageList(this);
    this.said = el("div", { class: "visually-hidden", "aria-live": "polite" });
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
      el(
        "div",
        { class: "message-list-box" },
        this.messageList.box,
        this.messageList.afloat,
        this.notes,
        this.messageList.jump,
      ),
      this.said,
      this.composer.root,
    );
    this.drawHead();
  }

  get isGroup() {
    return this.chatId !== this.person.id;
  }

  /** Whether the pane is visible: on a narrow screen the list or another pane may cover it. */
  get isSeen() {
    return this.root.checkVisibility();
  }

  get chat() {
    return this.person.chats.find((chat) => chat.id === this.chatId);
  }

  /** The topic when the pane shows only one. */
  get topic() {
    return this.threadId ? this.chat?.topics?.find((one) => one.id === this.threadId) : null;
  }

  /** The chat and topic that the person writes to, as fields of a request. */
  get where() {
    return { chat_id: this.chatId, ...(this.threadId ? { thread_id: this.threadId } : {}) };
  }

  /** The current reply keyboard: that of the newest message that set or removed one. */
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

  /** The topic of a message, when the pane shows several. */
  topicName(view) {
    if (this.threadId || !view.thread_id) return null;
    return this.chat?.topics?.find((one) => one.id === view.thread_id)?.name;
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
        el(
          "div",
          { class: "pane-title" },
          el("h2", { class: "who", dir: "auto", lang: languageOf(person.name), text: person.name, title: person.name }),
          el("div", { class: "where" }, chats.length > 1 ? chats : null, this.words),
        ),
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

  /** The line below the name: the person's note, or that the bot is typing. */
  status(action = null) {
    const words = { typing: "is typing…", upload_document: "is sending a file…", upload_photo: "is sending a photo…" };
    clearTimeout(this.actionTimer);
    if (action) this.actionTimer = setTimeout(() => this.status(), 5000);
    const { topic } = this;
    const title = this.isGroup ? (this.chat?.title ?? "group") : `with ${this.app.bot.first_name}`;
    // The note says more than the name of the chat, which the list shows, too.
    const isKnown = this.person.chats.length > 1 || (!this.isGroup && this.person.note);
    const place = isKnown ? null : `${title}${topic ? ` # ${topic.name}` : ""}`;
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

  /** Draw all messages again. */
  draw() {
    this.messageList.draw(
      [...this.views.values()].filter((view) => this.shows(view)),
      () => this.emptyWords(),
    );
  }

  emptyWords() {
    if (this.isGroup) return "Nothing has been written here yet.";
    return this.person.started ? "No messages." : `${this.person.name} has not started the bot yet.`;
  }

  shows(view) {
    return !view.deleted && (!this.threadId || view.thread_id === this.threadId);
  }

  /** Fetch some messages again. Calls while a request runs are combined into the next request. */
  touch(id) {
    this.touched.add(id);
    this.root.setAttribute("aria-busy", "true");
    this.fetching ??= setTimeout(async () => {
      const ids = [...this.touched];
      this.touched.clear();
      const path = `people/${this.person.id}/messages?chat_id=${this.chatId}&ids=${ids.join(",")}`;
      // The person may have left the chat; the next state shows that.
      const views = await get(path).catch(() => []);
      views.filter((view) => view.chat_id === this.chatId).forEach((view) => this.put(view));
      this.fetching = null;
      if (this.touched.size) this.touch([...this.touched][0]);
      else this.root.removeAttribute("aria-busy");
    }, 8);
  }

  /** Add or update a message. */
  put(view) {
    const isNew = !this.views.has(view.id);
    this.views.set(view.id, view);
    this.messageList.put(view, this.shows(view));
    if (!isNew) return;
    if (!view.mine && !view.deleted) {
      this.status();
      if (this.shows(view)) this.said.textContent = `${this.senderName(view)}: ${view.summary}`;
    }
    if (view.keyboard || this.views.size === 1) this.composer.draw();
  }

  toBottom() {
    this.messageList.toBottom();
  }

  /** Focus the text field, unless that would open an on-screen keyboard. */
  takeFocus() {
    if (matchMedia("(hover: hover)").matches) this.composer.takeFocus();
  }

  goTo(id) {
    this.messageList.goTo(id);
  }

  drop(event) {
    event.preventDefault();
    this.root.classList.remove("drop");
    this.composer.attach([...event.dataTransfer.files]);
  }

  // Actions on messages

  command(text) {
    return does(this.person.id, "says", { ...this.where, text });
  }

  /**
   * Handle a link into Telegram; returns whether it is one. An invite link joins its group. A deep link to the bot
   * presses Start; one in a text (`anchor`) may be for somebody else, so a menu asks who opens it.
   */
  link(url, anchor = null) {
    const invite = /^(?:https?:\/\/)?t(?:elegram)?\.me\/(?:\+|joinchat\/)([\w-]+)\/?$/i.exec(url.trim());
    if (invite) {
      join(this.app, this.person, { link: `https://t.me/+${invite[1]}` });
      return true;
    }
    const match = /^(?:https?:\/\/)?t(?:elegram)?\.me\/([^/?#]+)\/?(?:\?start=([\w-]*))?$/i.exec(url.trim());
    if (!match || match[1].toLowerCase() !== this.app.bot.username.toLowerCase()) return false;
    const payload = match[2] ?? "";
    if (payload && anchor) linkMenu(this, payload, anchor);
    else this.start(payload);
    return true;
  }

  start(payload = "") {
    return does(this.person.id, "starts", { payload });
  }

  /** Ask for a link to open. */
  askLink() {
    const label = `A link to @${this.app.bot.username}, or to a group`;
    ask(`${this.person.name} opens a link`, [["link", label, { required: true, autofocus: true }]], "Open", ({ link }) => {
      if (!this.link(link)) toast(`That is no link to @${this.app.bot.username}.`, "bad", this.notes);
    });
  }

  async tap(view, button) {
    const meant = button.callback_data ? { data: button.callback_data } : { label: button.text };
    try {
      await does(this.person.id, "taps", { chat_id: this.chatId, message_id: view.id, ...meant });
    } catch (error) {
      // The bot may have changed the message before the press: show its current state along with the error.
      this.touch(view.id);
      throw error;
    }
  }

  /** Copy the text of a button. Browsers allow this on localhost and over https only. */
  async copy(text) {
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    toast(copied ? `Copied: ${text}` : `This browser does not let a page copy: ${text}`, copied ? "" : "bad", this.notes);
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
