// The menus of messages and chats.

import { does } from "./api.js";
import { closeMenu, el, openMenu } from "./dom.js";
import { addMember, editPerson, joinGroup, newPerson, newTopic, placeBot, promote, writeAsGroup } from "./forms.js";
import { chooseQuote, forwardMessage, postService } from "./sending.js";

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
  const hasWords = view.text || view.document || view.photo || view.voice || view.video || view.audio;
  const part = selectedPart(view, anchor);
  const links = view.mine && !view.caption && view.entities.some(({ type }) => ["url", "text_link"].includes(type));
  const preview = !view.link_preview_options?.is_disabled;
  openMenu(anchor, [
    emojis,
    ["reply", "Reply", () => pane.composer.replyTo(view)],
    view.text &&
      (part
        ? ["quote", "Quote the selection", () => pane.composer.replyTo(view, part)]
        : ["quote", "Quote a part…", () => quote(pane, view)]),
    part && ["copy", "Copy the selection", () => pane.copy(part.text)],
    view.mine && hasWords && !view.forwarded_from && ["edit", "Edit", () => pane.composer.edit(view)],
    links && [
      "link",
      preview ? "Remove the link preview" : "Show the link preview",
      () => does(pane.person.id, "edits", { ...about, link_preview_options: { is_disabled: preview } }),
    ],
    ["forward", "Forward…", () => forwardMessage(pane, view)],
    manages &&
      (view.pinned
        ? ["pin", "Unpin", () => does(pane.person.id, "unpins", about)]
        : ["pin", "Pin", () => does(pane.person.id, "pins", about)]),
    (manages || view.mine) && ["trash", "Delete", () => does(pane.person.id, "deletes", about), "danger"],
  ]);
}

function quote(pane, view) {
  chooseQuote(view, (text, position) => pane.composer.replyTo(view, text ? { text, position } : null));
}

/** The part of a message that is selected on the page, as { text, position }; null without one. */
function selectedPart(view, anchor) {
  const words = anchor.closest(".msg")?.querySelector(".words");
  const selection = getSelection();
  if (!words || selection.isCollapsed || !words.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const before = range.cloneRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = selection.toString().trim();
  return view.text.includes(text) ? { text, position: before.toString().length } : null;
}

function administers({ chat, person }) {
  return ["creator", "administrator"].includes(chat?.members?.[person.id]);
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
    ["people", "Join a group…", () => joinGroup(pane)],
    ["link", "Open a link…", () => pane.askLink()],
    ["bolt", "Service message…", () => postService(pane)],
    ...(pane.isGroup ? groupEntries(pane, title) : botEntries(pane)),
    ["trash", "Delete the account", () => does(person.id, "sets", { deactivated: true }), "danger"],
  ]);
  app.focus(pane);
}

function botEntries(pane) {
  const { person } = pane;
  return [
    ["send", "Press Start again", () => pane.start()],
    ...topicEntries(pane),
    person.blocked
      ? ["ban", "Unblock the bot", () => does(person.id, "unblocks")]
      : ["ban", "Block the bot", () => does(person.id, "blocks"), "danger"],
  ];
}

function groupEntries(pane, title) {
  const { person, chat } = pane;
  if (!chat) return [];
  return [
    ...topicEntries(pane),
    ["plus", "Add somebody…", () => addMember(pane)],
    administers(pane) && ["people", "Administrators…", () => promote(pane)],
    administers(pane) && ["person", "Write as the group…", () => writeAsGroup(pane)],
    administers(pane) && ["bolt", "The bot in this group…", () => placeBot(pane)],
    chat.type === "group" && chat.members[person.id] === "creator"
      ? ["people", "Turn into a supergroup", () => upgrade(pane)]
      : null,
    ["ban", `Leave ${title}`, () => does(person.id, "leaves", { chat_id: chat.id }), "danger"],
  ];
}

/** Topics of a forum, or of a private chat where the bot has them. */
function topicEntries(pane) {
  const { person, chat, topic } = pane;
  const about = { chat_id: pane.chatId, thread_id: topic?.id, closed: !topic?.closed };
  const closes = topic && (administers(pane) || pane.views.get(topic.id)?.mine);
  return [
    chat?.is_forum && ["plus", "New topic…", () => newTopic(pane)],
    closes && ["down", `${topic.closed ? "Reopen" : "Close"} # ${topic.name}`, () => does(person.id, "closes_topic", about)],
  ];
}

/** Turn a group into a supergroup and show that in the pane. */
async function upgrade(pane) {
  const made = await does(pane.person.id, "upgrades", { chat_id: pane.chatId });
  pane.goToChat(`${made.chat_id}:`);
}
