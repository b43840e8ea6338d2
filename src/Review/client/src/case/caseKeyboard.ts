import { writes } from "../page/dom.ts";
import { caseKeys, openHelp } from "../page/help.ts";
import { preferences } from "../page/preferences.ts";
import type { Viewer } from "../viewer/viewer.ts";
import type { StructuresPanel } from "./structuresPanel.ts";
import type { Toolbar } from "./toolbar.ts";

/** What keys reach when there are images. */
export interface ImageParts {
  readonly viewer: Viewer;
  readonly toolbar: Toolbar;
  readonly structures: StructuresPanel;
  /** Drawn planes that were not seen, from 0, rising. */
  unseen(): number[];
  /** Goes to the next or previous check that failed or warns. */
  stepGrave(by: number): void;
}

/** What keys reach in any case. */
export interface PageParts {
  images(): ImageParts | null;
  stepTab(by: number): void;
  /** Shows the tab of the dose, with the plot focused. */
  showDose(): void;
  /** The next unit of the plot's axis. */
  nextUnit(axis: "dose" | "volume"): void;
  decide(kind: "accept" | "reject"): void;
  back(): void;
}

/** Keys of a case's page. Returns what takes them away. */
export function attachKeys(page: PageParts): () => void {
  const key = (event: KeyboardEvent): void => {
    if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
    if (writes(event.target) || event.ctrlKey || event.metaKey) return;
    const images = page.images();
    const handled = (images && moveKey(event, images)) || (preferences.keys && !event.altKey && (pageKey(event.key, page) || (images !== null && imageKey(event, images))));
    if (handled) event.preventDefault();
  };
  document.addEventListener("keydown", key);
  return () => document.removeEventListener("keydown", key);
}

function pageKey(key: string, page: PageParts): boolean {
  const actions: Record<string, () => void> = {
    "?": () => openHelp(caseKeys),
    t: () => page.stepTab(1),
    T: () => page.stepTab(-1),
    p: () => page.showDose(),
    u: () => page.nextUnit("dose"),
    U: () => page.nextUnit("volume"),
    a: () => page.decide("accept"),
    r: () => page.decide("reject"),
    q: () => page.back(),
  };
  return run(actions[key]);
}

/** Arrows and the like: they belong to the images unless something else that uses them has the focus. */
function moveKey(event: KeyboardEvent, { viewer, structures }: ImageParts): boolean {
  const target = event.target;
  // A panel that has the focus itself is scrolled; what was pressed in one leaves the arrows to the images.
  const elsewhere = target instanceof HTMLElement && (target.closest("[role=tablist], input[type=range]") !== null || target.getAttribute("role") === "tabpanel");
  if (elsewhere) return false;
  const { scene } = viewer;
  const onRail = target instanceof HTMLElement && target.getAttribute("role") === "slider";
  const pane = onRail ? viewer.panes[0] : viewer.active;
  const { through } = pane.facing;
  const arrows: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const arrow = arrows[event.key];
  if (arrow && event.shiftKey) return run(() => viewer.nudge(arrow[0], arrow[1]));
  if (arrow && event.altKey) return run(() => pane.pan(-arrow[0] * 30, -arrow[1] * 30));
  const actions: Record<string, () => void> = {
    ArrowUp: () => scene.step(through, 1),
    ArrowDown: () => scene.step(through, -1),
    ArrowRight: () => scene.step(through, 1),
    ArrowLeft: () => scene.step(through, -1),
    PageUp: () => scene.step(through, 5),
    PageDown: () => scene.step(through, -5),
    Home: () => structures.goToEnd(true),
    End: () => structures.goToEnd(false),
  };
  return run(actions[event.key]);
}

function imageKey(event: KeyboardEvent, parts: ImageParts): boolean {
  const { viewer, toolbar, structures } = parts;
  const { scene } = viewer;
  // Space presses the button that has the focus.
  if (event.key === " " && event.target instanceof HTMLElement && event.target.closest("button, summary, a, input")) return false;
  const actions: Record<string, () => void> = {
    " ": () => toolbar.flickOver(),
    ",": () => toolbar.setBlend(scene.blend - 0.1),
    ".": () => toolbar.setBlend(scene.blend + 0.1),
    b: () => toolbar.setMode("blend"),
    k: () => toolbar.setMode("checker"),
    x: () => toolbar.setMode("side"),
    m: () => toolbar.nextMr(),
    w: () => toolbar.nextWindow(),
    "[": () => toolbar.changeWindow(0.9, 0),
    "]": () => toolbar.changeWindow(1 / 0.9, 0),
    "{": () => toolbar.changeWindow(1, -0.05),
    "}": () => toolbar.changeWindow(1, 0.05),
    c: () => toolbar.toggleContours(),
    f: () => toolbar.toggleFill(),
    v: () => toolbar.togglePrevious(),
    h: () => {
      scene.crosshairOn = !scene.crosshairOn;
      scene.touch("overlay");
    },
    i: () => viewer.toggleIsodoses(),
    I: () => viewer.toggleWash(),
    l: () => viewer.rulerKey(),
    z: () => viewer.fit(),
    "+": () => viewer.active.zoomMiddle(1.25),
    "=": () => viewer.active.zoomMiddle(1.25),
    "-": () => viewer.active.zoomMiddle(0.8),
    "1": () => viewer.activatePlane("axial"),
    "2": () => viewer.activatePlane("sagittal"),
    "3": () => viewer.activatePlane("coronal"),
    s: () => structures.choose(scene.chosenRoi + 1, false),
    S: () => structures.choose(scene.chosenRoi - 1, false),
    d: () => structures.toggleChosen(),
    o: () => structures.onlyChosen(),
    O: () => structures.showAll(true),
    g: () => structures.choose(scene.chosenRoi, true),
    n: () => stepUnseen(parts, 1),
    N: () => stepUnseen(parts, -1),
    e: () => parts.stepGrave(1),
    E: () => parts.stepGrave(-1),
    Escape: () => {
      scene.ruler = null;
      scene.mark = null;
      scene.touch("overlay");
    },
  };
  return run(actions[event.key]);
}

/** The next drawn plane that was not seen, in a direction; after the last the first. */
function stepUnseen({ viewer, unseen }: ImageParts, direction: number): void {
  const planes = unseen();
  if (planes.length === 0) return;
  const here = viewer.scene.cursor[2];
  const next = direction > 0 ? (planes.find((plane) => plane > here) ?? planes[0]) : (planes.findLast((plane) => plane < here) ?? planes[planes.length - 1]);
  viewer.scene.setIndex(2, next);
}

function run(action: (() => void) | undefined): boolean {
  if (!action) return false;
  action();
  return true;
}
