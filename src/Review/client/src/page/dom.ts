type Child = Node | string | null | undefined | false;
type Setting = string | number | boolean | null | undefined | ((event: Event) => void);

/**
 * Makes an element. Functions named on... become listeners, true an empty attribute, false and null none; children that are
 * strings become text, never markup.
 */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, settings: Record<string, Setting> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => !!child));
}

/** A button. */
export function button(text: string, press: () => void, settings: Record<string, Setting> = {}): HTMLButtonElement {
  return el("button", { type: "button", onclick: press, ...settings }, text);
}

/** Whether keys that are pressed belong to a field that is written in. */
export function writes(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button", "color"].includes(target.type);
}

let lastId = 0;

/** An id that no other element has. */
export function freshId(prefix: string): string {
  lastId++;
  return `${prefix}-${lastId}`;
}
