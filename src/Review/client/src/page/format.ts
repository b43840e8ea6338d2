/** A patient's name for people: the alphabetic group of a DICOM PN, "Family, Given Middle". */
export function personName(name: string | null): string {
  if (!name) return "(no name)";
  const [family = "", given = "", middle = ""] = name.split("=")[0].split("^").map((part) => part.trim());
  const first = [given, middle].filter((part) => part !== "").join(" ");
  const whole = [family, first].filter((part) => part !== "").join(", ");
  return whole === "" ? "(no name)" : whole;
}

/** A date of birth, from DICOM's 19700131 or a date with hyphens, as 1970-01-31. */
export function birthDate(date: string | null): string {
  if (!date) return "unknown";
  return /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date.slice(0, 10);
}

/** A patient's sex in a word. */
export function sexWord(sex: string | null): string {
  return sex === "F" ? "female" : sex === "M" ? "male" : sex === "O" ? "other" : "";
}

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment in the time of this computer: 2026-01-31 14:05. */
export function moment(at: string | null | undefined): string {
  if (!at) return "";
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long ago a moment was: "12 min", "3 h", "4 d". */
export function ago(at: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - new Date(at).getTime()) / 60000));
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} d`;
}

/** A volume in cm³ with the digits that matter. */
export function volume(cc: number | null): string {
  return cc === null ? "–" : cc >= 100 ? cc.toFixed(0) : cc >= 10 ? cc.toFixed(1) : cc.toFixed(2);
}

/** A change in volume with its sign, in cm³ and percent. */
export function volumeChange(now: number | null, before: number | null): string {
  if (now === null || before === null) return "";
  const difference = now - before;
  if (Math.abs(difference) < 0.005) return "unchanged";
  const sign = difference > 0 ? "+" : "−";
  const percent = before > 0 ? ` (${sign}${Math.abs((difference / before) * 100).toFixed(1)} %)` : "";
  return `${sign}${volume(Math.abs(difference))} cm³${percent}`;
}

/** camelCase or hyphenated words as a sentence's beginning: awaitingDecision -> Awaiting decision. */
export function words(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
