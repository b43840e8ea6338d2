import type { DoseScore } from "../api/contract.ts";
import { button, el } from "../page/dom.ts";
import { moment } from "../page/format.ts";
import { doseLooks } from "./verdicts.ts";

/** How far the scoring of a dose is, in words. */
export const stateWords: Record<DoseScore["state"], string> = { queued: "waits to be scored", scoring: "is being scored", scored: "scored", refused: "cannot be scored", superseded: "superseded" };

function words(dose: DoseScore): string {
  const objects = dose.doseSopInstanceUids.length === 1 ? "one dose" : `${dose.doseSopInstanceUids.length} beam doses`;
  const outcome = dose.state === "scored" && dose.verdict ? doseLooks[dose.verdict].word.toLowerCase() : stateWords[dose.state];
  return `${moment(dose.scoredAt ?? dose.askedAt)}, revision ${dose.revision}, ${objects}: ${outcome}`;
}

/** The doses of a case where there are several, as the server orders them; what was superseded is dimmed. */
export function doseList(doses: readonly DoseScore[], chosen: DoseScore | null, choose: (dose: DoseScore) => void): HTMLElement | null {
  if (doses.length < 2) return null;
  return el(
    "ul",
    { class: "dose-list", "aria-label": "Doses of this case" },
    ...doses.map((dose) =>
      el(
        "li",
        { class: dose.state === "superseded" ? "superseded" : null },
        button(words(dose), () => choose(dose), { "aria-pressed": String(dose === chosen), "data-control": `dose-${dose.revision}-${dose.key}` }),
      ),
    ),
  );
}
