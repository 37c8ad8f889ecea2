// Dialogs: alerts and questions.

import { Impossible } from "./api.js";
import { el } from "./dom.js";

function open(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** Show an alert with which the bot answered a button press. */
export function alertDialog(title, text) {
  const dialog = el(
    "dialog",
    { "aria-label": title },
    el("h2", { text: title }),
    el("p", { text, dir: "auto" }),
    el(
      "div",
      { class: "row" },
      el("button", {
        type: "button",
        class: "button primary",
        autofocus: true,
        text: "OK",
        on: { click: () => dialog.close() },
      }),
    ),
  );
  open(dialog);
}

/**
 * Ask for values. `fields` are [name, label, attributes] or nodes; `act` gets the values as an object. When `act` is
 * refused, the dialog shows the reason and stays open. `then` gets the result of `act` after the dialog has closed.
 */
export function ask(title, fields, label, act, then = () => {}) {
  const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
  const form = el(
    "form",
    {
      method: "dialog",
      on: {
        submit: async (event) => {
          event.preventDefault();
          const given = new FormData(form);
          try {
            const made = await act(
              Object.fromEntries(
                [...given.keys()].map((key) => [
                  key,
                  given.getAll(key).length > 1 ? given.getAll(key) : given.get(key),
                ]),
              ),
              given,
            );
            dialog.close();
            then(made);
          } catch (error) {
            if (!(error instanceof Impossible)) throw error;
            wrong.textContent = error.message;
            wrong.hidden = false;
          }
        },
      },
    },
    fields.map((field) => (field instanceof Node ? field : control(...field))),
    wrong,
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "button", text: "Cancel", on: { click: () => dialog.close() } }),
      el("button", { type: "submit", class: "button primary", text: label }),
    ),
  );
  const dialog = el("dialog", { "aria-label": title }, el("h2", { text: title }), form);
  open(dialog);
}

/**
 * A labelled input; a select when `attributes.options` is a list of [value, label], several lines when there are `rows`.
 */
export function control(name, label, attributes = {}) {
  const { options, ...rest } = attributes;
  const input = options
    ? el(
        "select",
        { name, ...rest },
        options.map(([value, words]) => el("option", { value, text: words, selected: value === rest.value })),
      )
    : el(rest.rows ? "textarea" : "input", { name, autocomplete: "off", ...rest });
  return el("label", { class: "field" }, label, input);
}
