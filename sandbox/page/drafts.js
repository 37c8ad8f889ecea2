// Drafts: text that was typed and not sent, kept while the page is loaded again.

const nameOf = ({ person, chatId, threadId }) => ["draft", person.id, chatId, threadId ?? ""].join("/");

/** Store the drafts. Edits are not stored: their messages do not exist in the new run of the sandbox. */
export function keepDrafts(panes) {
  for (const pane of panes) {
    const { input, about } = pane.composer;
    if (!input.value || about?.editing) continue;
    try {
      sessionStorage.setItem(nameOf(pane), input.value);
    } catch {
      /* Without storage drafts are lost. */
    }
  }
}

/** Put the stored draft of a pane back, and forget it. */
export function takeDraft(pane) {
  try {
    const text = sessionStorage.getItem(nameOf(pane));
    if (text === null) return;
    sessionStorage.removeItem(nameOf(pane));
    pane.composer.input.value ||= text;
    requestAnimationFrame(() => pane.composer.grow());
  } catch {
    /* Without storage there are no drafts. */
  }
}
