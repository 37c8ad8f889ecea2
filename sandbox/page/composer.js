// The composer below a chat: text, files, replies, edits, commands, reply keyboards.

import { does } from "./api.js";
import { askHow, attachMenu, sendFiles } from "./attaching.js";
import { CommandOffers } from "./command_offers.js";
import { el, icon, iconButton } from "./dom.js";
import { Formatting } from "./formatting.js";
import { shareWithKey } from "./sending.js";

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.about = null; // { view, editing, quote }
    this.keyboardShown = true;
    this.root = el("div", { class: "composer" });
    this.input = el("textarea", {
      rows: "1",
      placeholder: "Message",
      "aria-label": `Message from ${pane.person.name}`,
      dir: "auto",
      on: { input: () => this.grow(), keydown: (event) => this.keys(event), paste: (event) => this.paste(event) },
    });
    this.formatting = new Formatting(this.input);
    this.file = el("input", {
      type: "file",
      hidden: true,
      multiple: true,
      on: { change: () => this.attach([...this.file.files]) },
    });
    this.offers = new CommandOffers(pane, this.input, (command) => {
      this.formatting.set("");
      this.pane.command(command);
    });
    this.draw();
  }

  /** Build the composer again for the current state of the chat. */
  draw() {
    const had = [this.input, this.root.querySelector(".big")].includes(document.activeElement);
    this.root.replaceChildren();
    this.build();
    if (had) this.takeFocus();
  }

  /** Focus the text field, or the only button when the person cannot write. */
  takeFocus() {
    (this.root.querySelector(".big") ?? this.input).focus({ preventScroll: true });
  }

  build() {
    const { person, isGroup } = this.pane;
    if (!isGroup && person.blocked) return this.big("UNBLOCK", () => does(person.id, "unblocks"));
    if (!isGroup && person.deactivated) return this.big("THIS ACCOUNT IS DELETED", () => {});
    if (!isGroup && !person.started && !this.pane.views.size) {
      this.big("START", () => this.pane.start());
      return this.big("START WITH A LINK…", () => this.pane.askLink());
    }
    if (this.about) this.root.append(this.aboutBar());
    const keyboard = this.pane.keyboard;
    this.root.append(
      this.formatting.root,
      this.offers.root,
      el(
        "div",
        { class: "line" },
        this.pane.commands.length
          ? el(
              "button",
              {
                type: "button",
                class: "menu-button",
                "aria-label": "Menu of commands",
                on: { click: () => this.offers.show("/", true) },
              },
              icon("menu"),
              el("span", { text: "Menu" }),
            )
          : null,
        iconButton("clip", "Attach", (event) => attachMenu(this, event.currentTarget), {
          attributes: { "aria-haspopup": "menu" },
        }),
        this.file,
        this.input,
        keyboard
          ? iconButton(
              "keys",
              "Reply keyboard",
              () => {
                this.keyboardShown = !this.keyboardShown;
                this.draw();
              },
              { attributes: { "aria-pressed": String(this.keyboardShown) } },
            )
          : null,
        iconButton("send", "Send", () => this.send(), { class: "send" }),
      ),
    );
    if (keyboard && this.keyboardShown) this.root.append(this.keyboard(keyboard));
    this.input.placeholder = keyboard?.input_field_placeholder || (isGroup ? "Write to the group" : "Message");
    return undefined;
  }

  big(label, act) {
    this.root.append(el("button", { type: "button", class: "big", text: label, on: { click: act } }));
  }

  aboutBar() {
    const { view, editing, quote } = this.about;
    return el(
      "div",
      { class: "about" },
      icon(editing ? "edit" : "reply"),
      el(
        "div",
        {},
        el("b", {
          text: editing ? "Edit message" : view.mine ? "Reply to yourself" : `Reply to ${this.pane.senderName(view)}`,
        }),
        el("span", { text: quote ? `“${quote.text}”` : view.summary }),
      ),
      iconButton("close", "Cancel", () => this.release()),
    );
  }

  keyboard(markup) {
    return el(
      "div",
      { class: "keyboard", role: "group", "aria-label": "Reply keyboard" },
      markup.keyboard.map((row) =>
        el(
          "div",
          { class: "line" },
          row.map((key) =>
            el("button", { type: "button", text: key.text, on: { click: () => this.press(key, markup) } }),
          ),
        ),
      ),
    );
  }

  async press(key, markup) {
    const asks = key.request_users || key.request_chat;
    if (asks) return shareWithKey(this.pane, key);
    await does(this.pane.person.id, "taps", { ...this.pane.where, label: key.text });
    if (markup.one_time_keyboard) {
      this.keyboardShown = false;
      this.draw();
    }
    return undefined;
  }

  /** Reply to a message, or to a part of it: `quote` is { text, position }. */
  replyTo(view, quote = null) {
    this.about = { view, editing: false, quote };
    this.draw();
    this.input.focus();
  }

  edit(view) {
    this.about = { view, editing: true };
    this.formatting.set(view.text, view.entities);
    this.draw();
    this.grow();
    this.input.focus();
  }

  release() {
    if (this.about?.editing) this.formatting.set("");
    this.about = null;
    this.draw();
    this.grow();
  }

  /** Select the whole text, which offers to format it. */
  selectAll() {
    this.input.focus();
    this.input.select();
    this.formatting.draw();
  }

  grow() {
    this.formatting.changed();
    this.input.style.height = "40px";
    this.input.style.height = `${Math.min(180, Math.max(40, this.input.scrollHeight))}px`;
    this.offers.show(this.input.value);
  }

  keys(event) {
    if (this.offers.keys(event)) return;
    if (event.key === "Escape") {
      this.release();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = [...this.pane.views.values()].filter((view) => view.mine && !view.deleted && view.text).at(-1);
      if (own) {
        this.edit(own);
        event.preventDefault();
      }
    }
  }

  async send() {
    const { words } = this.formatting;
    if (!words.text) return;
    const about = this.about;
    this.formatting.set("");
    this.about = null;
    if (about) this.draw();
    this.grow();
    const { person, where } = this.pane;
    try {
      if (about?.editing)
        await does(person.id, "edits", { chat_id: where.chat_id, message_id: about.view.id, ...words });
      else await does(person.id, "says", { ...where, ...words, ...repliesTo(about) });
      this.pane.toBottom();
    } catch (error) {
      this.restore(words, about);
      throw error;
    }
  }

  /** Put words that could not be sent back into the field, unless the person has typed something else. */
  restore({ text, entities }, about) {
    this.about ??= about;
    if (!this.input.value) this.formatting.set(text, entities);
    this.draw();
    this.grow();
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length) {
      event.preventDefault();
      this.attach(files);
    }
  }

  /** Send files; the typed text becomes the caption of the first. How several are sent is asked. */
  attach(files) {
    this.file.value = "";
    if (files.length < 2) this.sendFiles(files.map((file) => ({ file })));
    else askHow(files, this.captionWords.text, (items, options) => this.sendFiles(items, options));
  }

  /** The typed words, as the caption of files; none while a message is being edited. */
  get captionWords() {
    return this.about?.editing ? { text: "" } : this.formatting.words;
  }

  async sendFiles(items, options = {}) {
    const { person, where } = this.pane;
    const words = this.captionWords;
    const about = this.about?.editing ? null : this.about;
    const asked = items[0]?.caption;
    const caption = asked ?? words.text;
    const entities = caption === words.text && words.entities;
    this.formatting.set("");
    this.release();
    const given = { ...where, ...repliesTo(about) };
    const first = { caption, ...(entities ? { caption_entities: entities } : {}) };
    const sent = await sendFiles(person.id, items, first, given, options);
    if (!sent) this.restore(asked === undefined ? words : { text: caption }, about);
    this.pane.toBottom();
  }
}

/** The fields of a request that make a message a reply. */
function repliesTo(about) {
  if (!about) return {};
  return { reply_to: about.view.id, ...(about.quote ? { quote: about.quote } : {}) };
}
