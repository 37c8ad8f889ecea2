// What can be done with a message, and with a chat.

import { does } from "./api.js";
import { closeMenu, el, openMenu } from "./dom.js";

const EMOJIS = ["👍", "❤", "🙏", "👏", "🔥", "🎉"];

/** The menu of one message. */
export function messageMenu(pane, view, anchor) {
  const about = { chat_id: pane.chatId, message_id: view.id };
  const emojis = el(
    "div",
    { class: "emojis", role: "group", "aria-label": "React" },
    EMOJIS.map((emoji) => {
      const own = view.my_reaction.includes(emoji);
      return el("button", {
        type: "button",
        "aria-pressed": String(own),
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

/** The menu of a person in a chat. */
export function chatMenu(pane, anchor, title) {
  const { person, app } = pane;
  const chat = pane.isGroup ? pane.chat : null;
  const language = person.language_code === "km" ? "en" : "km";
  openMenu(anchor, [
    ["person", "Account…", () => app.editPerson(person)],
    [
      "smile",
      `Telegram in ${language === "km" ? "Khmer" : "English"}`,
      () => does(person.id, "sets", { language_code: language }),
    ],
    ["clip", "Share own contact", () => does(person.id, "sends_contact", pane.where)],
    ["smile", "Send a sticker", () => does(person.id, "sends_sticker", pane.where)],
    !chat && ["send", "Press Start again", () => does(person.id, "starts")],
    chat?.is_forum && ["plus", "New topic…", () => app.newTopic(pane)],
    chat && ["ban", `Leave ${title}`, () => does(person.id, "leaves", { chat_id: chat.id }), "danger"],
    !chat && !person.blocked && ["ban", "Block the bot", () => does(person.id, "blocks"), "danger"],
    !chat && person.blocked && ["ban", "Unblock the bot", () => does(person.id, "unblocks")],
  ]);
}
