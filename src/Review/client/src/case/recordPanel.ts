import type { CaseDetails, LedgerLine } from "../api/contract.ts";
import { el } from "../page/dom.ts";
import { moment, words } from "../page/format.ts";

/** What a ledger line's details say, as names with values; they come as JSON, or as a text of JSON. */
export function detailRows(details: unknown): [string, string][] {
  let value = details;
  if (typeof value === "string") {
    if (value === "") return [];
    try {
      value = JSON.parse(value);
    } catch {
      return [["", String(details)]]; // No JSON: shown as it is.
    }
  }
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [["", String(value)]];
  return rowsOf(value);
}

/** What is empty says nothing and is left out. */
function rowsOf(value: object): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, string][] => {
    const text = textOf(inner);
    return text === "" ? [] : [[words(name), text]];
  });
}

/** A value in words: lists with commas or semicolons, names before their values. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(value.some((part) => typeof part === "object") ? "; " : ", ");
  if (typeof value === "object") return rowsOf(value).map(([name, text]) => `${name.toLowerCase()} ${text}`).join(", ");
  return String(value);
}

function line(entry: LedgerLine): HTMLElement {
  const rows = detailRows(entry.details);
  return el(
    "li",
    {},
    el("div", { class: "ledger-head" }, el("strong", {}, words(entry.event)), el("span", { class: "source" }, `${entry.revision > 0 ? `revision ${entry.revision}, ` : ""}${entry.by}`), el("time", { datetime: entry.at }, moment(entry.at))),
    rows.length > 0 ? el("dl", { class: "facts-list" }, ...rows.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])) : null,
  );
}

/** Everything that happened to the case, the newest first. */
export function ledgerPanel(details: CaseDetails): HTMLElement {
  return el(
    "div",
    { class: "ledger" },
    details.ledgerFault
      ? el("p", { class: "banner bad", role: "alert" }, `✕ The ledger is not as it was written: ${details.ledgerFault}`)
      : el("p", { class: "source" }, "✓ Every line is as it was written, and none is missing."),
    el("ol", {}, ...[...details.ledger].reverse().map(line)),
  );
}

const deliveryWords: Record<string, string> = {
  awaitingDecision: "Awaits a decision",
  pending: "On its way",
  published: "Proven there",
  refused: "Refused by the destination",
  dropped: "Not to be sent",
};

/** Where the results were to go, and what became of that. */
export function deliveriesPanel(details: CaseDetails): HTMLElement {
  if (details.deliveries.length === 0) return el("div", { class: "deliveries" }, el("p", { class: "nothing" }, "No destination is configured for this case, or it was not processed yet."));
  return el(
    "div",
    { class: "deliveries" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Destination"), el("th", { scope: "col" }, "State"), el("th", { scope: "col", class: "number" }, "Revision"), el("th", { scope: "col", class: "number" }, "Objects"))),
      el(
        "tbody",
        {},
        ...[...details.deliveries].reverse().flatMap((delivery) => [
          el("tr", {}, el("td", {}, delivery.destination), el("td", {}, deliveryWords[delivery.state] ?? words(delivery.state), delivery.publishedAt ? `, ${moment(delivery.publishedAt)}` : ""), el("td", { class: "number" }, String(delivery.revision)), el("td", { class: "number" }, String(delivery.sopInstanceUids.length))),
          ...(delivery.fault ? [el("tr", { class: "said" }, el("td", { colspan: 4 }, `${delivery.attempts} attempts, the last: ${delivery.fault}`))] : []),
        ]),
      ),
    ),
  );
}
