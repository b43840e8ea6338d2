import type { CaseDetails, Report } from "../api/contract.ts";
import type { DoseShort } from "../dose/dosePanel.ts";
import { el, fill } from "../page/dom.ts";
import { birthDate, moment, personName, sexWord } from "../page/format.ts";
import { stateBadge, stateLooks } from "../page/states.ts";

/** What the head tells and where it leads. */
export interface HeaderParts {
  readonly details: CaseDetails;
  /** The revision that is looked at. */
  readonly shown: number;
  readonly report: Report | null;
  /** What the dose comes to; null where there is none. */
  readonly dose: DoseShort | null;
  choose(revision: number): void;
  showDose(): void;
}

/** Whose case it is, where it stands, what its dose comes to, and which revision is looked at. */
export function fillCaseHeader(place: HTMLElement, { details, shown, report, dose, choose, showDose }: HeaderParts): void {
  const row = details.case;
  const select = el(
    "select",
    { class: "revision", "aria-label": "Revision" },
    ...[...details.revisions].reverse().map((revision) =>
      el("option", { value: revision.revision, selected: revision.revision === shown }, `Revision ${revision.revision}${revision.revision === row.revision ? "" : `, ${stateLooks[revision.state].word.toLowerCase()}, ${moment(revision.openedAt)}`}`),
    ),
  );
  select.addEventListener("change", () => choose(Number(select.value)));
  fill(
    place,
    el("h1", { class: "patient" }, personName(row.patientName)),
    el(
      "span",
      { class: "patient-facts" },
      el("span", {}, el("span", { class: "tag" }, "ID"), row.patientId ?? "–"),
      el("span", {}, el("span", { class: "tag" }, "born"), birthDate(row.birthDate)),
      row.sex ? el("span", {}, sexWord(row.sex)) : null,
    ),
    stateBadge(row.state),
    dose
      ? el("button", { type: "button", class: `badge dose-badge ${dose.tone}`, title: "The dose against the protocol; not the plan's approval (p)", onclick: showDose }, el("span", { class: "icon", "aria-hidden": "true" }, dose.icon), `Dose: ${dose.text}`)
      : null,
    el("span", { class: "protocol", title: "Protocol" }, report ? `${report.protocol.name} ${report.protocol.version}` : row.protocol),
    details.revisions.length > 0 ? select : null,
  );
}
