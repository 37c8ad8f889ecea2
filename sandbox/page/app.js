// The page: which chats are open, and how it reacts to journal entries.

import { follow, get } from "./api.js";
import { el, icon } from "./dom.js";
import { keepDrafts, takeDraft } from "./drafts.js";
import { Pane } from "./pane.js";
import { Sidebar } from "./sidebar.js";
import { useZone } from "./times.js";
import { Tools } from "./tools.js";

const MOST_PANES = 3;
// How long the connection must be lost before the page says so: after sleep the browser reconnects at once.
const PATIENCE_MS = 1200;

class App {
  constructor(state) {
    this.bot = state.bot;
    this.panes = [];
    this.unread = new Map();
    this.live = false;
    useZone(state.zone);
    this.take(state);
    this.root = document.getElementById("panes");
    document.getElementById("skip").addEventListener("click", () => this.toConversation());
    this.sidebar = new Sidebar(this, document.getElementById("sidebar"));
    this.toolsRoot = document.getElementById("tools");
    this.tools = new Tools(this, this.toolsRoot);
    document.title = `@${this.bot.username} · sandbox`;
  }

  /** Store the people, groups and clock that the server sent. */
  take(state) {
    this.people = state.people;
    this.pending = state.pending;
    this.setNow(state.now);
    const groups = new Map();
    for (const person of this.people)
      for (const chat of person.chats) if (chat.type !== "private") groups.set(chat.id, chat);
    this.groups = [...groups.values()];
  }

  setNow(iso) {
    this.shift = new Date(iso) - Date.now();
  }

  now() {
    return new Date(Date.now() + this.shift);
  }

  nameOf(id) {
    const person = this.people.find((one) => one.id === id);
    return person?.name ?? this.groups.find((one) => one.id === id)?.title ?? String(id);
  }

  start(state) {
    this.sidebar.draw();
    this.tools.drawPeople();
    this.tools.drawFaults(state.faults);
    this.tools.strict.checked = state.strict;
    this.tools.drawSettings(state.settings);
    this.tools.refresh();
    document.documentElement.dataset.seen = state.seq;
    this.restore();
    addEventListener("hashchange", () => this.restore());
    follow(
      state.seq,
      (entry) => {
        this.happened(entry);
        document.documentElement.dataset.seen = entry.seq; // The last entry shown; browser tests wait for it.
      },
      (live) => {
        if (live && this.live === false && this.wasLive) this.reload();
        this.live = live;
        this.wasLive ||= live;
        this.sidebar.drawLink(live, this.pending);
        this.tellWhetherGone();
      },
      (run) => run === state.run || this.startAnew(),
    );
    this.tools.drawClock();
    setInterval(() => this.tools.drawClock(), 5000);
    setInterval(() => document.hidden || this.countPending(), 2000);
  }

  /** Show a notice when the sandbox has not answered for PATIENCE_MS; remove it when it answers. */
  tellWhetherGone() {
    const gone = document.getElementById("gone");
    if (this.live) {
      clearTimeout(this.patience);
      this.patience = null;
      gone.textContent = "";
    } else {
      this.patience ??= setTimeout(() => {
        gone.textContent = "The sandbox does not answer. Start it again; what you have typed stays.";
      }, PATIENCE_MS);
    }
  }

  /** The sandbox was restarted: save the drafts and load the page again. */
  startAnew() {
    keepDrafts(this.panes);
    location.reload();
  }

  async countPending() {
    this.pending = await get("pending")
      .then((answer) => answer.pending)
      .catch(() => 0);
    this.sidebar.drawLink(this.live, this.pending);
  }

  // Open chats

  /** Open a person's chat in the current pane, or in a pane beside it. */
  async show(personId, chatId = personId, beside = false, threadId = null) {
    const person = this.people.find((one) => one.id === personId);
    if (!person) return;
    const open = this.panes.find((pane) => pane.person.id === personId);
    if (open && open.chatId === chatId) {
      this.focus(open);
      this.unread.delete(chatId);
      this.sidebar.draw();
      open.toBottom();
      open.composer.input.focus({ preventScroll: true });
      return;
    }
    const pane = new Pane(this, person, chatId, threadId);
    const other = beside ? this.panes.findLast((one) => one !== this.current) : null;
    const at = this.panes.indexOf(open ?? other ?? this.current);
    if (beside && !open && this.panes.length < MOST_PANES) this.panes.push(pane);
    else if (at >= 0) this.panes[at] = pane;
    else this.panes[0] = pane;
    this.unread.delete(chatId);
    takeDraft(pane);
    this.place();
    this.focus(pane);
    await pane.load();
    pane.takeFocus();
  }

