// Dialogs for people, groups, topics and locations.

import { does, post } from "./api.js";
import { ask } from "./dialogs.js";
import { avatar, el, toast } from "./dom.js";

const LANGUAGES = [
  ["en", "English"],
  ["km", "Khmer"],
  ["fr", "French"],
];

/** Add an account. */
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
      return made;
    },
    then,
  );
}

/** Change an account. */
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

/** Make a group with the bot in it; the first member is its creator. */
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

/** Open a topic in the forum of a pane. */
export function newTopic(pane) {
  ask("New topic", [["name", "Name", { required: true, autofocus: true }]], "Open", (given) =>
    does(pane.person.id, "opens_topic", { ...given, chat_id: pane.chatId }),
  );
}

const STATUSES = [
  ["member", "Member"],
  ["administrator", "Administrator"],
  ["left", "Not in it"],
  ["kicked", "Removed for good"],
];

/** Add the bot to the group of a pane, promote it or remove it. */
export function placeBot(pane) {
  const status = pane.chat.members[pane.app.bot.id] ?? "left";
  ask(
    `@${pane.app.bot.username} in ${pane.chat.title}`,
    [["status", "The bot is", { options: STATUSES, value: status }]],
    "Save",
    (given) => does(pane.person.id, "places_bot", { ...given, chat_id: pane.chatId }),
  );
}

/** The people of the group of a pane with what they are there, as [id, label]. */
function membersOf(pane, wanted) {
  const { members } = pane.chat;
  return pane.app.people
    .filter((one) => one.id !== pane.person.id && wanted(members[one.id] ?? "left"))
    .map((one) => [String(one.id), one.name]);
}

const isIn = (status) => !["left", "kicked", "creator"].includes(status);

/** Make somebody in the group of a pane an administrator, or a member again. */
export function promote(pane) {
  const others = membersOf(pane, isIn);
  if (!others.length) return toast("Nobody else is in this group.");
  ask(
    `Administrators of ${pane.chat.title}`,
    [
      ["user_id", "Who", { options: others }],
      ["administrator", "Becomes", { options: [["yes", "Administrator"], ["", "Member"]] }],
    ],
    "Save",
    ({ user_id, administrator }) =>
      does(pane.person.id, "promotes", {
        user_id: Number(user_id),
        administrator: Boolean(administrator),
        chat_id: pane.chatId,
      }),
  );
}

/** Add somebody to the group of a pane. */
export function addMember(pane) {
  const others = membersOf(pane, (status) => ["left", "kicked"].includes(status));
  if (!others.length) return toast("Everybody is in this group.");
  ask(`Into ${pane.chat.title}`, [["user_id", "Who", { options: others }]], "Add", ({ user_id }) =>
    does(pane.person.id, "invites", { user_id: Number(user_id), chat_id: pane.chatId }),
  );
}

/** Write in the name of the group, as an administrator who remains anonymous. */
export function writeAsGroup(pane) {
  ask(
    `In the name of ${pane.chat.title}`,
    [["text", "Text", { required: true, autofocus: true }]],
    "Send",
    (given) => does(pane.person.id, "says", { ...given, anonymous: true, chat_id: pane.chatId, thread_id: pane.topic?.id }),
  );
}

/** Join one of the groups, or follow an invite link. */
export function joinGroup(pane) {
  const { app, person } = pane;
  const others = app.groups.filter((group) => !person.chats.some((chat) => chat.id === group.id));
  ask(
    `${person.name} joins a group`,
    [
      ["chat_id", "Group", { options: [["", "By an invite link"], ...others.map((one) => [String(one.id), one.title])] }],
      ["link", "Invite link", { placeholder: "https://t.me/+…" }],
    ],
    "Join",
    ({ chat_id: chatId, link }) => join(app, person, chatId ? { chat_id: Number(chatId) } : { link: link.trim() }),
  );
}

/** Join and show the group. A link may create a join request instead. */
export async function join(app, person, where) {
  const made = await does(person.id, "joins", where);
  if (made.asked) return toast(`${person.name} asked to be let in.`);
  await app.refresh();
  return app.show(person.id, made.chat_id);
}
