import type { Scorecard } from "../api/contract.ts";

/** A level of dose that lines and colours are drawn at. */
export interface DoseLevel {
  readonly gy: number;
  /** Percent of the prescription. */
  readonly percent: number;
  readonly colour: string;
  /** What the protocol asks there, in words; empty where it asks nothing. */
  readonly asked: string;
  shown: boolean;
}

/** Percents of the prescription that lines are drawn at in any case. */
const percents = [50, 70, 90, 100, 120, 140, 160];

/** From cold to hot, by the share of the prescription: bright enough for a CT, and the prescription itself yellow. */
const scale: readonly (readonly [number, number, number, number])[] = [
  [0.4, 90, 110, 255],
  [0.5, 70, 150, 255],
  [0.7, 40, 205, 255],
  [0.85, 50, 235, 190],
  [0.9, 110, 240, 90],
  [1, 255, 235, 60],
  [1.2, 255, 165, 45],
  [1.4, 255, 95, 70],
  [1.6, 255, 80, 205],
  [1.75, 235, 190, 255],
];

/** Colour of a share of the prescription, red, green and blue from 0 to 255. */
export function colourOf(share: number): readonly [number, number, number] {
  const last = scale.length - 1;
  if (share <= scale[0][0]) return [scale[0][1], scale[0][2], scale[0][3]];
  for (let i = 0; i < last; i++) {
    const [from, to] = [scale[i], scale[i + 1]];
    if (share > to[0]) continue;
    const part = (share - from[0]) / (to[0] - from[0]);
    return [1, 2, 3].map((channel) => Math.round(from[channel] + (to[channel] - from[channel]) * part)) as unknown as readonly [number, number, number];
  }
  return [scale[last][1], scale[last][2], scale[last][3]];
}

/** #rrggbb of a colour. */
export function hex(colour: readonly [number, number, number]): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** A dose that is demanded so near to a round share of the prescription, percent, is not drawn apart from it. */
const near = 2;

/** The levels of a scorecard: round shares of the prescription, and every dose that the protocol demands; rising. */
export function levelsOf(scorecard: Pick<Scorecard, "prescription" | "objectives">): DoseLevel[] {
  const prescribed = scorecard.prescription.doseGy;
  const round = percents.map((percent) => Math.round(percent * prescribed * 10) / 1000);
  const asked = new Map<number, Set<string>>();
  for (const objective of scorecard.objectives) {
    if (objective.unit !== "Gy" || !objective.mandatory) continue;
    for (const [bound, word] of [[objective.mandatory.low, "at least"], [objective.mandatory.high, "at most"]] as const) {
      if (bound === null || bound <= 0) continue;
      const key = round.find((gy) => Math.abs(gy - bound) <= (near / 100) * prescribed) ?? Math.round(bound * 1000) / 1000;
      const known = asked.get(key) ?? new Set<string>();
      asked.set(key, known.add(`${objective.roiName ?? objective.structure} ${objective.metric} ${word} ${bound} Gy`));
    }
  }
  const all = new Set([...round, ...asked.keys()]);
  return [...all]
    .sort((a, b) => a - b)
    .map((gy) => ({ gy, percent: (gy / prescribed) * 100, colour: hex(colourOf(gy / prescribed)), asked: [...(asked.get(gy) ?? [])].join(", "), shown: true }));
}
