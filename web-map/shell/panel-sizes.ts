/** Pixels of a panel: how many it has at first, and between which it can be drawn. */
export const PANELS = {
  left: { usual: 288, least: 220, most: 480 },
  right: { usual: 368, least: 300, most: 640 },
  bottom: { usual: 340, least: 140, most: 720 },
} as const;

export type PanelSide = keyof typeof PANELS;

const within = (side: PanelSide, size: number) =>
  Math.round(Math.min(PANELS[side].most, Math.max(PANELS[side].least, size)));

const keyOf = (workspace: string, side: PanelSide) => `hearthgrid.panel.${workspace}.${side}`;

/** What the browser remembers of a workspace's panel; the usual size where it remembers nothing. */
export function storedSize(workspace: string, side: PanelSide): number {
  try {
    const stored = localStorage.getItem(keyOf(workspace, side));
    return stored === null || !Number.isFinite(Number(stored))
      ? PANELS[side].usual
      : within(side, Number(stored));
  } catch {
    return PANELS[side].usual;
  }
}

/** The size it gets of the one asked for; null: the usual one, and nothing remembered. */
export function storeSize(workspace: string, side: PanelSide, asked: number | null): number {
  const size = asked === null ? PANELS[side].usual : within(side, asked);
  try {
    if (asked === null) localStorage.removeItem(keyOf(workspace, side));
    else localStorage.setItem(keyOf(workspace, side), String(size));
  } catch {
    // Nothing is kept in a private window; it holds until the page is closed.
  }
  return size;
}
