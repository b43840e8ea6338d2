/** The rows of a list that are on the screen, with some on both sides: from first up to, and without, last. */
export function visibleRange(scrollTop: number, height: number, rowHeight: number, count: number, beyond = 8): { first: number; last: number } {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - beyond));
  const last = Math.max(first, Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + beyond));
  return { first, last };
}
