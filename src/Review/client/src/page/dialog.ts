import { button, el, freshId } from "./dom.ts";

/** A dialog that takes the page; Esc closes it and the focus goes back. */
export function openDialog(title: string, className: string, ...content: (Node | string)[]): HTMLDialogElement {
  const id = freshId("dialog");
  const dialog = el(
    "dialog",
    { class: className, "aria-labelledby": id },
    el("div", { class: "dialog-head" }, el("h2", { id }, title), button("✕", () => dialog.close(), { class: "quiet", "aria-label": "Close" })),
    ...content,
  );
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
