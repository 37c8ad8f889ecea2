// The element of a message.

import { el, icon, languageOf } from "./dom.js";
import { openLink, textNodes } from "./text.js";
import { hour, size } from "./times.js";

const RECORDINGS = [
  ["voice", "voice", "Voice message"],
  ["video_note", "play", "Video message"],
  ["video", "play", "Video"],
  ["audio", "play", "Audio"],
  ["animation", "play", "Animation"],
];

/** Build the element of a message. It calls the pane's methods, such as tap, command, link, menu, react, vote, goTo. */
export function messageElement(view, pane) {
  try {
    return build(view, pane);
  } catch (error) {
    // A message that cannot be drawn must not keep the others from being drawn.
    console.error(error);
    const words = el("div", { class: "words", dir: "auto", text: view.text });
    const note = el("div", { class: "forwarded", text: "This message could not be drawn." });
    const body = el("div", { class: "body" }, el("div", { class: "bubble" }, note, words));
    return el("article", { class: `msg ${view.mine ? "out" : "in"}`, "data-id": view.id }, body);
  }
}

function build(view, pane) {
  if (view.service) {
    const who = view.sender === "bot" ? pane.app.bot.first_name : view.sender;
    return el("div", {
      class: "service",
      "data-id": view.id,
      text: view.service.includes("joined") || view.service.includes(" left") ? view.service : `${who} ${view.service}`,
    });
  }
  const keyed = view.buttons.length > 0;
  const sent = new Date(view.at);
  const node = el("article", {
    class: `msg ${view.mine ? "out" : "in"} ${keyed ? "keyed" : ""}`,
    "data-id": view.id,
    "aria-label": `${view.mine ? "You" : pane.senderName(view)}, ${hour(sent)}`,
  });
  const body = el(
    "div",
    { class: "body" },
    view.sticker ? sticker(view, sent) : bubble(view, pane, sent),
    keyed ? keys(view, pane) : null,
  );
  const more = el(
    "button",
    {
      type: "button",
      class: "more",
      "aria-label": "What to do with this message",
      "aria-haspopup": "menu",
      on: { click: () => pane.messageMenu(view, more) },
    },
    icon("more"),
  );
  body.append(more);
  node.append(body);
  // Opened by a right click or a long touch.
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    pane.messageMenu(view, more);
  });
  node.addEventListener("dblclick", ({ target }) => {
    const meant = !target.closest("button, a") && getSelection()?.isCollapsed !== false;
    if (meant) pane.composer.replyTo(view);
  });
  return node;
}

function bubble(view, pane, sent) {
  const box = el("div", { class: "bubble" });
  if (pane.isGroup && !view.mine) box.append(el("div", { class: "sender", text: pane.senderName(view) }));
  const topic = pane.topicName(view);
  if (topic) box.append(el("div", { class: "topic", dir: "auto", text: `# ${topic}` }));
  if (view.forwarded_from) box.append(el("div", { class: "forwarded", text: `Forwarded from ${view.forwarded_from}` }));
  if (view.via_bot) box.append(el("div", { class: "forwarded", text: `via @${view.via_bot}` }));
  if (view.reply_to) box.append(quote(view, pane));
  if (view.replied_outside) box.append(quoteFromElsewhere(view));
  if (view.photo) box.append(photo(view));
  if (view.document) box.append(document_(view.document));
  for (const [kind, shape, title] of RECORDINGS) {
    if (view[kind]) box.append(recording(shape, title, view[kind]));
  }
  if (view.contact)
    box.append(
      card(
        "person",
        [view.contact.first_name, view.contact.last_name].filter(Boolean).join(" "),
        view.contact.phone_number,
      ),
    );
  if (view.venue) box.append(card("place", view.venue.title, view.venue.address));
  else if (view.location)
    box.append(card("place", "Location", `${view.location.latitude.toFixed(4)}, ${view.location.longitude.toFixed(4)}`));
  if (view.dice) box.append(card("dice", `${view.dice.emoji} ${view.dice.value}`, "Thrown"));
  if (view.poll) box.append(poll(view, pane));
  const reacted = view.reactions.length > 0;
  const meta = time(view, sent);
  if (view.text) {
    const words = textNodes(view.text, view.entities, pane);
    if (!reacted) words.push(meta);
    box.append(el("div", { class: "words", dir: "auto", lang: languageOf(view.text) }, words));
  }
  if (reacted) box.append(el("div", { class: "foot" }, reactions(view, pane), meta));
  else if (!view.text) box.append(el("div", { class: view.photo ? "foot over" : "foot" }, meta));
  return box;
}

function time(view, sent) {
  const marks = [view.pinned && "📌", view.silent && "🔕", view.edited && "edited", hour(sent)].filter(Boolean);
  return el("time", { class: "meta", datetime: view.at, text: marks.join(" ") });
}

function sticker(view, sent) {
  return el(
    "div",
    { class: "sticker" },
    el("span", { text: view.sticker.emoji ?? "🙂" }),
    el("div", { class: "foot over" }, time(view, sent)),
  );
}

