import { PlaneStack } from "./planes.ts";

/** A point in the patient, mm: x towards Left, y towards Posterior, z towards Superior (the axes that the manifest names). */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Where the voxels of a case's volumes lie in the patient. An index is a voxel's centre. */
export class Grid {
  /** The planes along the patient. */
  readonly stack: PlaneStack;

  /**
   * @param size Voxels along x, y and z.
   * @param spacing Distance of voxels along x and y, mm.
   * @param origin Centre of the first voxel along x and y, mm.
   * @param planes z of each plane, mm, rising.
   */
  constructor(
    readonly size: readonly [number, number, number],
    readonly spacing: readonly [number, number],
    readonly origin: readonly [number, number],
    planes: readonly number[],
  ) {
    if (planes.length !== size[2]) throw new RangeError("There are other planes than the volume has.");
    this.stack = new PlaneStack(planes);
  }

  /** Voxels of a volume. */
  get voxels(): number {
    return this.size[0] * this.size[1] * this.size[2];
  }

  /** Position of an index along an axis, mm. */
  position(axis: 0 | 1 | 2, index: number): number {
    return axis === 2 ? this.stack.z[index] : this.origin[axis] + index * this.spacing[axis];
  }

  /** Index of the voxel that is nearest to a position along an axis, within the volume. */
  nearest(axis: 0 | 1 | 2, position: number): number {
    if (axis === 2) return this.stack.nearest(position);
    const index = Math.round((position - this.origin[axis]) / this.spacing[axis]);
    return Math.max(0, Math.min(this.size[axis] - 1, index));
  }

  /** Where the volume begins and ends along an axis, mm: the borders of its outermost voxels. */
  extent(axis: 0 | 1 | 2): readonly [number, number] {
    if (axis === 2) return [this.stack.lower[0], this.stack.upper[this.stack.count - 1]];
    const half = this.spacing[axis] / 2;
    return [this.origin[axis] - half, this.origin[axis] + (this.size[axis] - 1) * this.spacing[axis] + half];
  }

  /** Offset of the voxel that a point lies in; -1 outside of the volume. */
  voxelAt(point: Point): number {
    const k = this.stack.holding(point.z);
    const i = Math.round((point.x - this.origin[0]) / this.spacing[0]);
    const j = Math.round((point.y - this.origin[1]) / this.spacing[1]);
    if (k < 0 || i < 0 || j < 0 || i >= this.size[0] || j >= this.size[1]) return -1;
    return i + this.size[0] * (j + this.size[1] * k);
  }
}
