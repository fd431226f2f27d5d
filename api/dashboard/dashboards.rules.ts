import type { dashboards } from "../../schema/registers/dashboards.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { sharedFaults } from "../writing/shared-with.js";
import { allTiles, isTile } from "./tile.js";

const TEMPLATES = ["WALL", "PHONE", "DESK"];
const TILES_MOST = 24;

const wrong = (field: string, reason: string): Fault => ({ field, kind: "rule", reason });

function templateFaults(template: string | null | undefined): Fault[] {
  return template == null || TEMPLATES.includes(template)
    ? []
    : [wrong("template", `must be ${TEMPLATES.join(", ")}`)];
}

function layoutFaults(layout: Record<string, unknown> | null | undefined): Fault[] {
  if (layout == null) return [];
  const { tiles, view: _, ...other } = layout;
  const [more] = Object.keys(other);
  if (more !== undefined)
    return [wrong("layout", `holds tiles and view, not ${more.slice(0, 40)}`)];
  if (!Array.isArray(tiles) || tiles.length === 0 || tiles.length > TILES_MOST)
    return [wrong("layout", `its tiles are a list of 1 to ${TILES_MOST} of them`)];
  const unknown = tiles.find((id) => typeof id !== "string" || !isTile(id));
  if (unknown !== undefined) {
    const known = allTiles().map(({ id }) => id);
    const said = String(JSON.stringify(unknown)).slice(0, 40);
    return [wrong("layout", `there is no tile ${said}; there are ${known.join(", ")}`)];
  }
  return new Set(tiles).size === tiles.length ? [] : [wrong("layout", "holds a tile twice")];
}

export const dashboardRules: WriteRules = {
  check: ({ values }: ProposedRow<Proposed<typeof dashboards>>) => [
    ...sharedFaults(values.sharedWithRole),
    ...templateFaults(values.template),
    ...layoutFaults(values.layout),
  ],
};
