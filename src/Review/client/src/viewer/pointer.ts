import { coordinate } from "../geometry/facing.ts";
import type { Point } from "../geometry/grid.ts";
import type { Pane } from "./pane.ts";
import type { Scene } from "./scene.ts";
import type { GreyWindow } from "./windows.ts";

type Drag =
  | { readonly kind: "crosshair" }
  | { readonly kind: "ruler" }
  | { readonly kind: "pan"; x: number; y: number }
  | { readonly kind: "window"; readonly x: number; readonly y: number; readonly of: "ct" | "mr"; readonly from: GreyWindow };

/**
 * Mouse and pen in a pane: left moves the crosshair (with Shift it measures), right the window, middle or Alt the picture; the
 * wheel goes through the slices (with Ctrl it zooms).
 * @param hover Told the point under the pointer; null when it leaves.
 * @param activate The pane was pressed.
 */
export function attachPointer(pane: Pane, scene: Scene, hover: (point: Point | null) => void, activate: () => void): void {
  const { element, facing } = pane;
  let drag: Drag | null = null;
  let turned = 0;

  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return pane.pointAt(event.clientX - box.left, event.clientY - box.top);
  };
  const windowDrag = (event: PointerEvent): Drag => {
    const mr = scene.shownMr();
    const ofMr = mr !== null && (pane.content === "mr" || (scene.mode === "blend" && scene.effectiveBlend() > 0.5));
    return { kind: "window", x: event.clientX, y: event.clientY, of: ofMr ? "mr" : "ct", from: ofMr && mr ? mr.window : scene.ctWindow };
  };

  element.addEventListener("contextmenu", (event) => event.preventDefault());
  element.addEventListener("pointerdown", (event) => {
    activate();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    if (event.button === 2) drag = windowDrag(event);
    else if (event.button === 1 || event.altKey) drag = { kind: "pan", x: event.clientX, y: event.clientY };
    else if (event.shiftKey) {
      drag = { kind: "ruler" };
      scene.ruler = { plane: pane.plane, from: at(event), to: at(event), following: false };
      scene.touch("overlay");
    } else {
      drag = { kind: "crosshair" };
      scene.moveTo(at(event));
    }
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    hover(at(event));
    if (!drag) return;
    if (drag.kind === "crosshair") scene.moveTo(at(event));
    else if (drag.kind === "ruler" && scene.ruler) {
      scene.ruler.to = at(event);
      scene.touch("overlay");
    } else if (drag.kind === "pan") {
      pane.pan(event.clientX - drag.x, event.clientY - drag.y);
      drag.x = event.clientX;
      drag.y = event.clientY;
    } else if (drag.kind === "window") {
      const pace = Math.max(1, drag.from.width / 400);
      const window = { width: drag.from.width + (event.clientX - drag.x) * 2 * pace, level: drag.from.level - (event.clientY - drag.y) * pace };
      if (drag.of === "mr") scene.setMrWindow(window);
      else scene.setCtWindow(window);
    }
  });
  const end = (): void => {
    drag = null;
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  element.addEventListener("pointerleave", () => hover(null));
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (event.ctrlKey) {
        const box = element.getBoundingClientRect();
        pane.zoomAt(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
        return;
      }
      // Touchpads turn in small steps: a slice for each notch of a wheel, or as much turned.
      turned += event.deltaMode === 0 ? event.deltaY / 50 : event.deltaY;
      const steps = Math.abs(event.deltaY) >= 50 || event.deltaMode !== 0 ? Math.sign(event.deltaY) : Math.trunc(turned);
      if (steps !== 0) {
        turned = 0;
        scene.step(facing.through, -steps);
      }
    },
    { passive: false },
  );
}

/** The view's slice after a jump: moves the picture only when the place is off the screen. */
export function revealIn(panes: readonly Pane[], point: Point): void {
  for (const pane of panes) if (pane.shown && Number.isFinite(coordinate(point, pane.facing.across))) pane.reveal(point);
}
