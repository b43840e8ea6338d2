import type { CaseDose, DoseWord } from "../api/contract.ts";
import { el } from "../page/dom.ts";
import { doseLooks } from "./verdicts.ts";

interface StandingLook {
  readonly word: string;
  readonly icon: string;
  readonly tone: "good" | "busy" | "todo" | "bad" | "off";
}

/** How the words of a case's doses look, in the order of the worklist's filters: what somebody has to act on first. */
export const standingLooks: Record<DoseWord | "none", StandingLook> = {
  violated: doseLooks.violated,
  refused: { word: "Cannot be scored", icon: "⊘", tone: "bad" },
  "not-evaluable": doseLooks["not-evaluable"],
  indeterminate: doseLooks.indeterminate,
  mandatory: doseLooks.mandatory,
  optimal: doseLooks.optimal,
  waiting: { word: "Waits to be scored", icon: "◔", tone: "off" },
  none: { word: "No dose", icon: "–", tone: "off" },
};

/** The words in the order of the filters. */
export const standingOrder = Object.keys(standingLooks) as (DoseWord | "none")[];

/** How many scorings that count say violated, without the newest. */
export function otherViolated(dose: CaseDose): number {
  return dose.violated - (dose.word === "violated" ? 1 : 0);
}

/** What stands below the badge: what the newest scoring alone would hide. */
export function standingNote(dose: CaseDose, revision: number): string {
  const others = otherViolated(dose);
  if (others > 0) return `${others} other${others === 1 ? "" : "s"} violated`;
  return dose.revision < revision ? `on revision ${dose.revision}` : "";
}

/** The standing in whole sentences. */
export function standingSentence(dose: CaseDose, revision: number): string {
  const which = dose.doses > 1 ? `The newest of ${dose.doses} doses` : "The dose";
  const old = dose.revision < revision ? `, on the structures of revision ${dose.revision} of ${revision}` : "";
  const others = otherViolated(dose);
  const rest = others > 0 ? ` ${others} other${others === 1 ? "" : "s"} violated.` : "";
  return `${which}${old}: ${standingLooks[dose.word]?.word.toLowerCase() ?? dose.word}.${rest} A verdict is not the plan's approval.`;
}

/** The cell of the worklist: a word, an icon and a colour, and what the newest scoring alone would hide. */
export function standingCell(dose: CaseDose | null, revision: number): HTMLElement {
  if (dose === null) return el("td", { class: "dose", "data-dose": "none" }, el("span", { class: "no-dose" }, standingLooks.none.word));
  const look = standingLooks[dose.word] ?? { word: dose.word, icon: "?", tone: "off" };
  const note = standingNote(dose, revision);
  return el(
    "td",
    { class: "dose", "data-dose": dose.word, title: standingSentence(dose, revision) },
    el("span", { class: `badge ${look.tone}` }, el("span", { class: "icon", "aria-hidden": "true" }, look.icon), look.word),
    note === "" ? null : el("span", { class: otherViolated(dose) > 0 ? "sub others" : "sub" }, note),
  );
}
