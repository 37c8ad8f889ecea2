// The list of commands above the composer that begin with the typed text.

import { el } from "./dom.js";

export class CommandOffers {
  static count = 0;

  /** `choose` gets the chosen command, such as `/help`. */
  constructor(pane, input, choose) {
    Object.assign(this, { pane, input, choose });
    this.id = `offers-${(CommandOffers.count += 1)}`;
    this.root = el("div", { class: "offers", id: this.id, role: "listbox", "aria-label": "Commands", hidden: true });
    for (const [name, value] of [["controls", this.id], ["autocomplete", "list"], ["haspopup", "listbox"]])
      input.setAttribute(`aria-${name}`, value);
  }

  /** Show the commands that begin with the typed text, or all of them. */
  show(typed, everything = false) {
    const fits = /^\/\w*$/.test(typed)
      ? this.pane.commands.filter((offer) => `/${offer.command}`.startsWith(typed))
      : [];
    const open = fits.length > 0 && (everything ? this.root.hidden : true);
    this.open(open, fits.length);
    this.root.replaceChildren(
      ...fits.map((offer, number) =>
        el(
          "button",
          {
            type: "button",
            role: "option",
            id: `${this.id}-${number}`,
            tabindex: "-1",
            "aria-selected": "false",
            on: {
              click: () => {
                this.open(false);
                this.choose(`/${offer.command}`);
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

  /** Show or hide the list. A text field has no aria-expanded, so a live region tells the number of commands. */
  open(open, count = 0) {
    this.root.hidden = !open;
    if (open) this.pane.said.textContent = count === 1 ? "1 command" : `${count} commands`;
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Handle a key of the text field while the list is open; returns whether it was one for the list. */
  keys(event) {
    if (this.root.hidden) return false;
    const choices = [...this.root.querySelectorAll("button")];
    const chosen = choices.findIndex((choice) => choice.ariaSelected === "true");
    if (["ArrowDown", "ArrowUp", "Tab"].includes(event.key)) {
      const next = (chosen + (event.key === "ArrowUp" ? -1 : 1) + choices.length) % choices.length;
      choices.forEach((choice, i) => choice.setAttribute("aria-selected", String(i === next)));
      this.input.setAttribute("aria-activedescendant", choices[next].id);
      choices[next].scrollIntoView({ block: "nearest" });
      event.preventDefault();
      return true;
    }
    if (event.key === "Escape") {
      this.open(false);
      return true;
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || chosen < 0) return false;
    event.preventDefault();
    choices[chosen].click();
    return true;
  }
}
