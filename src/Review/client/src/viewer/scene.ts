import type { Manifest, ManifestMr, ManifestRoi } from "../api/contract.ts";
import type { DoseView } from "../dose/doseView.ts";
import { areaAndCentroid, contains, type RoiContours } from "../geometry/contours.ts";
import type { ViewPlane } from "../geometry/facing.ts";
import { Grid, type Point } from "../geometry/grid.ts";
import { Outlines } from "./outlines.ts";
import { ctPresets, fillGreys, type GreyWindow, nothingThere } from "./windows.ts";

/** How CT and MR are shown together. */
export type FusionMode = "blend" | "checker" | "side";

/** A structure of the case as it is shown. */
export interface ShownRoi {
  readonly roi: ManifestRoi;
  readonly outlines: Outlines;
  /** The same structure in the revision before; null where there was none. */
  previous: { outlines: Outlines; volumeCc: number | null } | null;
  colour: string;
  visible: boolean;
}

/** An MR as it is shown. */
export interface ShownMr {
  readonly mr: ManifestMr;
  volume: Int16Array | null;
  window: GreyWindow;
}

/** A line that is measured in a view. */
export interface Ruler {
  readonly plane: ViewPlane;
  readonly from: Point;
  to: Point;
  /** The end follows the crosshair. */
  following: boolean;
}

/** A place that was jumped to. */
export interface Mark {
  readonly at: Point;
  readonly failed: boolean;
}

/** Derived structures before drawn ones, each by name; the body's outline last. */
export function inOrder(rois: readonly ManifestRoi[]): ManifestRoi[] {
  const rank = (roi: ManifestRoi): number => (roi.derived ? 0 : roi.type === "EXTERNAL" ? 2 : 1);
  return [...rois].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "en"));
}

/**
 * What the views show: volumes, structures, where the crosshair is and how everything is drawn. Whoever changes it says so by
 * `touch`; views compare the stamps.
 */
export class Scene {
  readonly grid: Grid;
  readonly rois: readonly ShownRoi[];
  readonly mrs: readonly ShownMr[];
  /** Voxel under the crosshair. */
  readonly cursor: [number, number, number];
  readonly ctGreys = new Uint8Array(65536);
  readonly mrGreys = new Uint8Array(65536);

  ct: Int16Array | null = null;
  activeMr = -1;
  ctWindow: GreyWindow;
  mode: FusionMode = "blend";
  /** Share of the MR in the blend, 0 to 1. */
  blend = 0;
  /** The other of CT and MR for the moment. */
  flicked = false;
  contoursOn = true;
  fillOn = false;
  fillOpacity = 0.25;
  lineWidth = 1.5;
  previousOn = false;
  crosshairOn = true;
  /** The dose over the images; null where none is here. */
  dose: DoseView | null = null;
  /** Lines of equal dose. */
  isodosesOn = false;
  /** Colours of the levels of dose. */
  washOn = false;
  washOpacity = 0.35;
  chosenRoi = 0;
  ruler: Ruler | null = null;
  mark: Mark | null = null;
  /** Names of structures that the revision before had and this one has not. */
  gone: readonly string[] = [];

  /** Grows when pixels have to be painted again. */
  pixelStamp = 0;
  /** Grows when contours have to be drawn again. */
  contourStamp = 0;
  /** Grows when the dose has to be drawn again. */
  doseStamp = 0;

  private readonly listeners = new Set<() => void>();

  constructor(
    readonly manifest: Manifest,
    contours: ReadonlyMap<number, RoiContours>,
  ) {
    this.grid = new Grid(manifest.size, manifest.spacing, manifest.origin, manifest.planes);
    const shown: ShownRoi[] = [];
    for (const roi of inOrder(manifest.rois)) {
      const drawn = contours.get(roi.number);
      if (drawn) shown.push({ roi, outlines: new Outlines(drawn, this.grid.stack), previous: null, colour: roi.colour, visible: true });
    }
    this.rois = shown;
    this.mrs = manifest.mrs.map((mr) => ({ mr, volume: null, window: { width: mr.window[0], level: mr.window[1] } }));
    this.ctWindow = ctPresets[0];
    fillGreys(this.ctGreys, this.ctWindow);
    this.cursor = [this.grid.size[0] >> 1, this.grid.size[1] >> 1, this.grid.size[2] >> 1];
    const first = shown[0];
    if (first) this.place(this.middleOf(first) ?? this.position());
  }

  /** Calls back after every change. Returns what ends it. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Says that something has changed: the pixels, the contours, the dose, or only what lies over them. */
  touch(what: "pixels" | "contours" | "dose" | "overlay"): void {
    if (what === "pixels") this.pixelStamp++;
    if (what === "contours") this.contourStamp++;
    if (what === "dose") this.doseStamp++;
    for (const listener of this.listeners) listener();
  }

  /** Where the crosshair is, mm. */
  position(): Point {
    const { grid, cursor } = this;
    return { x: grid.position(0, cursor[0]), y: grid.position(1, cursor[1]), z: grid.position(2, cursor[2]) };
  }

