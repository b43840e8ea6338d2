import type { CaseDetails, Role } from "../api/contract.ts";
import { show } from "../page/announcer.ts";
import { el, fill } from "../page/dom.ts";
import { openDecision, type DecisionHost } from "./decisionDialog.ts";
import { decisionLooks, type DecisionLook } from "./decisions.ts";

/** The bar of decisions under the panels. What is not offered says why. */
export class DecisionBar {
  readonly element: HTMLElement;
  private readonly seen = el("div", { class: "seen-line" });
  private readonly share = el("meter", { class: "seen-meter", min: 0, max: 1, value: 0, "aria-label": "Drawn planes that you have seen" });
  private readonly says = el("span");
  private readonly buttons: { look: DecisionLook; element: HTMLButtonElement }[];
  private readonly others = el("p", { class: "why-not" });
  private readonly why = el("p", { class: "why-not" });
  private readonly links = el("span", { class: "links" });

  constructor(
    private readonly host: DecisionHost,
    private readonly roles: readonly Role[],
  ) {
    this.buttons = decisionLooks.map((look) => ({
      look,
      element: el("button", { type: "button", class: look.kind === "accept" ? "primary" : look.kind === "reject" ? "danger" : null, "data-decision": look.kind, onclick: () => this.press(look) }, look.word),
    }));
    fill(this.seen, this.share, this.says);
    this.seen.hidden = true;
    this.element = el(
      "section",
      { class: "decision-bar", "aria-label": "Decision" },
      this.seen,
      this.others,
      el("div", { class: "buttons" }, ...this.buttons.map(({ element }) => element)),
      this.why,
      el("p", { class: "not-approval" }, el("span", {}, "This is not the plan's approval."), this.links),
    );
  }

  /** Asks for a decision, or says why it is not offered. */
  press(look: DecisionLook): void {
    const why = this.host.whyNot(look);
    if (why) show(why);
    else openDecision(look, this.host);
  }

  /** Asks for a decision by its kind. */
  pressKind(kind: DecisionLook["kind"]): void {
    const look = decisionLooks.find((other) => other.kind === kind);
    if (look) this.press(look);
  }

  /** Shows what may be decided now. */
  update(details: CaseDetails, links: readonly HTMLElement[]): void {
    const reasons: string[] = [];
    for (const { look, element } of this.buttons) {
      const why = this.host.whyNot(look);
      element.setAttribute("aria-disabled", String(why !== null));
      element.title = why ?? "";
      // What is for admins alone is no business of others.
      element.hidden = look.role === "admin" && !this.roles.includes("admin");
      if (why && !element.hidden && (look.kind === "accept" || look.kind === "reject")) reasons.push(why);
    }
    const both = decisionLooks.filter((look) => look.role === "reviewer").every((look) => this.host.whyNot(look) !== null);
    this.why.textContent = both && details.mayDo.length === 0 ? (reasons[0] ?? "") : "";
    fill(this.links, ...links);
  }

  /** Shows how many drawn planes other people have seen. */
  updateOthers(others: readonly { by: string; count: number }[]): void {
    this.others.textContent = others.length === 0 ? "" : `Seen by others: ${others.map(({ by, count }) => `${by} ${count}`).join(", ")}`;
  }

  /** Shows how much was seen. */
  updateSeen(count: number, of: number): void {
    this.seen.hidden = of === 0;
    this.share.max = Math.max(1, of);
    this.share.value = count;
    this.says.textContent = `${count} of ${of} drawn planes seen`;
  }
}
