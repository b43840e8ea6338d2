import type { Ring, RoiContours } from "../geometry/contours.ts";
import { joined, stairSteps } from "../geometry/cuts.ts";
import type { PlaneStack } from "../geometry/planes.ts";

/** What is drawn of a ROI in a view, in patient mm across and along it. */
export interface Outline {
  /** To be filled by the even-odd rule. */
  readonly filled: Path2D;
  /** To be stroked. */
  readonly line: Path2D;
}

function ringsPath(rings: readonly Ring[]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    path.moveTo(ring[0], ring[1]);
    for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  return path;
}

function piecesPath(pieces: readonly number[]): Path2D {
  const path = new Path2D();
  for (let i = 0; i < pieces.length; i += 4) {
    path.moveTo(pieces[i], pieces[i + 1]);
    path.lineTo(pieces[i + 2], pieces[i + 3]);
  }
  return path;
}

function joinedPath(pieces: readonly number[]): Path2D {
  const path = new Path2D();
  for (const line of joined(pieces)) {
    path.moveTo(line[0], line[1]);
    for (let i = 2; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
  }
  return path;
}

const mostCuts = 512;

/** The outlines of a ROI in every view, each made when it is first asked for and kept. */
export class Outlines {
  private readonly axial = new Map<number, Outline>();
  private readonly cuts: [Map<number, Outline>, Map<number, Outline>] = [new Map(), new Map()];

  /**
   * @param contours What is drawn.
   * @param stack The planes that it is drawn on.
   * @param dashed Whether lines are dashed: the pieces of a cut are joined then.
   */
  constructor(
    readonly contours: RoiContours,
    readonly stack: PlaneStack,
    private readonly dashed = false,
  ) {}

  /** The rings on a plane; null where there are none. */
  onPlane(plane: number): Outline | null {
    const rings = this.contours.on(plane);
    if (rings.length === 0) return null;
    let outline = this.axial.get(plane);
    if (!outline) {
      const path = ringsPath(rings);
      outline = { filled: path, line: path };
      this.axial.set(plane, outline);
    }
    return outline;
  }

  /**
   * The stair-steps of the cut through x (axis 0) or y (axis 1).
   * @param position Where, mm.
   */
  cut(axis: 0 | 1, position: number): Outline {
    const kept = this.cuts[axis];
    let outline = kept.get(position);
    if (!outline) {
      const steps = stairSteps(this.contours, this.stack, axis, position);
      const filled = new Path2D();
      for (let i = 0; i < steps.filled.length; i += 4)
        filled.rect(steps.filled[i], steps.filled[i + 1], steps.filled[i + 2] - steps.filled[i], steps.filled[i + 3] - steps.filled[i + 1]);
      outline = { filled, line: this.dashed ? joinedPath(steps.outline) : piecesPath(steps.outline) };
      if (kept.size >= mostCuts) kept.clear();
      kept.set(position, outline);
    }
    return outline;
  }
}
