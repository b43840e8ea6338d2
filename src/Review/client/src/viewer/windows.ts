/** A grey-scale window: the values from level - width / 2 to level + width / 2 go from black to white. */
export interface GreyWindow {
  readonly width: number;
  readonly level: number;
}

/** A window with a name. */
export interface WindowPreset extends GreyWindow {
  readonly name: string;
}

/** Windows for CT, in HU. */
export const ctPresets: readonly WindowPreset[] = [
  { name: "Soft tissue", width: 400, level: 40 },
  { name: "Bone", width: 1500, level: 300 },
  { name: "Canal", width: 200, level: 40 },
  { name: "Metal", width: 4000, level: 1000 },
  { name: "Lung", width: 1500, level: -600 },
];

/** Windows for an MR, from the one that the server found in its values. */
export function mrPresets(auto: GreyWindow): readonly WindowPreset[] {
  const lowest = auto.level - auto.width / 2;
  return [
    { name: "Auto", width: auto.width, level: auto.level },
    { name: "Bright", width: auto.width * 0.6, level: lowest + auto.width * 0.3 },
    { name: "Wide", width: auto.width * 1.5, level: lowest + auto.width * 0.75 },
  ];
}

/** What the server writes where a volume has nothing: outside of an MR. */
export const nothingThere = -32768;

/** Fills the grey of every int16 value (at index value + 32768) by the linear function of PS3.3 C.11.2.1.2. */
export function fillGreys(greys: Uint8Array, window: GreyWindow): void {
  const width = Math.max(1, window.width);
  const lower = window.level - 0.5 - (width - 1) / 2;
  const factor = width > 1 ? 255 / (width - 1) : 255;
  for (let index = 0; index < 65536; index++) {
    const grey = (index - 32768 - lower) * factor;
    greys[index] = grey <= 0 ? 0 : grey >= 255 ? 255 : grey + 0.5;
  }
}
