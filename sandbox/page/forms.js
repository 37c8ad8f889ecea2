// What is asked about people, groups and topics.

import { does, post } from "./api.js";
import { ask } from "./dialogs.js";
import { avatar, el } from "./dom.js";

const LANGUAGES = [
  ["en", "English"],
  ["km", "Khmer"],
  ["fr", "French"],
];

/** Let somebody new have Telegram. */
export function newPerson(app, then = (person) => app.show(person.id)) {
  ask(
    "New person",
    [
      ["first_name", "First name", { required: true, autofocus: true }],
      ["last_name", "Last name"],
      ["username", "Username"],
      ["language_code", "Language", { options: LANGUAGES }],
    ],
    "Add",
    async (given) => {
      const made = await post("people", Object.fromEntries(Object.entries(given).filter(([, value]) => value)));
      await app.refresh();
      then(made);
    },
  );
}

/** Change somebody's account. */
export function editPerson(person) {
  ask(
    person.name,
    [
      ["first_name", "First name", { required: true, value: person.first_name }],
      ["last_name", "Last name", { value: person.last_name ?? "" }],
      ["username", "Username", { value: person.username ?? "" }],
      ["note", "Note, for you only", { value: person.note ?? "" }],
      ["language_code", "Language", { options: LANGUAGES, value: person.language_code ?? "en" }],
    ],
    "Save",
    (given) =>
      does(person.id, "sets", { ...given, last_name: given.last_name || null, username: given.username || null }),
  );
}

/** Make a group with the bot in it; the first of its members is its creator. */
export function newGroup(app) {
  const choices = el(
    "div",
    { class: "choices", role: "group", "aria-label": "Members" },
    app.people.map((person) =>
      el(
        "label",
        {},
        el("input", { type: "checkbox", name: "members", value: String(person.id) }),
        avatar(person.name, person.id, "small"),
        person.name,
      ),
    ),
  );
  ask(
    "New group",
    [
      ["title", "Name", { required: true, autofocus: true }],
      choices,
      [
        "kind",
        "Kind",
        {
          options: [
            ["", "Plain group"],
            ["forum", "With topics"],
            ["basic", "Basic, can become a supergroup"],
          ],
        },
      ],
    ],
    "Make",
    async (given, form) => {
      await post("groups", {
        title: given.title,
        members: form.getAll("members").map(Number),
        forum: given.kind === "forum",
        supergroup: given.kind !== "basic",
      });
      await app.refresh();
    },
  );
}

/** Open a topic in the forum that a pane shows. */
export function newTopic(pane) {
  ask("New topic", [["name", "Name", { required: true, autofocus: true }]], "Open", (given) =>
    does(pane.person.id, "opens_topic", { ...given, chat_id: pane.chatId }),
  );
}
