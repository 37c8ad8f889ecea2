// What can be done with a message, and with a chat.

import { does } from "./api.js";
import { closeMenu, el, openMenu } from "./dom.js";
import { editPerson, newPerson, newTopic } from "./forms.js";

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
  openMenu(anchor, [
    emojis,
    ["reply", "Reply", () => pane.composer.replyTo(view)],
    view.mine && (view.text || view.document) && ["edit", "Edit", () => pane.composer.edit(view)],
    [
      "forward",
      "Forward to the bot",
      () => does(pane.person.id, "forwards", { from_chat_id: pane.chatId, message_id: view.id }),
    ],
    ["pin", "Pin", () => does(pane.person.id, "pins", about)],
    ["trash", "Delete", () => does(pane.person.id, "deletes", about), "danger"],
  ]);
}

/** Whose telephone a deep link is opened on: whoever sees it may have been given it for somebody else. */
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
  const chat = pane.isGroup ? pane.chat : null;
  const language = person.language_code === "km" ? "en" : "km";
  openMenu(anchor, [
    ["person", "Account…", () => editPerson(person)],
    [
      "smile",
      `Telegram in ${language === "km" ? "Khmer" : "English"}`,
      () => does(person.id, "sets", { language_code: language }),
    ],
    ["clip", "Share own contact", () => does(person.id, "sends_contact", pane.where)],
    ["smile", "Send a sticker", () => does(person.id, "sends_sticker", pane.where)],
    !chat && ["send", "Press Start again", () => pane.start()],
    ["link", "Open a link…", () => pane.askLink()],
    chat?.is_forum && ["plus", "New topic…", () => newTopic(pane)],
    chat && ["ban", `Leave ${title}`, () => does(person.id, "leaves", { chat_id: chat.id }), "danger"],
    !chat && !person.blocked && ["ban", "Block the bot", () => does(person.id, "blocks"), "danger"],
    !chat && person.blocked && ["ban", "Unblock the bot", () => does(person.id, "unblocks")],
  ]);
}