  showGroup(group, beside = false) {
    const members = Object.keys(group.members).map(Number);
    const reader =
      this.current && members.includes(this.current.person.id)
        ? this.current.person
        : this.people.find((one) => members.includes(one.id));
    if (reader) this.show(reader.id, group.id, beside);
  }

  close(pane) {
    this.panes = this.panes.filter((one) => one !== pane);
    this.place();
    this.focus(this.panes[0]);
  }

  place() {
    // Panes that stay are not moved in the document: an element that is reinserted loses its scroll position.
    const wanted = this.panes.length ? this.panes.map((pane) => pane.root) : [this.welcome()];
    for (const child of [...this.root.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach(
      (node, i) => this.root.children[i] === node || this.root.insertBefore(node, this.root.children[i] ?? null),
    );
    this.panes.forEach((pane) => pane.drawHead());
    this.remember();
    this.sidebar.draw();
  }

  welcome() {
    if (!this.people.length)
      return el(
        "div",
        { class: "welcome" },
        el("h2", { text: "Nobody is here yet" }),
        el("p", { text: "Add a person on the left with the plus beside “People”. You are then at their phone." }),
      );
    return el(
      "div",
      { class: "welcome" },
      el("h2", { text: "Choose whose phone to look at" }),
      el("p", {
        text: "Pick a person on the left to read and write as them. To see both sides of a conversation, open a second one beside with the button that shows at the end of their row:",
      }),
      icon("beside"),
    );
  }

  focus(pane) {
    this.current = pane;
    this.panes.forEach((one) => one.root.classList.toggle("current", one === pane));
    if (!pane) return;
    document.body.classList.add("in-chat");
    if (this.unread.delete(pane.chatId)) this.sidebar.draw();
  }

  /** Move the focus past the list of people to the composer of the current pane. */
  toConversation() {
    const { current } = this;
    if (current) document.body.classList.add("in-chat");
    const composer = current?.composer.root;
    (composer?.querySelector("textarea") ?? composer?.querySelector("button") ?? this.root).focus();
  }

  showList() {
    document.body.classList.remove("in-chat");
  }

  remember() {
    const open = this.panes.map((pane) =>
      [pane.person.id, pane.isGroup ? pane.chatId : "", pane.threadId ?? ""].join("/").replace(/\/+$/, ""),
    );
    history.replaceState(null, "", `#${open.join(",")}`);
  }

  /** The panes in the URL fragment, such as `#1001,1002/-100…/7`: person, or person/chat/topic. */
  named() {
    const named = new Map();
    for (const one of location.hash.slice(1).split(",").filter(Boolean)) {
      const [personId, chatId, threadId] = one.split("/").map(Number);
      const person = this.people.find((other) => other.id === personId);
      const chat = person?.chats.find((other) => other.id === chatId);
      const topic = chat?.topics?.find((other) => other.id === threadId);
      if (person) named.set(personId, { person, chatId: chat?.id ?? personId, threadId: topic?.id ?? null });
    }
    return [...named.values()].slice(0, MOST_PANES);
  }

  /** Open exactly the panes in the URL fragment. Those already open keep their state and typed text. */
  async restore() {
    const before = this.panes;
    this.panes = this.named().map(
      ({ person, chatId, threadId }) =>
        before.find((pane) => pane.person.id === person.id && pane.chatId === chatId && pane.threadId === threadId) ??
        new Pane(this, person, chatId, threadId),
    );
    this.panes.forEach((pane) => {
      this.unread.delete(pane.chatId);
      takeDraft(pane);
    });
    this.place();
    this.focus(this.panes[0]);
    if (!this.panes.length) return this.showList();
    await Promise.all(this.panes.filter((pane) => !before.includes(pane)).map((pane) => pane.load()));
    return this.current?.takeFocus();
  }

  // Journal entries

  happened(entry) {
    const { kind, chat_id: chatId } = entry;
    const showing = this.panes.filter((pane) => pane.chatId === chatId);
    if (entry.message_id && !["taps", "answer"].includes(kind)) showing.forEach((pane) => pane.touch(entry.message_id));
    if (["says", "sees", "file", "service"].includes(kind)) this.heard(entry, showing);
    // A person who writes or presses a button has read the chat.
    const acts = ["says", "taps", "file"].includes(kind) && !entry.by_bot && chatId > 0;
    if (acts && this.unread.delete(chatId)) this.sidebar.draw();
    const own = this.panes.find((pane) => pane.person.id === entry.person_id && pane.chatId === chatId);
    if (kind === "taps") own?.tapped(entry);
    else if (kind === "answer") own?.answered(entry);
    else if (kind === "action") showing.forEach((pane) => pane.status(entry.action));
    else if (kind === "clock") this.tools.refresh();
    else if (kind === "fault") this.tools.hit(entry);
    else if (kind === "faults") this.tools.drawFaults(entry.faults);
    else if (kind === "flood") this.tools.strict.checked = entry.strict;
    else if (kind === "settings") {
      this.tools.drawSettings(entry);
      this.refreshSoon();
    } else if (kind === "commands")
      this.later("commands", () => this.panes.forEach((pane) => this.refreshCommands(pane)));
    else if (["arrives", "account", "group", "member", "topic", "service"].includes(kind))
      this.refreshSoon();
  }

  /** Show a new message in the list of chats; count it as unread unless its chat is visible. */
  heard(entry, showing) {
    const chat = entry.chat_id > 0 ? this.people.find((one) => one.id === entry.chat_id)?.chats[0] : null;
    const last = { text: entry.summary, at: entry.at };
    if (chat) chat.last = last;
    for (const group of this.groups) if (group.id === entry.chat_id) group.last = last;
    const person = this.people.find((one) => one.id === entry.chat_id);
    if (person && !person.started) this.refreshSoon();
    if (!showing.some((pane) => pane.isSeen) && (entry.by_bot || entry.chat_id < 0))
      this.unread.set(entry.chat_id, (this.unread.get(entry.chat_id) ?? 0) + 1);
    this.later("list", () => {
      this.sidebar.draw();
      if (!this.toolsRoot.hidden) this.tools.refresh();
    });
  }

  async refreshCommands(pane) {
    pane.commands = await get(`people/${pane.person.id}/commands?chat_id=${pane.chatId}`);
    pane.composer.draw();
  }

  /** Run something soon, once for all calls until then. */
  later(name, act) {
    this.timers ??= {};
    this.timers[name] ??= setTimeout(() => {
      delete this.timers[name];
      act();
    }, 60);
  }

  /** Fetch people and chats again soon. Until the page shows them, the document is marked; browser tests wait for that. */
  refreshSoon() {
    const page = document.documentElement;
    page.dataset.fetching = "";
    this.later("state", async () => {
      this.fetching = (this.fetching ?? 0) + 1;
      await this.refresh().finally(() => this.fetching--);
      if (!this.fetching && !this.timers.state) delete page.dataset.fetching;
    });
  }

  async refresh() {
    this.take(await get("state"));
    for (const pane of this.panes) {
      pane.person = this.people.find((one) => one.id === pane.person.id) ?? pane.person;
      if (pane.isGroup && !pane.chat) {
        pane.chatId = pane.person.id;
        pane.threadId = null;
        pane.load();
      }
      pane.drawHead();
      pane.composer.draw();
    }
    if (this.panes.length) this.sidebar.draw();
    else this.place();
    this.tools.drawPeople();
  }

  async reload() {
    await this.refresh();
    await Promise.all(this.panes.map((pane) => pane.load()));
  }

  // Light and dark theme

  toggleTools(open = this.toolsRoot.hidden) {
    this.toolsRoot.hidden = !open;
    this.sidebar.tools.setAttribute("aria-expanded", String(open));
    if (open) this.tools.refresh();
  }

  switchTheme() {
    setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    /* Without storage the choice lasts until the page is closed. */
  }
}

function firstTheme() {
  try {
    if (localStorage.getItem("theme")) return localStorage.getItem("theme");
  } catch {
    /* Without storage the system's setting counts. */
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

setTheme(firstTheme());
const state = await get("state");
const app = new App(state);
app.start(state);
