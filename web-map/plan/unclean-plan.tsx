import type { Geometry } from "geojson";
import { useEffect, useMemo, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { PlanFactsDocument } from "../gql/graphql.js";
import { useOverlay } from "../map/use-overlay.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useNamedPage } from "../shell/page-title.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { CleanUp } from "./clean-up.js";
import type { PlanAsRead } from "./draft.js";
import { PlanDeeds } from "./plan-deeds.js";
import { gridsOverlay } from "./plan-overlay.js";
import { PlanSteps } from "./plan-steps.js";
import { PlanTitle } from "./plan-title.js";
import { usePlanWords } from "./words.js";

interface UncleanPlanProps {
  plan: PlanAsRead;
  again(): void;
  onOpen(plan: string): void;
  onClose(): void;
}

/** A plan whose polygons do not fit together yet: seen, cleaned, or given up. */
export function UncleanPlan({ plan, again, onOpen, onClose }: UncleanPlanProps) {
  const t = usePlanWords();
  const { map } = useShell();
  const { grids } = plan;
  const [round, setRound] = useState(0);
  const { data, fault } = useAsked(
    PlanFactsDocument,
    { id: plan.id, editsAfter: 0 },
    { version: `${plan.version} ${round}`, keeps: true },
  );
  const facts = data?.gridPlan ?? null;
  const changed = () => {
    setRound(round + 1);
  };
  useNamedPage(facts?.name ?? t("title"));
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
    <Dock side="right">
      <Panel
        title={<PlanTitle facts={facts} />}
        label={facts?.name ?? t("title")}
        className="plan-panel"
        onClose={onClose}
      >
        {fault && <FaultNotice fault={fault} retry={changed} />}
        {facts && (
          <>
            <PlanSteps facts={facts} onDone={changed} />
            <PlanDeeds facts={facts} onChanged={changed} onBegun={onOpen} />
          </>
        )}
        {facts?.status === "DRAFT" && (
          <>
            <p>{t("notSeamless")}</p>
            <CleanUp
              plan={plan.id}
              version={facts.version}
              nameOf={(id) => grids.find((grid) => grid.id === id)?.name}
              onCleaned={again}
            />
          </>
        )}
      </Panel>
    </Dock>
  );
}
