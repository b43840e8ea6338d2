import type { Check, Finding } from "../api/contract.ts";
import type { Point } from "../geometry/grid.ts";
import type { Scene } from "../viewer/scene.ts";

/**
 * Where a check or finding speaks of: the place that it gives; else its plane, at the centroid of its structure (where that is
 * not drawn on this plane, of any derived one that is); else the middle of its structure. Null: it speaks of no place.
 */
export function placeOf(said: Pick<Check | Finding, "roiName" | "z"> & { place?: Point | null }, scene: Scene): Point | null {
  if (said.place) return said.place;
  const shown = scene.roiNamed(said.roiName);
  if (said.z === null || said.z === undefined) return shown ? scene.middleOf(shown) : null;
  const plane = scene.grid.stack.holding(said.z);
  if (plane < 0) return null;
  const own = shown ? scene.centroidOn(shown, plane) : null;
  if (own) return own;
  for (const other of scene.rois) {
    const centre = other.roi.derived ? scene.centroidOn(other, plane) : null;
    if (centre) return centre;
  }
  const here = scene.position();
  return { x: here.x, y: here.y, z: scene.grid.stack.z[plane] };
}
