/** Pixels of a panel: how many it has at first, on a wide screen too, and how few and many it may. */
export const PANELS = {
  left: { usual: 288, wide: 340, least: 220, most: 480 },
  right: { usual: 368, wide: 460, least: 300, most: 640 },
  bottom: { usual: 340, wide: 400, least: 140, most: 720 },
} as const;
/** As wide as a full desktop screen, where a map has room enough beside larger panels. */
const WIDE = 1800;

export type PanelSide = keyof typeof PANELS;

const usualSize = (side: PanelSide) => PANELS[side][innerWidth < WIDE ? "usual" : "wide"];

const within = (side: PanelSide, size: number) =>
  Math.round(Math.min(PANELS[side].most, Math.max(PANELS[side].least, size)));

const keyOf = (workspace: string, side: PanelSide) => `hearthgrid.panel.${workspace}.${side}`;

/** What the browser remembers of a workspace's panel; the usual size where it remembers nothing. */
export function storedSize(workspace: string, side: PanelSide): number {
  try {
    const stored = localStorage.getItem(keyOf(workspace, side));
    return stored === null || !Number.isFinite(Number(stored))
      ? usualSize(side)
      : within(side, Number(stored));
  } catch {
    return usualSize(side);
  }
}

/** The size it gets of the one asked for; null: the usual one, and nothing remembered. */
export function storeSize(workspace: string, side: PanelSide, asked: number | null): number {
  const size = asked === null ? usualSize(side) : within(side, asked);
  try {
    if (asked === null) localStorage.removeItem(keyOf(workspace, side));
    else localStorage.setItem(keyOf(workspace, side), String(size));
  } catch {
    // Nothing is kept in a private window; it holds until the page is closed.
  }
  return size;
}