/** What a message replies to: the quoted part, or the whole message on one line. */
function quote(view, pane) {
  const original = pane.views.get(view.reply_to);
  const gone = !original || original.deleted;
  return el(
    "button",
    { type: "button", class: "quote", on: { click: () => pane.goTo(view.reply_to) } },
    el("b", { text: gone ? "Deleted message" : original.mine ? "You" : pane.senderName(original) }),
    el("span", { dir: "auto", text: view.quote ? `“${view.quote.text}”` : gone ? "…" : original.summary }),
  );
}

function quoteFromElsewhere(view) {
  return el(
    "div",
    { class: "quote" },
    el("b", { text: `${view.replied_outside}, in another chat` }),
    view.quote ? el("span", { dir: "auto", text: `“${view.quote.text}”` }) : null,
  );
}

function photo(view) {
  const url = `/sandbox/files/${encodeURIComponent(view.photo.file_id)}`;
  const image = el("img", {
    src: url,
    alt: view.text ? "" : "Photo",
    loading: "lazy",
    width: String(view.photo.width),
    height: String(view.photo.height),
  });
  return el(
    "a",
    { class: "photo", href: url, target: "_blank", rel: "noopener", "aria-label": "Open the photo" },
    image,
  );
}

// Types that open in a new tab; other files are downloaded.
const SHOWN = /^(application\/pdf|text\/plain|image\/(png|jpeg|gif|webp))/;

function document_(file) {
  const href = `/sandbox/files/${encodeURIComponent(file.file_id)}`;
  const opens = SHOWN.test(file.mime_type);
  return el(
    "a",
    { class: "file", href, ...(opens ? { target: "_blank", rel: "noopener" } : { download: file.name || "file" }) },
    el("span", { class: "mark" }, icon("file")),
    el("span", {}, el("b", { text: file.name || "File" }), el("small", { text: size(file.size) })),
  );
}

function recording(shape, title, file) {
  const href = `/sandbox/files/${encodeURIComponent(file.file_id)}`;
  const detail = `${file.duration} s, ${size(file.file_size)}`;
  return el(
    "a",
    { class: "file", href, download: file.file_name || title },
    el("span", { class: "mark" }, icon(shape)),
    el("span", {}, el("b", { text: file.file_name || title }), el("small", { text: detail })),
  );
}

function card(shape, title, detail) {
  return el(
    "div",
    { class: "file" },
    el("span", { class: "mark" }, icon(shape)),
    el("span", {}, el("b", { text: title }), el("small", { text: detail })),
  );
}

function keys(view, pane) {
  return el(
    "div",
    { class: "keys" },
    view.buttons.map((row) =>
      el(
        "div",
        { class: "line" },
        row.map((button) => {
          const waiting = pane.isWaiting(view.id, button);
          return el("button", {
            type: "button",
            class: `${button.url ? "link" : ""} ${waiting ? "waiting" : ""}`,
            lang: languageOf(button.text),
            text: button.text,
            "aria-busy": waiting ? "true" : null,
            on: { click: () => press(view, button, pane) },
          });
        }),
      ),
    ),
  );
}

function press(view, button, pane) {
  if (button.url) openLink(button.url, pane);
  else if (button.copy_text) pane.copy(button.copy_text);
  else pane.tap(view, button);
}

function reactions(view, pane) {
  const counts = new Map();
  for (const emoji of view.reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return el(
    "div",
    { class: "reactions" },
    [...counts].map(([emoji, count]) => {
      const own = view.my_reaction.includes(emoji);
      return el("button", {
        type: "button",
        "aria-pressed": String(own),
        text: count > 1 ? `${emoji} ${count}` : emoji,
        on: { click: () => pane.react(view, own ? "" : emoji) },
      });
    }),
  );
}

function poll(view, pane) {
  const { poll: facts, my_vote: vote } = view;
  const total = facts.total_voter_count;
  const voted = vote.length > 0 || facts.is_closed;
  const right = new Set(facts.correct_option_ids);
  return el(
    "div",
    { class: "poll" },
    el("b", { text: facts.question }),
    el("small", { text: pollKind(facts) }),
    facts.options.map((option, number) => {
      const share = total ? Math.round((option.voter_count / total) * 100) : 0;
      const chosen = vote.includes(number);
      const next = chosen
        ? vote.filter((other) => other !== number)
        : facts.allows_multiple_answers
          ? [...vote, number]
          : [number];
      return el(
        "button",
        { type: "button", disabled: facts.is_closed || (vote.length > 0 && !facts.allows_revoting), on: { click: () => pane.vote(view, next) } },
        el("span", { class: "share", text: voted ? `${share}%` : "○" }),
        el("span", { class: chosen ? "chosen" : "", text: right.has(number) ? `${option.text} ✓` : option.text }),
        voted ? el("meter", { min: "0", max: "100", value: String(share), "aria-label": option.text }) : null,
      );
    }),
    facts.explanation ? el("small", { dir: "auto", text: facts.explanation }) : null,
    el("small", { text: total === 1 ? "1 vote" : `${total} votes` }),
  );
}

function pollKind(facts) {
  if (facts.is_closed) return "Final results";
  const kind = facts.type === "quiz" ? "quiz" : "poll";
  return facts.is_anonymous ? `Anonymous ${kind}` : kind === "quiz" ? "Quiz" : "Poll";
}
