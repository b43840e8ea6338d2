import type { Check } from "../api/contract.ts";

/** The items of AAPM MPPG 11.a's plan review that checks of contours and registrations speak to, in its order. */
export const checkGroups = [
  "Image registration and fusion",
  "Targets",
  "Target margins",
  "Organs at risk",
  "Planning volumes of organs at risk",
  "Image set and body",
  "Structure set as written",
  "Beside the trial",
] as const;

export type CheckGroup = (typeof checkGroups)[number];

/** The item that a check belongs to, by its id (docs/checks.md). */
export function groupOf(check: Check): CheckGroup {
  const { id } = check;
  if (id.startsWith("fusion-")) return "Image registration and fusion";
  if (id.startsWith("trial-")) return "Beside the trial";
  if (id === "ct-ends" || id === "ptv-in-body") return "Image set and body";
  if (id.startsWith("read-back-") || id === "contours-on-images" || id === "operands-changed") return "Structure set as written";
  if (/^(margin|margin-rounding|planes-beyond|second-method|islands|slivers)-/.test(id)) return /PRV/i.test(id) ? "Planning volumes of organs at risk" : "Target margins";
  if (/prv-overlap$/.test(id)) return "Planning volumes of organs at risk";
  if (/^(gtv|ctv|ptv)-/.test(id) || /^neighbours-(GTV|CTV)/i.test(id) || id.startsWith("overlap-")) return "Targets";
  return "Organs at risk";
}

const gravity: Record<Check["verdict"], number> = { failure: 0, warning: 1, passed: 2 };

/** Failed first, then warnings, then passed; each in the report's order. */
export function failedFirst(checks: readonly Check[]): Check[] {
  return [...checks].sort((a, b) => gravity[a.verdict] - gravity[b.verdict]);
}
