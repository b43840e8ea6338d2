import type { CaseDetails, DecisionKind } from "../api/contract.ts";
import { type Server, SignedOut, Stale } from "../api/server.ts";
import { openDialog } from "../page/dialog.ts";
import { button, el, fill, freshId } from "../page/dom.ts";
import { stateLooks } from "../page/states.ts";
import { consequence, type DecisionLook, ranges, sinceThen } from "./decisions.ts";

/** What the dialog needs of the case's page. */
export interface DecisionHost {
  readonly server: Server;
  /** The case as the page knows it. */
  details(): CaseDetails;
  /** Loads the case anew. */
  reload(): Promise<CaseDetails>;
  /** Why the decision is not offered; null where it is. */
  whyNot(look: DecisionLook): string | null;
  /** Drawn planes (from 1) that were not seen, and how many are drawn on; null without images. */
  unseen(): { planes: number[]; of: number } | null;
  /** Shows a plane (from 1). */
  showPlane(plane: number): void;
  /** Sends what was seen, so that it stands beside the decision. */
  settle(): Promise<void>;
  /** Failed checks and warnings, a sentence each. */
  grave(): string[];
  /** The decision was taken. */
  decided(kind: DecisionKind): void;
  /** What is on the screen: a revision, and when its results were stored. */
  shown(): { revision: number; processedAt: string | null };
  failed(fault: unknown): void;
}

const drafts = new Map<string, string>();

/** Forgets reasons that were typed and not sent. */
export function forgetDrafts(): void {
  drafts.clear();
}

/** Asks for a decision's reason, says what it does and what was not looked at, and sends it. */
export function openDecision(look: DecisionLook, host: DecisionHost): void {
  const key = `${host.details().case.caseId} ${look.kind}`;
  const reasonId = freshId("reason");
  const reason = el("textarea", { id: reasonId, rows: 3, maxlength: 2000, "aria-describedby": `${reasonId}-hint` });
  reason.value = drafts.get(key) ?? "";
  reason.addEventListener("input", () => drafts.set(key, reason.value));
  const protocolId = freshId("protocol");
  const protocol = el("select", { id: protocolId });
  const fault = el("p", { class: "fault", role: "alert" });
  const happens = el("p", { class: "consequence" });
  const unseen = el("div", { class: "unseen-planes" });
  const confirm = button(look.word, () => void send(), { class: look.kind === "reject" || look.kind === "release" ? "danger" : "primary" });

  // What the person has read here: it is what they decide about, whatever comes meanwhile.
  let version = 0;
  let last = 0;
  const describe = (): void => {
    const details = host.details();
    version = details.case.version;
    last = details.ledger.at(-1)?.sequence ?? 0;
    happens.textContent = consequence(look.kind, details);
    fill(protocol, ...details.protocols.map((name) => el("option", { selected: name === details.case.protocol }, name)));
    const missing = look.kind === "accept" || look.kind === "release" ? host.unseen() : null;
    unseen.hidden = missing === null;
    if (missing && missing.planes.length > 0)
      fill(
        unseen,
        el("p", { class: "banner todo" }, `! You have not seen ${missing.planes.length} of ${missing.of} drawn planes: ${ranges(missing.planes)}.`),
        button("Go to the first", () => {
          dialog.close();
          host.showPlane(missing.planes[0]);
        }),
      );
    else if (missing) fill(unseen, el("p", { class: "banner good" }, `✓ You have seen all ${missing.of} drawn planes.`));
    const grave = look.kind === "accept" || look.kind === "release" ? host.grave() : [];
    if (grave.length > 0) unseen.append(el("ul", { class: "grave" }, ...grave.map((sentence) => el("li", {}, sentence))));
    confirm.textContent = (missing && missing.planes.length > 0) || grave.length > 0 ? `${look.word} all the same` : look.word;
    const why = host.whyNot(look);
    confirm.disabled = why !== null;
    if (why) fault.textContent = `${fault.textContent ?? ""} ${why}`.trim();
  };

  const send = async (): Promise<void> => {
    const text = reason.value.trim();
    if (look.needsReason && text === "") {
      fault.textContent = `${look.word} needs a reason.`;
      reason.setAttribute("aria-invalid", "true");
      reason.focus();
      return;
    }
    confirm.disabled = true;
    fault.textContent = "";
    try {
      await host.settle();
      const wish = { kind: look.kind, version, reason: text, ...host.shown() };
      await host.server.decide(host.details().case.caseId, look.kind === "rerun" ? { ...wish, protocol: protocol.value } : wish);
      drafts.delete(key);
      dialog.close();
      host.decided(look.kind);
    } catch (problem) {
      if (problem instanceof SignedOut) {
        dialog.close();
        host.failed(problem);
      } else if (problem instanceof Stale) await tellChange(problem);
      else {
        fault.textContent = problem instanceof Error ? problem.message : String(problem);
        confirm.disabled = false;
      }
    }
  };

  const tellChange = async (stale: Stale): Promise<void> => {
    const before = last;
    try {
      const now = await host.reload();
      fault.textContent = `${stale.message} ${sinceThen(now.ledger, before)} It is now ${stateLooks[now.case.state].word.toLowerCase()}. Nothing was sent; your reason is still here.`;
      describe();
    } catch (problem) {
      dialog.close();
      host.failed(problem);
    }
  };

  const dialog = openDialog(
    look.kind === "accept" ? "Accept these contours?" : look.kind === "reject" ? "Reject these contours?" : `${look.word} this case?`,
    "decision-dialog",
    happens,
    unseen,
    el("div", { class: "field", hidden: look.kind !== "rerun" }, el("label", { for: protocolId }, "Protocol"), protocol),
    el("div", { class: "field" }, el("label", { for: reasonId }, look.needsReason ? "Reason" : "Reason (not needed)"), reason, el("p", { class: "hint", id: `${reasonId}-hint` }, "It stands in the ledger with your name. No patient data.")),
    fault,
    el("p", { class: "not-approval" }, "This is not the plan's approval: what is written stays UNAPPROVED, and approval is the planning system user's."),
    el("div", { class: "dialog-foot" }, button("Cancel", () => dialog.close()), confirm),
  );
  describe();
  // Never on the confirmation: a second press of a key must not decide.
  reason.focus();
}
