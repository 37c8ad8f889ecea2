// What was typed and not sent, while the page is loaded anew.

const nameOf = ({ person, chatId, threadId }) => ["draft", person.id, chatId, threadId ?? ""].join("/");

/** Keep what is being written. A correction is not kept: its message is gone with the former run. */
export function keepDrafts(panes) {
  for (const pane of panes) {
    const { input, about } = pane.composer;
    if (!input.value || about?.editing) continue;
    try {
      sessionStorage.setItem(nameOf(pane), input.value);
    } catch {
      /* a browser that keeps nothing */
    }
  }
}

/** Give a pane what was being written there, once. */
export function takeDraft(pane) {
  try {
    const text = sessionStorage.getItem(nameOf(pane));
    if (text === null) return;
    sessionStorage.removeItem(nameOf(pane));
    pane.composer.input.value ||= text;
    requestAnimationFrame(() => pane.composer.grow());
  } catch {
    /* nothing was kept */
  }
}
