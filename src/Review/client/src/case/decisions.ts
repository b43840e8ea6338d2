import type { CaseDetails, CaseStateName, DecisionKind, LedgerLine, Role } from "../api/contract.ts";
import { moment, words } from "../page/format.ts";
import { stateLooks } from "../page/states.ts";

/** A decision as it is offered. */
export interface DecisionLook {
  readonly kind: DecisionKind;
  readonly word: string;
  readonly role: Role;
  readonly needsReason: boolean;
  /** The states of a case in which there is this decision. */
  readonly states: readonly CaseStateName[];
}

/** The decisions, in the order of their buttons. */
export const decisionLooks: readonly DecisionLook[] = [
  { kind: "accept", word: "Accept", role: "reviewer", needsReason: false, states: ["awaitingReview"] },
  { kind: "reject", word: "Reject", role: "reviewer", needsReason: true, states: ["awaitingReview", "held"] },
  { kind: "release", word: "Release", role: "admin", needsReason: true, states: ["held"] },
  { kind: "retry", word: "Retry", role: "admin", needsReason: false, states: ["held", "rejected", "queued"] },
  { kind: "rerun", word: "Rerun", role: "admin", needsReason: true, states: ["held", "rejected", "awaitingReview", "finished", "published"] },
];

/**
 * Why a decision is not offered; null where it is. The server says what may be done; this says why not.
 * @param shownRevision The revision on the screen.
 */
export function whyNot(look: DecisionLook, details: CaseDetails, roles: readonly Role[], shownRevision: number): string | null {
  if (!roles.includes(look.role)) return `${look.word} needs the role ${look.role}.`;
  if (!details.mayDo.includes(look.kind)) {
    const state = stateLooks[details.case.state].word.toLowerCase();
    if (look.kind === "release" && details.case.state === "held") return "There are no results that could be released. Mend what the case says, and retry.";
    if (look.states.includes(details.case.state)) return `${look.word} is not possible now.`;
    return `${look.word} is for cases that are ${look.states.map((other) => stateLooks[other].word.toLowerCase()).join(" or ")}; this one is ${state}.`;
  }
  if (shownRevision !== details.case.revision && look.kind !== "retry") return `You are looking at revision ${shownRevision}; decisions are about the newest, ${details.case.revision}.`;
  return null;
}

/** What a decision does, in sentences. */
export function consequence(kind: DecisionKind, details: CaseDetails): string {
  const { revision } = details.case;
  const waiting = details.deliveries.filter((delivery) => delivery.revision === revision && delivery.state === "awaitingDecision").map((delivery) => delivery.destination);
  const objects = details.revisions.find((other) => other.revision === revision)?.results.length ?? 0;
  const what = `${objects} ${objects === 1 ? "object" : "objects"} of revision ${revision}`;
  const published = waiting.length > 0 ? `${what} will be published to ${waiting.join(", ")}.` : "There is no destination to publish to: the case ends here.";
  switch (kind) {
    case "accept":
      return published;
    case "release":
      return `The case is held because of failed checks. ${published}`;
    case "reject":
      return "Nothing of this revision will be published. A changed input opens a new revision.";
    case "retry":
      return "The newest revision is processed once more with the same inputs and protocol; a delivery that was refused is tried again.";
    case "rerun":
      return "The same inputs are processed under another protocol, as a new revision.";
  }
}

/** Numbers as ranges: 3–5, 9. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j] + 1) j++;
    parts.push(i === j ? String(numbers[i]) : `${numbers[i]}–${numbers[j]}`);
    i = j + 1;
  }
  return parts.join(", ");
}

/** What happened to a case since a line of its ledger, in a sentence. */
export function sinceThen(ledger: readonly LedgerLine[], lastSequence: number): string {
  const newer = ledger.filter((line) => line.sequence > lastSequence);
  return newer.map((line) => `${words(line.event)} by ${line.by}, ${moment(line.at)}.`).join(" ");
}
