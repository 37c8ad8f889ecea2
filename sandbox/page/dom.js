// Building elements from text and attributes. Text from chats is never parsed as HTML.

/** Create an element. `on` has the listeners; `class` and `text` set those; all other properties are attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [name, listener] of Object.entries(value)) node.addEventListener(name, listener);
    else if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The `lang` of a text, by its script: Khmer needs more space between lines. */
export const languageOf = (text) => (/\p{Script=Khmer}/u.test(text) ? "km" : null);

const SHAPES = {
  send: ["M4 12 20 4l-5 16-4-6z", "M11 14 20 4"],
  clip: [
    "M20 11.5 11.5 20a5 5 0 0 1-7-7L13 4.5a3.400 3.400 0 0 1 4.800 4.800l-8.5 8.5a1.800 1.800 0 0 1-2.5-2.5l7.700-7.700",
  ],
  bold: ["M7 4h6a4 4 0 0 1 0 8H7z", "M7 12h7a4 4 0 0 1 0 8H7z"],
  italic: ["M10 4h8", "M6 20h8", "M14 4l-4 16"],
  underline: ["M7 4v7a5 5 0 0 0 10 0V4", "M6 20h12"],
  strikethrough: ["M5 12h14", "M16 7a4 3 0 0 0-4-3c-3 0-5 1.500-5 4", "M8 17a4 3 0 0 0 4 3c3 0 5-1.500 5-4"],
  code: ["m8 7-5 5 5 5", "m16 7 5 5-5 5"],
  spoiler: ["M3 3l18 18", "M10 5.200A10 10 0 0 1 21 12a13 13 0 0 1-2.500 3.500", "M6 7.500A13 13 0 0 0 3 12a10 10 0 0 0 12 6"],
  quote: ["M5 8h5v5a4 4 0 0 1-3 4", "M14 8h5v5a4 4 0 0 1-3 4"],
  copy: ["M9 9h11v11H9z", "M5 15H4V4h11v1"],
  poll: ["M5 20V10", "M12 20V4", "M19 20v-7"],
  dice: ["M5 5h14v14H5z", "M9 9h.01", "M15 15h.01", "M15 9h.01", "M9 15h.01"],
  text_link: [
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.500 1.500",
    "M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.500-1.500",
  ],
  reply: ["M10 6 4 12l6 6", "M4 12h9a7 7 0 0 1 7 7"],
  forward: ["m14 6 6 6-6 6", "M20 12h-9a7 7 0 0 0-7 7"],
  edit: ["M4 20h4L19 9l-4-4L4 16z"],
  trash: ["M5 7h14", "M10 7V4h4v3", "M7 7l1 13h8l1-13"],
  pin: ["M9 4h6l-1 6 3 3H7l3-3z", "M12 13v7"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  back: ["M15 5l-7 7 7 7"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  plus: ["M12 5v14", "M5 12h14"],
  link: [
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.500 1.500",
    "M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.500-1.500",
  ],
  beside: ["M4 5h16v14H4z", "M12 5v14"],
  clock: ["M12 3a9 9 0 1 0 .01 0", "M12 7.5V12l3.5 2"],
  bolt: ["M13 3 5 13.5h6L10 21l8-10.5h-6z"],
  moon: ["M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z"],
  sun: [
    "M12 8a4 4 0 1 0 .01 0",
    "M12 2.5v2",
    "M12 19.5v2",
    "M2.5 12h2",
    "M19.5 12h2",
    "m5.300 5.300 1.400 1.400",
    "m17.300 17.300 1.400 1.400",
    "m5.300 18.700 1.400-1.400",
    "m17.300 6.700 1.400-1.400",
  ],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  down: ["m6 9 6 6 6-6"],
  keys: ["M4 6h16v12H4z", "M8 10h.01", "M12 10h.01", "M16 10h.01", "M8 14h8"],
  file: ["M7 3h7l5 5v13H7z", "M14 3v5h5"],
  people: [
    "M9 11a3.5 3.5 0 1 0-.01 0",
    "M2.5 19a6.5 6.5 0 0 1 13 0",
    "M16 4.5a3.5 3.5 0 0 1 0 6.5",
    "M18 13.5a6.5 6.5 0 0 1 3.5 5.5",
  ],
  voice: ["M9 11V6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0z", "M5.5 11a6.5 6.5 0 0 0 13 0", "M12 17.5V21"],
  place: ["M12 21c4-5 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2.5 6 6.5 11z", "M12 12.5a2.5 2.5 0 1 0-.01 0"],
  play: ["M8 5v14l11-7z"],
  person: ["M12 12a4 4 0 1 0-.01 0", "M4.5 20a7.5 7.5 0 0 1 15 0"],
  ban: ["M12 3a9 9 0 1 0 .01 0", "M6 6l12 12"],
  smile: ["M12 3a9 9 0 1 0 .01 0", "M8.5 14a4 4 0 0 0 7 0", "M9 9.5h.01", "M15 9.5h.01"],
};

/** A line icon. It is decoration: the button around it has the accessible name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.dataset.name = name;
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

/** A round button with an icon. */
export function iconButton(name, label, click, extra = {}) {
  return el(
    "button",
    {
      type: "button",
      class: `icon-button ${extra.class ?? ""}`,
      "aria-label": label,
      title: label,
      on: { click },
      ...extra.attributes,
    },
    icon(name),
  );
}

/** A circle with initials, in a colour computed from the id. */
export function avatar(name, id, kind = "") {
  const words = name.match(/[\p{L}\p{N}][^\s]*/gu) ?? ["?"];
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "").join("");
  return el("span", {
    class: `avatar ${kind === "bot" ? "bot" : `c${Math.abs(id) % 7}`} ${kind}`,
    "aria-hidden": "true",
    text: kind === "bot" ? "🤖" : letters.toUpperCase(),
  });
}

/** Show a short notice, at the bottom of the page or in `place`. */
export function toast(text, kind = "", place = document.getElementById("toasts")) {
  const note = el("div", { class: `toast ${kind}`, text });
  place.append(note);
  setTimeout(() => note.remove(), Math.min(9000, 2600 + text.length * 45));
}

/** Open a menu at an element. A choice, Escape or a click elsewhere closes it. `items`: nodes or [icon, label, act, class]. */
export function openMenu(anchor, items) {
  closeMenu();
  const menu = el("div", { class: "menu", role: "menu" });
  for (const item of items.filter(Boolean)) {
    if (item instanceof Node) menu.append(item);
    else {
      const [shape, label, act, kind] = item;
      menu.append(
        el(
          "button",
          {
            type: "button",
            role: "menuitem",
            class: kind ?? "",
            on: {
              click: () => {
                closeMenu();
                anchor.focus({ preventScroll: true }); // The dialog that `act` may open returns the focus to the anchor.
                act();
              },
            },
          },
          icon(shape),
          el("span", { text: label }),
        ),
      );
    }
  }
  document.body.append(menu);
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  menu.style.top = `${at.bottom + height + 8 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
  anchor.setAttribute("aria-expanded", "true");
  const away = (event) => {
    if (!menu.contains(event.target)) closeMenu();
  };
  const keys = (event) => {
    const buttons = [...menu.querySelectorAll("button")];
    const here = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") {
      closeMenu();
      anchor.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowRight") buttons[(here + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") buttons.at(here - 1).focus();
    else return;
    event.preventDefault();
  };
  menu.addEventListener("keydown", keys);
  setTimeout(() => document.addEventListener("pointerdown", away));
  closeMenu.current = () => {
    document.removeEventListener("pointerdown", away);
    anchor.removeAttribute("aria-expanded");
    menu.remove();
  };
  menu.querySelector("button:not(.emojis *)")?.focus();
}

/** Close the open menu, if any. */
export function closeMenu() {
  closeMenu.current?.();
  closeMenu.current = null;
}
