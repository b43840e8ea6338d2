import type { DoseGrid } from "../geometry/doseGrid.ts";
import type { DoseLevel } from "./levels.ts";

/** A dose as it is shown over the images. */
export interface DoseView {
  /** Names it: pictures of another dose are made anew. */
  readonly key: string;
  readonly grid: DoseGrid;
  /** Rising. */
  readonly levels: readonly DoseLevel[];
  /** The prescribed dose, Gy. */
  readonly prescribed: number;
}

/** A dose in Gy and in percent of the prescription. */
export function doseWords(gy: number, prescribed: number): string {
  return `${gy.toFixed(2)} Gy (${((gy / prescribed) * 100).toFixed(1)} %)`;
}
