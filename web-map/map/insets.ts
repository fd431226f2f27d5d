export interface Insets {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
type Box = Pick<DOMRect, "left" | "right" | "top" | "bottom">;

/** Room between what is shown and what surrounds it, pixels. */
const AIR = 24;

/**
 * How much of a map each thing over it covers, taken from the side where it costs least: never more
 * than half of the map, and of two opposite sides never more than two thirds.
 */
export function insetsOf(map: Box, over: readonly Box[]): Insets {
  const inset: Insets = { left: AIR, right: AIR, top: AIR, bottom: AIR };
  for (const box of over) {
    const depth: Insets = {
      left: box.right - map.left,
      right: map.right - box.left,
      top: box.bottom - map.top,
      bottom: map.bottom - box.top,
    };
    if (Object.values(depth).some((d) => d <= 0) || box.right <= box.left) continue;
    const [side, covered] = (Object.entries(depth) as [keyof Insets, number][]).reduce((a, b) =>
      b[1] < a[1] ? b : a,
    );
    inset[side] = Math.max(inset[side], covered + AIR);
  }
  const [left, right] = bothOf(inset.left, inset.right, map.right - map.left);
  const [top, bottom] = bothOf(inset.top, inset.bottom, map.bottom - map.top);
  return { left, right, top, bottom };
}

/** A third for each of two opposite sides; what one does not need the other may have. */
function bothOf(a: number, b: number, across: number): [number, number] {
  const most = (other: number) =>
    Math.max(across / 3, Math.min(across / 2, (2 * across) / 3 - other));
  return [Math.min(a, most(b)), Math.min(b, most(a))];
}
