// Dialogs for what people send beside texts and files: contacts, places, polls, forwards, quotes, service messages.

import { does } from "./api.js";
import { ask, control } from "./dialogs.js";
import { el } from "./dom.js";

/** Send the contact of another person, or one from the telephone's address book. */
export function sendContact(pane) {
  const { app, person } = pane;
  const others = app.people.filter((one) => one.id !== person.id && !one.deactivated);
  const choices = [...others.map((one) => [String(one.id), one.name]), ["", "Somebody without Telegram"]];
  const whose = control("user_id", "Whose", { options: choices, autofocus: true });
  const typed = [
    control("first_name", "First name"),
    control("last_name", "Last name"),
    control("phone_number", "Telephone", { type: "tel", placeholder: "+855 12 345 678" }),
  ];
  const isKnown = () => whose.querySelector("select").value !== "";
  const show = () => typed.forEach((field) => (field.hidden = isKnown()));
  whose.addEventListener("change", show);
  show();
  ask("Send a contact", [whose, ...typed], "Send", ({ user_id: id, ...given }) =>
    does(person.id, "sends_contact", { ...pane.where, ...(id ? { user_id: Number(id) } : given) }),
  );
}

/** Share the person or the group that a key of a reply keyboard asks for. */
export function shareWithKey(pane, key) {
  const { app, person } = pane;
  const things = key.request_users
    ? app.people.map((one) => [String(one.id), one.name])
    : app.groups.map((one) => [String(one.id), one.title]);
  ask(key.text, [["shared", "Whom or what to share", { options: things, autofocus: true }]], "Share", ({ shared }) =>
    does(person.id, "taps", { ...pane.where, label: key.text, shared: [Number(shared)] }),
  );
}

/** Send a location; with a name it is a venue. */
export function sendPlace(pane) {
  const degrees = { type: "number", step: "any", required: true };
  ask(
    "Send a place",
    [
      ["title", "Name, may be empty"],
      ["address", "Address"],
      ["latitude", "Latitude", { ...degrees, min: "-90", max: "90", value: "11.5564" }],
      ["longitude", "Longitude", { ...degrees, min: "-180", max: "180", value: "104.9282" }],
    ],
    "Send",
    (given) => does(pane.person.id, given.title.trim() ? "sends_venue" : "sends_location", { ...pane.where, ...given }),
  );
}

/** Send a poll. */
export function sendPoll(pane) {
  ask(
    "Send a poll",
    [
      ["question", "Question", { required: true, autofocus: true }],
      ["options", "Answers, one on each line", { rows: "4", required: true }],
      ["anonymous", "Votes", { options: [["yes", "Anonymous"], ["", "Everybody sees who voted"]] }],
    ],
    "Send",
    ({ question, options, anonymous }) =>
      does(pane.person.id, "sends_poll", {
        ...pane.where,
        question,
        options: options.split("\n").map((line) => line.trim()).filter(Boolean),
        is_anonymous: Boolean(anonymous),
      }),
  );
}

const ORIGINS = [
  ["user", "A person"],
  ["hidden_user", "A person who hides the account"],
  ["bot", "Another bot"],
  ["channel", "A channel"],
  ["chat", "A group"],
];

/** The `MessageOrigin` of a kind, with a name. */
function originOf(kind, name) {
  const chat = { id: -1009000000000 - name.length, title: name };
  if (kind === "hidden_user") return { type: kind, sender_user_name: name };
  if (kind === "channel") return { type: kind, chat: { ...chat, type: "channel" }, message_id: 1 };
  if (kind === "chat") return { type: kind, sender_chat: { ...chat, type: "supergroup" } };
  return { type: "user", sender_user: { id: 7000000000 + name.length, is_bot: kind === "bot", first_name: name } };
}

