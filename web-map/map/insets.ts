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
 * How much of a map each thing over it covers, taken from the side where it costs least; never more
 * than a third of the map from one side.
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
  const [wide, high] = [(map.right - map.left) / 3, (map.bottom - map.top) / 3];
  return {
    left: Math.min(inset.left, wide),
    right: Math.min(inset.right, wide),
    top: Math.min(inset.top, high),
    bottom: Math.min(inset.bottom, high),
  };
}