  private place(point: Point): void {
    this.cursor[0] = this.grid.nearest(0, point.x);
    this.cursor[1] = this.grid.nearest(1, point.y);
    this.cursor[2] = this.grid.nearest(2, point.z);
  }

  /** Brings the crosshair to the voxel of a point. */
  moveTo(point: Point): void {
    this.place(point);
    if (this.ruler?.following) this.ruler.to = this.position();
    this.touch("overlay");
  }

  /** Moves the crosshair by voxels along an axis. */
  step(axis: 0 | 1 | 2, by: number): void {
    this.setIndex(axis, this.cursor[axis] + by);
  }

  /** Brings the crosshair to an index of an axis, within the volume. */
  setIndex(axis: 0 | 1 | 2, index: number): void {
    const within = Math.max(0, Math.min(this.grid.size[axis] - 1, index));
    if (within === this.cursor[axis]) return;
    this.cursor[axis] = within;
    if (this.ruler?.following) this.ruler.to = this.position();
    this.touch("overlay");
  }

  /** The middle of a structure: the centroid on the plane in its middle; null where nothing is drawn. */
  middleOf(shown: ShownRoi): Point | null {
    const planes = shown.outlines.contours.planes;
    return planes.length === 0 ? null : this.centroidOn(shown, planes[planes.length >> 1]);
  }

  /** The centroid of a structure on a plane, in the patient; null where it fills nothing there. */
  centroidOn(shown: ShownRoi, plane: number): Point | null {
    const centre = areaAndCentroid(shown.outlines.contours.on(plane));
    return centre ? { x: centre.x, y: centre.y, z: this.grid.stack.z[plane] } : null;
  }

  /** A structure by its ROI Name. */
  roiNamed(name: string | null): ShownRoi | null {
    return name === null ? null : (this.rois.find((shown) => shown.roi.name === name) ?? null);
  }

  /** Names of the visible structures that hold a point. */
  structuresAt(point: Point): string[] {
    const plane = this.grid.stack.holding(point.z);
    if (plane < 0) return [];
    return this.rois.filter((shown) => shown.visible && contains(shown.outlines.contours.on(plane), point.x, point.y)).map((shown) => shown.roi.name);
  }

  /** The planes with a contour of any structure but the body's outline, which is on all of them; rising. */
  drawnPlanes(): number[] {
    const planes = new Set<number>();
    for (const shown of this.rois) if (shown.roi.type !== "EXTERNAL") for (const plane of shown.outlines.contours.planes) planes.add(plane);
    return [...planes].sort((a, b) => a - b);
  }

  /** Whether what is drawn on a plane is to be seen: contours are on, none that was derived is hidden, and one at least is shown. */
  showsContoursOf(plane: number): boolean {
    if (!this.contoursOn) return false;
    let any = false;
    for (const shown of this.rois) {
      if (shown.outlines.contours.on(plane).length === 0) continue;
      if (shown.visible) any = true;
      else if (shown.roi.derived) return false;
    }
    return any;
  }

  /** The MR that is shown; null where none is, or its volume is not here yet. */
  shownMr(): ShownMr | null {
    const mr = this.mrs[this.activeMr];
    return mr?.volume ? mr : null;
  }

  /** Shows an MR. */
  chooseMr(index: number): void {
    this.activeMr = index;
    const mr = this.mrs[index];
    if (mr) fillGreys(this.mrGreys, mr.window);
    this.touch("pixels");
  }

  /** Share of the MR that is shown now. */
  effectiveBlend(): number {
    return this.flicked ? (this.blend > 0.5 ? 0 : 1) : this.blend;
  }

  setCtWindow(window: GreyWindow): void {
    this.ctWindow = { width: Math.max(1, window.width), level: window.level };
    fillGreys(this.ctGreys, this.ctWindow);
    this.touch("pixels");
  }

  setMrWindow(window: GreyWindow): void {
    const mr = this.mrs[this.activeMr];
    if (!mr) return;
    mr.window = { width: Math.max(1, window.width), level: window.level };
    fillGreys(this.mrGreys, mr.window);
    this.touch("pixels");
  }

  /** The dose at a point, Gy; null where there is none. */
  doseAt(point: Point): number | null {
    const found = this.dose?.grid.at(point.x, point.y, point.z) ?? Number.NaN;
    return Number.isNaN(found) ? null : found;
  }

  /** CT and MR value of the voxel that holds a point; null outside, or where there is nothing. */
  valuesAt(point: Point): { ct: number | null; mr: number | null } {
    const voxel = this.grid.voxelAt(point);
    if (voxel < 0) return { ct: null, mr: null };
    const value = (volume: Int16Array | null | undefined): number | null => (volume && volume[voxel] !== nothingThere ? volume[voxel] : null);
    return { ct: value(this.ct), mr: value(this.shownMr()?.volume) };
  }
}
