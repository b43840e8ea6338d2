import type { Check, Direction, Finding, MarginRow, Report } from "../api/contract.ts";
import type { Point } from "../geometry/grid.ts";
import { el } from "../page/dom.ts";
import { verdictBadge } from "../page/states.ts";
import { checkGroups, failedFirst, groupOf } from "./checkGroups.ts";

/** Finds where a check speaks of; null where it speaks of no place, or there are no images. */
export type FindPlace = (said: Pick<Check | Finding, "roiName" | "z"> & { place?: Point | null }) => Point | null;

/** Goes to a place. */
export type Go = (place: Point, failed: boolean) => void;

/** A check with figure, limit, sentence and source; a button where it has a place. */
export function checkCard(check: Check, findPlace: FindPlace, go: Go): HTMLElement {
  const place = findPlace(check);
  const facts = el(
    "span",
    { class: "facts" },
    el("span", { class: "figure" }, check.figure),
    el("span", { class: "limit" }, `limit ${check.limit}`),
  );
  const content = [
    el("span", { class: "check-head" }, verdictBadge(check.verdict), el("span", { class: "check-title" }, check.title), place ? el("span", { class: "go", "aria-hidden": "true" }, "→") : null),
    facts,
    el("span", { class: "sentence" }, check.sentence, " ", el("span", { class: "source" }, `(${check.source})`)),
  ];
  const settings = { class: `check ${check.verdict}`, "data-check": check.id };
  return place
    ? el("button", { type: "button", ...settings, title: "Go to the place", onclick: () => go(place, check.verdict !== "passed") }, ...content)
    : el("div", settings, ...content);
}

const directions: readonly Direction[] = ["left", "right", "anterior", "posterior", "superior", "inferior"];

/** Margins asked and measured, in six directions. */
export function marginTable(margins: readonly MarginRow[]): HTMLElement {
  const figure = (value: number | null): string => (value === null ? "–" : value.toFixed(1));
  return el(
    "table",
    { class: "margins" },
    el("caption", {}, "Margins in mm, measured in the written structure set"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Structure"), ...directions.map((name) => el("th", { scope: "col", class: "number", title: name }, el("abbr", { title: name }, name.charAt(0).toUpperCase()))))),
    ...margins.map((row) =>
      el(
        "tbody",
        {},
        el("tr", {}, el("th", { scope: "rowgroup", colspan: 7 }, `${row.roiName} around ${row.ofRoiName}`)),
        el("tr", {}, el("th", { scope: "row" }, "asked"), ...directions.map((name) => el("td", { class: "number" }, figure(row.asked[name])))),
        el("tr", {}, el("th", { scope: "row" }, "measured"), ...directions.map((name) => el("td", { class: "number measured" }, figure(row.measured[name])))),
      ),
    ),
  );
}

const findingLook = { failure: "failure", warning: "warning", information: "information" } as const;

function findingCard(finding: Finding, findPlace: FindPlace, go: Go): HTMLElement {
  const place = finding.roiName !== null || finding.z !== null ? findPlace(finding) : null;
  const word = finding.severity === "information" ? "Note" : finding.severity === "warning" ? "Warning" : "Failed";
  const content = [el("strong", {}, `${word}: `), finding.sentence];
  const settings = { class: `finding ${findingLook[finding.severity]}` };
  return place ? el("button", { type: "button", ...settings, title: "Go to the place", onclick: () => go(place, finding.severity !== "information") }, ...content) : el("div", settings, ...content);
}

/** The checks: what failed or warns first, then what passed by the items of AAPM MPPG 11.a; margins and findings. */
export function checksPanel(report: Report, findPlace: FindPlace, go: Go): HTMLElement {
  const all = [...report.checks, ...report.fusions.flatMap((fusion) => fusion.criteria)];
  const grave = failedFirst(all).filter((check) => check.verdict !== "passed");
  const passed = all.filter((check) => check.verdict === "passed");
  const counts = { failures: grave.filter((check) => check.verdict === "failure").length, warnings: grave.filter((check) => check.verdict === "warning").length };
  return el(
    "div",
    { class: "checks" },
    el("p", { class: "summary" }, report.summary),
    el("h2", {}, grave.length === 0 ? `All ${all.length} checks passed` : `${counts.failures} failed, ${counts.warnings} ${counts.warnings === 1 ? "warning" : "warnings"}, ${passed.length} passed`),
    ...grave.map((check) => checkCard(check, findPlace, go)),
    ...(report.findings.length > 0 ? [el("h2", {}, "Findings"), ...report.findings.map((finding) => findingCard(finding, findPlace, go))] : []),
    report.margins.length > 0 ? marginTable(report.margins) : null,
    el("h2", {}, "Passed, by items of AAPM MPPG 11.a"),
    ...checkGroups.flatMap((group) => {
      const own = passed.filter((check) => groupOf(check) === group);
      return own.length === 0
        ? []
        : [el("details", {}, el("summary", {}, `${group} `, el("span", { class: "count" }, `${own.length} passed`)), ...own.map((check) => checkCard(check, findPlace, go)))];
    }),
  );
}
