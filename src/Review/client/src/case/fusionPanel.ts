import type { Manifest, Report } from "../api/contract.ts";
import { button, el } from "../page/dom.ts";
import { words } from "../page/format.ts";
import { checkCard, type FindPlace, type Go } from "./checksPanel.ts";
import { failedFirst } from "./checkGroups.ts";

/** One block an MR: verdict, pose in words, and each criterion with figure and limit. */
export function fusionPanel(report: Report, manifest: Manifest | null, showMr: (seriesInstanceUid: string) => void, findPlace: FindPlace, go: Go): HTMLElement {
  if (report.fusions.length === 0) return el("div", { class: "fusions" }, el("p", { class: "nothing" }, "The case has no MR series."));
  return el(
    "div",
    { class: "fusions" },
    ...report.fusions.map((fusion) => {
      const mr = manifest?.mrs.find((other) => other.seriesInstanceUid === fusion.seriesInstanceUid);
      const refused = fusion.verdict === "refused";
      return el(
        "section",
        { class: `fusion ${fusion.verdict}` },
        el(
          "div",
          { class: "fusion-head" },
          el("h2", {}, mr?.label ?? `${fusion.weighting} MR, ${fusion.planes} planes`),
          el("span", { class: `badge ${refused ? "bad" : "good"}` }, el("span", { class: "icon", "aria-hidden": "true" }, refused ? "✕" : "✓"), refused ? "Refused" : "Accepted"),
          mr?.url ? button("Show", () => showMr(fusion.seriesInstanceUid), { "aria-label": `Show ${mr.label}` }) : null,
        ),
        fusion.refusal ? el("p", { class: "refusal" }, fusion.refusal.sentence) : null,
        refused ? el("p", { class: "source" }, "Nothing that is drawn on this MR was used.") : null,
        fusion.pose ? el("p", {}, fusion.pose.words, " ", el("span", { class: "source" }, `(from: ${words(fusion.pose.origin).toLowerCase()})`)) : null,
        ...failedFirst(fusion.criteria).map((check) => checkCard(check, findPlace, go)),
      );
    }),
  );
}
