// The menu of what can be attached, and sending files, alone or as albums.

import { does, sendsAlbum, sendsFile } from "./api.js";
import { ask, control } from "./dialogs.js";
import { el, openMenu, toast } from "./dom.js";
import { sendContact, sendElsewhere, sendPlace, sendPoll } from "./sending.js";

const MOST_ITEMS = 10;
/** Kinds that are sent in one album. */
const ALBUM_OF = { photo: "media", video: "media", document: "document", audio: "audio" };

/** The menu of the paper clip. */
export function attachMenu(composer, anchor) {
  const { pane } = composer;
  const { id } = pane.person;
  const send = (action, facts = {}) => does(id, action, { ...pane.where, ...facts });
  openMenu(anchor, [
    ["file", "Files or photos…", () => composer.file.click()],
    ["voice", "Voice message", () => send("sends_voice")],
    ["play", "Video message", () => send("sends_video_note")],
    ["smile", "Sticker", () => send("sends_sticker")],
    ["person", "Own contact", () => send("sends_contact")],
    ["people", "Contact of another…", () => sendContact(pane)],
    ["place", "Place…", () => sendPlace(pane)],
    ["poll", "Poll…", () => sendPoll(pane)],
    ["dice", "Dice", () => send("sends_dice")],
    ["forward", "Forward from elsewhere…", () => sendElsewhere(pane)],
    composer.input.value.trim() && ["bold", "Format the text", () => composer.selectAll()],
  ]);
}

/** As what an app sends a file. */
function kindOf(file, asFiles) {
  if (asFiles) return "document";
  if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return "photo";
  if (file.type.startsWith("video/")) return "video";
  return file.type.startsWith("audio/") ? "audio" : "document";
}

/**
 * Send files. Several go out as albums, as in Telegram: photos with videos, documents with documents, audio with audio.
 * `words` are the caption of the first; `facts` are added to each request. When some fail the others are still sent.
 * Returns whether the first was sent.
 */
export async function sendFiles(personId, files, words, facts, { together = true, asFiles = false } = {}) {
  let first = true;
  for (const [number, group] of grouped(files, together, asFiles).entries()) {
    const given = number ? { ...facts, reply_to: null, quote: null } : facts;
    const captions = group.map(({ caption }, place) => (number || place ? { caption } : { caption, ...words }));
    try {
      if (group.length === 1) await sendsFile(personId, group[0].kind, group[0].file, { ...given, ...captions[0] });
      else await sendsAlbum(personId, group.map((item, place) => ({ ...item, ...captions[place] })), given);
    } catch (error) {
      toast(`${group.map(({ file }) => file.name).join(", ")} was not sent: ${error.message}`, "bad");
      if (!number) first = false;
    }
  }
  return first;
}

/** The files in groups that are sent at once. */
function grouped(files, together, asFiles) {
  const groups = [];
  for (const { file, caption } of files) {
    const kind = kindOf(file, asFiles);
    const last = groups.at(-1);
    const fits = last && together && last.length < MOST_ITEMS && ALBUM_OF[last[0].kind] === ALBUM_OF[kind];
    if (fits) last.push({ file, kind, caption });
    else groups.push([{ file, kind, caption }]);
  }
  return groups;
}

/** Ask how several files are to be sent. `send` gets them with their captions, and the options of `sendFiles`. */
export function askHow(files, caption, send) {
  ask(
    `Send ${files.length} files`,
    [
      el(
        "div",
        { class: "captions" },
        files.map((file, number) =>
          control(`caption${number}`, file.name, {
            placeholder: "Caption",
            ...(number ? {} : { value: caption, autofocus: true }),
          }),
        ),
      ),
      ["together", "Send", { options: [["album", "Together, as an album"], ["", "One by one"]] }],
      ["as", "Photos and videos", { options: [["", "As photos and videos"], ["files", "As files"]] }],
    ],
    "Send",
    (given) => {
      const items = files.map((file, number) => ({ file, caption: given[`caption${number}`].trim() }));
      send(items, { together: Boolean(given.together), asFiles: Boolean(given.as) });
    },
  );
}
