import type { Geometry } from "geojson";
import { useCallback, useRef } from "react";
import { ObjectShapeDocument } from "../gql/graphql.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { type Area, areaOfShape } from "../state/area.js";
import { useAreaWords } from "./words.js";

/** What lies near a point or a line is meant by it. */
const NEAR_M = 100;

async function areaOfGeometry(shape: Geometry): Promise<Area | null> {
  if (shape.type === "Point") {
    const [lng, lat] = shape.coordinates as [number, number];
    return { kind: "circle", center: [lng, lat], metres: NEAR_M };
  }
  const drawn = areaOfShape(shape);
  return drawn ?? areaOfShape((await import("./shape-ops.js")).within(shape, NEAR_M));
}

/**
 * Makes an object, or a geometry in hand, the area: a grid or village by its members, what has a
 * shape by it, a point or a line by what lies near. It is given to `onArea`, or is the view's.
 */
export function useAsArea(
  onArea?: (area: Area) => void,
): (what: { layer: string; id: string } | Geometry) => void {
  const t = useAreaWords();
  const { update, say } = useShell();
  const latest = useRef(onArea);
  latest.current = onArea;
  const { client } = useSession().connection;
  return useCallback(
    (what) => {
      const settle = (area: Area) => {
        if (latest.current) latest.current(area);
        else update({ area });
      };
      const toGeometry = async (shape: Geometry) => {
        const area = await areaOfGeometry(shape);
        if (!area) return;
        settle(area);
        if (!areaOfShape(shape)) say(t("aroundPoint", { metres: NEAR_M }));
      };
      const toObject = async (id: string) => {
        const { data, fault } = await ask(client, ObjectShapeDocument, { ids: [id] });
        const node = data?.nodes[0];
        if (node && "code" in node) settle({ kind: "villages", codes: [node.code] });
        else if (node && "geometry" in node && node.geometry) await toGeometry(node.geometry);
        else say(fault?.message ?? t("failed"));
      };
      if ("type" in what) void toGeometry(what);
      else if (what.layer === "grids") settle({ kind: "grids", ids: [what.id] });
      else void toObject(what.id);
    },
    [client, update, say, t],
  );
}
