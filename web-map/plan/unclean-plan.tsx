import type { Geometry } from "geojson";
import { useEffect, useMemo } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useOverlay } from "../map/use-overlay.js";
import { useShell } from "../shell/shell-context.js";
import { CleanUp } from "./clean-up.js";
import type { PlanAsRead } from "./draft.js";
import { gridsOverlay } from "./plan-overlay.js";
import { usePlanWords } from "./words.js";

/** A plan whose polygons do not fit together yet: seen, and cleaned. */
export function UncleanPlan({ plan, onCleaned }: { plan: PlanAsRead; onCleaned(): void }) {
  const t = usePlanWords();
  const { map } = useShell();
  const { grids } = plan;
  useOverlay(
    "plan-grids",
    useMemo(
      () =>
        gridsOverlay(
          grids.map(({ id, name, geometry }) => ({
            ...{ id, text: name, class: "within", geometry: geometry as Geometry },
            ...{ isChosen: false, isLit: false },
          })),
        ),
      [grids],
    ),
  );
  useEffect(() => {
    const geometries = grids.map(({ geometry }) => geometry as Geometry);
    if (geometries.length > 0) map?.fit(boundsOf({ type: "GeometryCollection", geometries }), 16);
  }, [map, grids]);
  return (
    <>
      <p>{t("notSeamless")}</p>
      <CleanUp
        plan={plan.id}
        version={plan.version}
        nameOf={(id) => grids.find((grid) => grid.id === id)?.name}
        onCleaned={onCleaned}
      />
    </>
  );
}
