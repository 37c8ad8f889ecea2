// The menus of messages and chats.

import { does } from "./api.js";
import { closeMenu, el, openMenu } from "./dom.js";
import { editPerson, joinGroup, newPerson, newTopic, placeBot, sendPlace } from "./forms.js";

const NAMES = { "👍": "Thumbs up", "❤": "Heart", "🙏": "Thanks", "👏": "Applause", "🔥": "Fire", "🎉": "Celebration" };

/** The menu of one message. */
export function messageMenu(pane, view, anchor) {
  const about = { chat_id: pane.chatId, message_id: view.id };
  const emojis = el(
    "div",
    { class: "emojis", role: "group", "aria-label": "React" },
    Object.keys(NAMES).map((emoji) => {
      const own = view.my_reaction.includes(emoji);
      return el("button", {
        type: "button",
        role: "menuitemcheckbox",
        "aria-checked": String(own),
        "aria-label": NAMES[emoji],
        text: emoji,
        on: {
          click: () => {
            closeMenu();
            pane.react(view, own ? "" : emoji);
          },
        },
      });
    }),
  );
  const manages = !pane.isGroup || administers(pane);
  const hasWords = view.text || view.document || view.photo || view.voice;
  openMenu(anchor, [
    emojis,
    ["reply", "Reply", () => pane.composer.replyTo(view)],
    view.mine && hasWords && !view.forwarded_from && ["edit", "Edit", () => pane.composer.edit(view)],
    pane.person.chats.length > 1
      ? ["forward", "Forward…", () => forwardMenu(pane, view, anchor)]
      : ["forward", "Forward to the bot", () => forward(pane, view)],
    manages && ["pin", "Pin", () => does(pane.person.id, "pins", about)],
    (manages || view.mine) && ["trash", "Delete", () => does(pane.person.id, "deletes", about), "danger"],
  ]);
}

/** Choose the chat that a message is forwarded to. */
function forwardMenu(pane, view, anchor) {
  openMenu(
    anchor,
    pane.person.chats.map((chat) => [
      chat.type === "private" ? "send" : "people",
      chat.type === "private" ? "To the bot" : `To ${chat.title}`,
      () => forward(pane, view, chat.id),
    ]),
  );
}

function forward(pane, view, chatId = pane.person.id) {
  const about = { from_chat_id: pane.chatId, message_id: view.id, chat_id: chatId };
  return does(pane.person.id, "forwards", about);
}

function administers({ chat, person }) {
  return ["creator", "administrator"].includes(chat?.members[person.id]);
}

/** Choose the person who opens a deep link: the person who sees it may have got it for somebody else. */
export function linkMenu(pane, payload, anchor) {
  const { app, person } = pane;
  const strangers = app.people.filter((one) => !one.started && one.id !== person.id).slice(0, 6);
  const open = async (one) => {
    await app.show(one.id, one.id, true);
    await does(one.id, "starts", { payload });
  };
  openMenu(anchor, [
    ["link", `Open as ${person.name}`, () => open(person)],
    ...strangers.map((one) => ["person", `Open as ${one.name}`, () => open(one)]),
    ["plus", "Open as a new person…", () => newPerson(app, open)],
  ]);
}

/** The menu of a person in a chat. */
export function chatMenu(pane, anchor, title) {
  const { person, app } = pane;
  const language = person.language_code === "km" ? "en" : "km";
  if (person.deactivated) {
    openMenu(anchor, [["person", "Restore the account", () => does(person.id, "sets", { deactivated: false })]]);
    return;
  }
  openMenu(anchor, [
    ["person", "Account…", () => editPerson(person)],
    [
      "smile",
      `Telegram in ${language === "km" ? "Khmer" : "English"}`,
      () => does(person.id, "sets", { language_code: language }),
    ],
    ["clip", "Share own contact", () => does(person.id, "sends_contact", pane.where)],
    ["smile", "Send a sticker", () => does(person.id, "sends_sticker", pane.where)],
    ["voice", "Send a voice message", () => does(person.id, "sends_voice", pane.where)],
    ["place", "Send a place…", () => sendPlace(pane)],
    ["people", "Join a group…", () => joinGroup(pane)],
    ["link", "Open a link…", () => pane.askLink()],
    ...(pane.isGroup ? groupEntries(pane, title) : botEntries(pane)),
    ["trash", "Delete the account", () => does(person.id, "sets", { deactivated: true }), "danger"],
  ]);
  app.focus(pane);
}

function botEntries(pane) {
  const { person } = pane;
  return [
    ["send", "Press Start again", () => pane.start()],
    person.blocked
      ? ["ban", "Unblock the bot", () => does(person.id, "unblocks")]
      : ["ban", "Block the bot", () => does(person.id, "blocks"), "danger"],
  ];
}

function groupEntries(pane, title) {
  const { person, chat, topic } = pane;
  if (!chat) return [];
  const about = { chat_id: chat.id, thread_id: topic?.id, closed: !topic?.closed };
  const closes = topic && (administers(pane) || pane.views.get(topic.id)?.mine);
  return [
    chat.is_forum && ["plus", "New topic…", () => newTopic(pane)],
    closes && ["down", `${topic.closed ? "Reopen" : "Close"} # ${topic.name}`, () => does(person.id, "closes_topic", about)],
    administers(pane) && ["bolt", "The bot in this group…", () => placeBot(pane)],
    chat.type === "group" && chat.members[person.id] === "creator"
      ? ["people", "Turn into a supergroup", () => upgrade(pane)]
      : null,
    ["ban", `Leave ${title}`, () => does(person.id, "leaves", { chat_id: chat.id }), "danger"],
  ];
}

/** Turn a group into a supergroup and show that in the pane. */
async function upgrade(pane) {
  const made = await does(pane.person.id, "upgrades", { chat_id: pane.chatId });
  pane.goToChat(`${made.chat_id}:`);
}
