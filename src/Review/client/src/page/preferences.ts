/** What a person prefers on this computer. Nothing of a patient is ever kept here. */
export interface Preferences {
  theme: "system" | "light" | "dark";
  /** Whether single keys do something. */
  keys: boolean;
  fill: boolean;
  fillOpacity: number;
  lineWidth: number;
}

const standard: Preferences = { theme: "system", keys: true, fill: false, fillOpacity: 0.25, lineWidth: 1.5 };
const key = "contourflow-preferences";

function load(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Preferences>;
    return {
      theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "system",
      keys: kept.keys !== false,
      fill: kept.fill === true,
      fillOpacity: typeof kept.fillOpacity === "number" ? kept.fillOpacity : standard.fillOpacity,
      lineWidth: typeof kept.lineWidth === "number" ? kept.lineWidth : standard.lineWidth,
    };
  } catch {
    // Storage may be forbidden, or hold what another program wrote: the standard serves as well.
    return { ...standard };
  }
}

/** The preferences of this browser. */
export const preferences: Preferences = load();

/** Changes preferences and keeps them where the browser lets us. */
export function prefer(change: Partial<Preferences>): void {
  Object.assign(preferences, change);
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Forbidden storage: the preference holds until the page is left.
  }
  applyTheme();
}

/** Puts the preferred scheme on the page. */
export function applyTheme(): void {
  if (preferences.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = preferences.theme;
}
