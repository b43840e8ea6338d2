import { el } from "./dom.ts";

const polite = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
const toast = el("div", { class: "toast", role: "alert", hidden: true });
let hide = 0;

/** Puts the places of announcements on the page. */
export function placeAnnouncers(): void {
  document.body.append(polite, toast);
}

/** Tells those who listen to the page that something has changed. */
export function announce(text: string): void {
  polite.textContent = text;
}

/** Shows a sentence for some seconds, and tells it. */
export function show(text: string): void {
  toast.textContent = text;
  toast.hidden = false;
  window.clearTimeout(hide);
  hide = window.setTimeout(() => {
    toast.hidden = true;
  }, 6000);
}
