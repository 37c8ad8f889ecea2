// The composer below a chat: text, files, replies, edits, commands, reply keyboards.

import { does, sendsFile } from "./api.js";
import { el, icon, iconButton, toast } from "./dom.js";

export class Composer {
  static count = 0;

  constructor(pane) {
    this.pane = pane;
    this.about = null; // { view, editing }
    this.keyboardShown = true;
    this.offersId = `offers-${(Composer.count += 1)}`;
    this.root = el("div", { class: "composer" });
    this.input = el("textarea", {
      rows: "1",
      placeholder: "Message",
      "aria-label": `Message from ${pane.person.name}`,
      dir: "auto",
      "aria-controls": this.offersId,
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      on: { input: () => this.grow(), keydown: (event) => this.keys(event), paste: (event) => this.paste(event) },
    });
    this.file = el("input", {
      type: "file",
      hidden: true,
      multiple: true,
      on: { change: () => this.attach([...this.file.files]) },
    });
    this.offers = el("div", {
      class: "offers",
      id: this.offersId,
      role: "listbox",
      "aria-label": "Commands",
      hidden: true,
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
      this.offers,
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
                on: { click: () => this.offer("/", true) },
              },
              icon("menu"),
              el("span", { text: "Menu" }),
            )
          : null,
        iconButton("clip", "Send a file", () => this.file.click()),
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
    const { view, editing } = this.about;
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
        el("span", { text: view.summary }),
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
    await does(this.pane.person.id, "taps", { ...this.pane.where, label: key.text });
    if (markup.one_time_keyboard) {
      this.keyboardShown = false;
      this.draw();
    }
  }

  replyTo(view) {
    this.about = { view, editing: false };
    this.draw();
    this.input.focus();
  }

  edit(view) {
    this.about = { view, editing: true };
    this.input.value = view.text;
    this.draw();
    this.grow();
    this.input.focus();
  }

  release() {
    if (this.about?.editing) this.input.value = "";
    this.about = null;
    this.draw();
    this.grow();
  }

  grow() {
    this.input.style.height = "40px";
    this.input.style.height = `${Math.min(180, Math.max(40, this.input.scrollHeight))}px`;
    this.offer(this.input.value);
  }

  keys(event) {
    const choices = [...this.offers.querySelectorAll("button")];
    if (!this.offers.hidden && ["ArrowDown", "ArrowUp", "Tab"].includes(event.key)) {
      const step = event.key === "ArrowUp" ? -1 : 1;
      const next =
        (choices.findIndex((choice) => choice.ariaSelected === "true") + step + choices.length) % choices.length;
      choices.forEach((choice, i) => choice.setAttribute("aria-selected", String(i === next)));
      this.input.setAttribute("aria-activedescendant", choices[next].id);
      choices[next].scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (this.offers.hidden) this.release();
      this.openOffers(false);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const chosen = choices.find((choice) => choice.ariaSelected === "true");
      if (!this.offers.hidden && chosen) chosen.click();
      else this.send();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = [...this.pane.views.values()].filter((view) => view.mine && !view.deleted && view.text).at(-1);
      if (own) {
        this.edit(own);
        event.preventDefault();
      }
    }
  }

  /** Show the commands that begin with the typed text, or all of them. */
  offer(typed, everything = false) {
    const fits = /^\/\w*$/.test(typed)
      ? this.pane.commands.filter((offer) => `/${offer.command}`.startsWith(typed))
      : [];
    const open = fits.length > 0 && (everything ? this.offers.hidden : true);
    this.openOffers(open, fits.length);
    this.offers.replaceChildren(
      ...fits.map((offer, number) =>
        el(
          "button",
          {
            type: "button",
            role: "option",
            id: `${this.offersId}-${number}`,
            tabindex: "-1",
            "aria-selected": "false",
            on: {
              click: () => {
                this.openOffers(false);
                this.input.value = "";
                this.pane.command(`/${offer.command}`);
              },
            },
          },
          el("b", { text: `/${offer.command}` }),
          el("span", { text: offer.description }),
        ),
      ),
    );
    if (open && everything) this.input.focus();
  }

  /** Show or hide the suggested commands. A text field has no aria-expanded, so a live region tells their number. */
  openOffers(open, count = 0) {
    this.offers.hidden = !open;
    if (open) this.pane.said.textContent = count === 1 ? "1 command" : `${count} commands`;
    this.input.removeAttribute("aria-activedescendant");
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const about = this.about;
    this.input.value = "";
    this.about = null;
    if (about) this.draw();
    this.grow();
    const { person, where } = this.pane;
    try {
      if (about?.editing) await does(person.id, "edits", { chat_id: where.chat_id, message_id: about.view.id, text });
      else await does(person.id, "says", { ...where, text, reply_to: about?.view.id });
      this.pane.toBottom();
    } catch (error) {
      this.restore(text, about);
      throw error;
    }
  }

  /** Put a text that could not be sent back into the field, unless the person has typed something else. */
  restore(text, about) {
    this.about ??= about;
    this.input.value ||= text;
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

  /** Send files; the typed text becomes the caption of the first. When one fails the others are still sent. */
  async attach(files) {
    const { person, where } = this.pane;
    const about = this.about?.editing ? null : this.about;
    const caption = about === this.about ? this.input.value.trim() : "";
    this.input.value = "";
    this.file.value = "";
    this.release();
    for (const [number, file] of files.entries()) {
      const words = number ? {} : { caption, reply_to: about?.view.id };
      try {
        await sendsFile(person.id, file, { ...where, ...words });
      } catch (error) {
        toast(`${file.name} was not sent: ${error.message}`, "bad");
        if (!number) this.restore(caption, about);
      }
    }
    this.pane.toBottom();
  }
}
