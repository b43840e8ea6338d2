import type { Point } from "../geometry/grid.ts";
import type { DosePanel } from "../dose/dosePanel.ts";
import type { Viewer } from "../viewer/viewer.ts";

/** What tests and measurements may read of the page; nothing can be changed by it. */
export interface ReviewHook {
  /** Whether the CT is on the screen. */
  readonly firstPicture: boolean;
  /** Whether everything is loaded. */
  readonly loaded: boolean;
  /** How long the last frames took to paint, ms. */
  frameTimes(): number[];
  /** Where the crosshair is: voxel and mm. */
  cursor(): { voxel: readonly number[]; point: Point };
  /** Where a point of the patient lies on the screen in a view ("axial-fused", "axial-mr", "sagittal-fused", "coronal-fused"), CSS pixels of the window. */
  toScreen(view: string, point: Point): { x: number; y: number } | null;
  /** Screen pixels a millimetre in a view. */
  scale(view: string): number;
  /** The dose over the images: whether it is here. */
  dose(): boolean;
  /** Where a dose lies on a structure's curve in the plot, CSS pixels of the window. */
  curveToScreen(roiName: string, gy: number): { x: number; y: number } | null;
}

declare global {
  interface Window {
    __review?: ReviewHook;
  }
}

/** Offers the hook. */
export function offerHook(viewer: Viewer, doses: DosePanel, state: { firstPicture: boolean; loaded: boolean }): void {
  const paneOf = (view: string): Viewer["panes"][number] | undefined => viewer.panes.find((pane) => pane.element.dataset.view === view);
  window.__review = {
    get firstPicture() {
      return state.firstPicture;
    },
    get loaded() {
      return state.loaded;
    },
    frameTimes: () => viewer.loop.frameTimes(),
    cursor: () => ({ voxel: [...viewer.scene.cursor], point: viewer.scene.position() }),
    toScreen: (view, point) => {
      const pane = paneOf(view);
      if (!pane) return null;
      const box = pane.element.getBoundingClientRect();
      const place = pane.placeOf(point);
      return { x: box.left + place.x, y: box.top + place.y };
    },
    scale: (view) => {
      const pane = paneOf(view);
      return pane ? pane.projection.scale / (window.devicePixelRatio || 1) : 0;
    },
    dose: () => viewer.scene.dose !== null,
    curveToScreen: (roiName, gy) => doses.placeOf(roiName, gy),
  };
}

/** Takes the hook away. */
export function withdrawHook(): void {
  delete window.__review;
}
