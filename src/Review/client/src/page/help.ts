import { openDialog } from "./dialog.ts";
import { el } from "./dom.ts";
import { preferences, prefer } from "./preferences.ts";

/** Keys with what they do, under a heading. */
export interface KeySection {
  readonly heading: string;
  readonly keys: readonly (readonly [string, string])[];
}

/** The keys of the worklist. */
export const worklistKeys: readonly KeySection[] = [
  {
    heading: "Worklist",
    keys: [
      ["j, ↓", "next case"],
      ["k, ↑", "previous case"],
      ["Home, End", "first and last case that is loaded"],
      ["Enter", "open the case"],
      ["/", "search"],
      ["Esc", "leave the search, then empty it"],
      ["?", "this sheet"],
    ],
  },
];

/** The keys of a case. */
export const caseKeys: readonly KeySection[] = [
  {
    heading: "Slices and place",
    keys: [
      ["↑ ↓, wheel", "next and previous slice of the view (axial: ↑ is Superior)"],
      ["PgUp PgDn", "5 slices"],
      ["Home, End", "ends of the chosen structure"],
      ["n, N", "next, previous drawn plane that you have not seen"],
      ["e, E", "next, previous check that failed or warns"],
      ["Shift + arrows, left drag", "move the crosshair in the view"],
      ["1 2 3", "axial, sagittal, coronal view"],
      ["h", "crosshair on and off"],
    ],
  },
  {
    heading: "Picture",
    keys: [
      ["Space", "flick between CT and MR"],
      [", .", "less and more MR in the blend"],
      ["m", "next MR"],
      ["b, k, x", "blend, checkerboard, CT and MR side by side"],
      ["w", "next window"],
      ["[ ], { }", "width and level of the window"],
      ["right drag", "window: across the width, up and down the level"],
      ["+ −, Ctrl + wheel", "zoom"],
      ["Alt + arrows, middle drag", "pan"],
      ["z", "fit; once more: the target"],
      ["l, Shift + left drag", "ruler from the crosshair; l again ends it"],
    ],
  },
  {
    heading: "Structures",
    keys: [
      ["s, S", "choose the next, previous structure"],
      ["d", "show or hide the chosen one"],
      ["o, O", "only the chosen one; all"],
      ["g", "go to the middle of the chosen one"],
      ["c", "contours on and off"],
      ["f", "fill on and off"],
      ["v", "previous revision, dashed"],
    ],
  },
  {
    heading: "Dose",
    keys: [
      ["p", "scorecard and plot"],
      ["i, I", "isodose lines; colour wash"],
      ["u, U", "unit of the plot's dose; of its volume"],
      ["← →, Shift", "in the plot: dose by a step of the curve, by ten"],
      ["↑ ↓", "in the plot: previous, next structure"],
    ],
  },
  {
    heading: "Case",
    keys: [
      ["t, T", "next, previous tab"],
      ["a, r", "accept, reject"],
      ["q", "back to the worklist"],
      ["Esc", "take ruler and mark away"],
      ["?", "this sheet"],
    ],
  },
];

/** Opens the sheet of keys. */
export function openHelp(sections: readonly KeySection[]): void {
  const single = el("input", { type: "checkbox", id: "single-keys" });
  single.checked = preferences.keys;
  single.addEventListener("change", () => prefer({ keys: single.checked }));
  openDialog(
    "Keys",
    "help",
    el(
      "div",
      { class: "key-columns" },
      ...sections.map((section) =>
        el(
          "section",
          {},
          el("h3", {}, section.heading),
          el("dl", {}, ...section.keys.flatMap(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
        ),
      ),
    ),
    el("p", { class: "setting" }, single, el("label", { for: "single-keys" }, "Single keys do something (switch off for speech input)")),
  );
}
