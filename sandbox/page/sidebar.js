// The list of people and their chats, with the number of unread messages.

import { avatar, el, iconButton, languageOf } from "./dom.js";
import { newGroup, newPerson } from "./forms.js";
import { day, hour, shortDay, zoneName } from "./times.js";

export class Sidebar {
  constructor(app, root) {
    Object.assign(this, { app, root });
    this.clock = el("span", { class: "clock" });
    this.search = el("input", {
      type: "search",
      placeholder: "Search",
      "aria-label": "Search people and groups",
      on: { input: () => this.draw() },
    });
    this.list = el("div", { class: "side-list" });
    this.foot = el(
      "div",
      { class: "side-foot" },
      (this.link = el("span", { text: "Live" })),
      (this.pending = el("span")),
    );
    this.theme = iconButton("moon", "Dark or light", () => app.switchTheme());
    this.tools = iconButton("clock", "Clock and faults", () => app.toggleTools(), {
      attributes: { "aria-expanded": "false" },
    });
    root.append(
      el(
        "div",
        { class: "side-head" },
        el("div", { class: "brand" }, el("strong", { text: `@${app.bot.username}` }), this.clock),
        this.theme,
        this.tools,
      ),
      el("div", { class: "search" }, this.search),
      this.list,
      this.foot,
    );
  }

  drawClock(now) {
    this.clock.textContent = `${hour(now)} · ${day(now)}`;
    this.clock.title = `${zoneName()} time`;
  }

  drawLink(live, pending) {
    this.link.textContent = live ? "Live" : "Connecting…";
    this.pending.textContent = pending ? `${pending} waiting for the bot` : "";
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const fits = (words) => words.toLowerCase().includes(wanted);
    const people = this.app.people.filter((person) =>
      fits(`${person.name} ${person.username ?? ""} ${person.note ?? ""}`),
    );
    const groups = this.app.groups.filter((group) => fits(group.title));
    const focused = document.activeElement?.dataset?.row;
    this.list.replaceChildren(
      this.title("People", "New person", () => newPerson(this.app)),
      el(
        "ul",
        {},
        people.map((person) => this.person(person)),
      ),
      this.title("Groups", "New group", () => newGroup(this.app)),
      el(
        "ul",
        {},
        groups.map((group) => this.group(group)),
      ),
    );
    if (!this.app.people.length)
      this.list.append(
        el("p", { class: "side-empty", text: "Nobody is here yet. Add a person, then press Start in their chat." }),
      );
    if (focused) this.list.querySelector(`[data-row="${focused}"]`)?.focus();
  }

  title(words, label, act) {
    return el("div", { class: "side-title" }, el("h2", { text: words }), iconButton("plus", label, act));
  }

  person(person) {
    const last = person.chats[0].last;
    const open = this.app.panes.some((pane) => pane.person.id === person.id);
    const state = person.started ? "" : "has not started";
    return this.row({
      id: person.id,
      name: person.name,
      mark: avatar(person.name, person.id),
      last,
      open,
      preview: person.deactivated ? "deleted account" : person.blocked ? "blocked the bot" : (last?.text ?? state),
      detail: person.note,
      unread: this.app.unread.get(person.id),
      act: () => this.app.show(person.id),
      beside: () => this.app.show(person.id, person.id, true),
    });
  }

  group(group) {
    const open = this.app.panes.some((pane) => pane.chatId === group.id);
    return this.row({
      id: group.id,
      name: group.title,
      mark: avatar(group.title, group.id, "group"),
      last: group.last,
      open,
      preview: group.last?.text ?? "",
      unread: this.app.unread.get(group.id),
      act: () => this.app.showGroup(group),
      beside: () => this.app.showGroup(group, true),
    });
  }

  row({ id, name, mark, last, open, preview, detail, unread, act, beside }) {
    const time = last
      ? shortDay(new Date(last.at)) === shortDay(this.app.now())
        ? hour(new Date(last.at))
        : shortDay(new Date(last.at))
      : "";
    return el(
      "li",
      { class: `row-item ${open ? "active" : ""}` },
      el(
        "button",
        {
          type: "button",
          class: "row-main",
          "data-row": String(id),
          "aria-current": open ? "true" : null,
          on: { click: act },
        },
        mark,
        el(
          "span",
          { class: "row-words" },
          el(
            "span",
            { class: "row-line" },
            el("span", { class: "row-name", dir: "auto", lang: languageOf(name), text: name, title: name }),
            el("span", { class: "row-time", text: time }),
          ),
          detail ? el("span", { class: "row-preview", text: detail }) : null,
          el(
            "span",
            { class: "row-line" },
            el("span", {
              class: "row-preview",
              dir: "auto",
              lang: languageOf(preview),
              text: preview || " ",
            }),
            unread ? el("span", { class: "badge", "aria-label": `${unread} unread`, text: String(unread) }) : null,
          ),
        ),
      ),
      iconButton("beside", `Open ${name} beside`, beside, { class: "row-beside" }),
    );
  }
}
