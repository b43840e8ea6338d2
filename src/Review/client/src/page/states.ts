import type { CaseStateName, CheckVerdict } from "../api/contract.ts";
import { el } from "./dom.ts";

interface StateLook {
  readonly word: string;
  readonly icon: string;
  readonly tone: "busy" | "todo" | "bad" | "good" | "off";
}

/** How the states of a case look: a word and an icon beside the colour. In the order of the worklist's filters. */
export const stateLooks: Record<CaseStateName, StateLook> = {
  awaitingReview: { word: "Awaiting review", icon: "◉", tone: "todo" },
  held: { word: "Held", icon: "■", tone: "bad" },
  waiting: { word: "Waiting", icon: "◔", tone: "off" },
  queued: { word: "Queued", icon: "≡", tone: "busy" },
  processing: { word: "Processing", icon: "⚙", tone: "busy" },
  publishing: { word: "Publishing", icon: "↑", tone: "busy" },
  published: { word: "Published", icon: "✓", tone: "good" },
  rejected: { word: "Rejected", icon: "✕", tone: "bad" },
  finished: { word: "Finished", icon: "●", tone: "good" },
  expired: { word: "Expired", icon: "○", tone: "off" },
  superseded: { word: "Superseded", icon: "↷", tone: "off" },
};

/** The states in the order of the filters. */
export const stateOrder = Object.keys(stateLooks) as CaseStateName[];

/** A state's badge. */
export function stateBadge(state: CaseStateName): HTMLElement {
  const look = stateLooks[state] ?? { word: state, icon: "?", tone: "off" };
  return el("span", { class: `badge ${look.tone}` }, el("span", { class: "icon", "aria-hidden": "true" }, look.icon), look.word);
}

const verdictLooks: Record<CheckVerdict, { word: string; icon: string; tone: string }> = {
  failure: { word: "Failed", icon: "✕", tone: "bad" },
  warning: { word: "Warning", icon: "!", tone: "todo" },
  passed: { word: "Passed", icon: "✓", tone: "good" },
};

/** A check's verdict as a badge. */
export function verdictBadge(verdict: CheckVerdict): HTMLElement {
  const look = verdictLooks[verdict];
  return el("span", { class: `badge ${look.tone}` }, el("span", { class: "icon", "aria-hidden": "true" }, look.icon), look.word);
}
