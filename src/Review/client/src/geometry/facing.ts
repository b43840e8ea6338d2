import type { Point } from "./grid.ts";

/** The three views of a case. */
export type ViewPlane = "axial" | "sagittal" | "coronal";

/** How a view looks at the patient: which axis lies across it, which down or up it, and which goes through it. */
export interface Facing {
  readonly plane: ViewPlane;
  /** Axis that rises to the right of the screen. */
  readonly across: 0 | 1 | 2;
  /** Axis that lies vertically. */
  readonly along: 0 | 1 | 2;
  /** Axis that the view is cut through. */
  readonly through: 0 | 1 | 2;
  /** 1: the vertical axis rises downwards; -1: it rises upwards. */
  readonly down: 1 | -1;
}

/** Axial seen from the feet, sagittal from the patient's left, coronal from the front: what radiotherapy is used to. */
export const facings: Record<ViewPlane, Facing> = {
  axial: { plane: "axial", across: 0, along: 1, through: 2, down: 1 },
  sagittal: { plane: "sagittal", across: 1, along: 2, through: 0, down: -1 },
  coronal: { plane: "coronal", across: 0, along: 2, through: 1, down: -1 },
};

const opposites: Record<string, string> = { L: "R", R: "L", P: "A", A: "P", S: "I", I: "S" };

/** The letter of the other direction: R for L, A for P, I for S and back. */
export function opposite(letter: string): string {
  const found = opposites[letter];
  if (!found) throw new RangeError(`'${letter}' is no direction of a patient.`);
  return found;
}

/** The letters at a view's borders, from the directions in which the volume's axes rise. */
export function borderLetters(facing: Facing, axes: readonly string[]): { left: string; right: string; top: string; bottom: string } {
  const across = axes[facing.across];
  const along = axes[facing.along];
  return {
    left: opposite(across),
    right: across,
    top: facing.down === 1 ? opposite(along) : along,
    bottom: facing.down === 1 ? along : opposite(along),
  };
}

/** A coordinate of a point by its axis. */
export function coordinate(point: Point, axis: 0 | 1 | 2): number {
  return axis === 0 ? point.x : axis === 1 ? point.y : point.z;
}

/** The point of a view at these coordinates across and along it, and at this depth. */
export function pointIn(facing: Facing, across: number, along: number, through: number): Point {
  const values = [0, 0, 0];
  values[facing.across] = across;
  values[facing.along] = along;
  values[facing.through] = through;
  return { x: values[0], y: values[1], z: values[2] };
}

/** Distance between two points, mm. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}