/** Forward a text that was written outside of the sandbox. */
export function sendElsewhere(pane) {
  ask(
    "Forward from elsewhere",
    [
      ["kind", "Written by", { options: ORIGINS }],
      ["name", "Name", { required: true, value: "Ministry of Health" }],
      ["text", "Text", { rows: "4", required: true, autofocus: true }],
    ],
    "Forward",
    ({ kind, name, text }) =>
      does(pane.person.id, "says", { ...pane.where, text, forward_origin: originOf(kind, name.trim()) }),
  );
}

/** Forward a message, or the album that it belongs to, to one of the person's chats. */
export function forwardMessage(pane, view) {
  const { person } = pane;
  const album = [...pane.views.values()].filter((one) => view.media_group_id && one.media_group_id === view.media_group_id);
  const chats = person.chats.map((chat) => [String(chat.id), chat.type === "private" ? "The bot" : chat.title]);
  ask(
    "Forward",
    [
      ["chat_id", "To", { options: chats, autofocus: true }],
      album.length > 1 && ["what", "What", { options: [["album", `The album of ${album.length}`], ["", "This one only"]] }],
      ["shown", "Sender", { options: [["", "Shown"], ["hidden", "Hidden, as one's own"]] }],
    ].filter(Boolean),
    "Forward",
    ({ chat_id: chatId, what, shown }) =>
      does(person.id, "forwards", {
        from_chat_id: pane.chatId,
        message_ids: (what ? album : [view]).map((one) => one.id),
        chat_id: Number(chatId),
        hides_sender: Boolean(shown),
      }),
  );
}

/** Choose the part of a message that a reply quotes. */
export function chooseQuote(view, quoted) {
  const text = el("textarea", { class: "quotable", readOnly: true, rows: "6", dir: "auto", autofocus: true, "aria-label": "The message" });
  text.value = view.text;
  ask(
    "Quote a part",
    [el("p", { class: "note", text: "Select the words that the reply is about." }), text],
    "Quote",
    () => quoted(text.value.slice(text.selectionStart, text.selectionEnd), text.selectionStart),
  );
  text.setSelectionRange(0, text.value.length);
}

/** Service messages with an example of their content, for private chats and for groups. */
const SERVICE = [
  ["message_auto_delete_timer_changed", "Auto-delete timer", { message_auto_delete_time: 86400 }, null],
  ["chat_background_set", "Chat background", { type: { type: "chat_theme", theme_name: "🏠" } }, null],
  ["write_access_allowed", "Bot allowed to write", { from_request: true }, false],
  ["users_shared", "People shared with the bot", { request_id: 1, users: [{ user_id: 1002 }] }, false],
  ["chat_shared", "Chat shared with the bot", { request_id: 1, chat_id: -1001234567890 }, false],
  ["connected_website", "Logged in to a website", "crdb.gov.kh", false],
  ["new_chat_title", "New name of the group", "Health TWG 2027", true],
  ["new_chat_photo", "New photo of the group", null, true],
  ["delete_chat_photo", "Photo of the group removed", true, true],
  ["boost_added", "Group boosted", { boost_count: 1 }, true],
  ["video_chat_started", "Video chat began", {}, true],
  ["video_chat_ended", "Video chat ended", { duration: 600 }, true],
];

/** Let the app write a service message. */
export function postService(pane) {
  const offered = SERVICE.filter(([, , , inGroup]) => inGroup === null || inGroup === pane.isGroup);
  const what = control("field", "What happened", { options: offered.map(([field, words]) => [field, words]) });
  const content = control("content", "Content, JSON of the Bot API", { rows: "4" });
  const fill = () => {
    const example = offered.find(([field]) => field === what.querySelector("select").value)[2];
    content.querySelector("textarea").value = example === null ? "" : JSON.stringify(example, null, 1);
  };
  what.addEventListener("change", fill);
  fill();
  ask("Service message", [what, content], "Post", ({ field, content: typed }) =>
    does(pane.person.id, "posts_service", { ...pane.where, field, ...(typed.trim() ? { content: parsed(typed) } : {}) }),
  );
}

/** JSON, or a text that is none. */
function parsed(typed) {
  try {
    return JSON.parse(typed);
  } catch {
    return typed.trim();
  }
}
