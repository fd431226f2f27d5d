import { useMemo, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { GroupPlansDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { Overlay } from "../map/map-adapter.js";
import { stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { PlanList } from "./plan-list.js";
import { USUAL_RULES } from "./rules.js";
import { RulesLine } from "./rules-line.js";
import { useGroupGround, type Village } from "./use-group-ground.js";
import { useVillageFigures, type VillageFigures } from "./use-village-figures.js";
import { VillageChoice } from "./village-choice.js";
import { useGroupsWords } from "./words.js";

/** Which villages, how many live there, by which rules; and the plans there are. */
export function FirstScreen({ onOpen }: { onOpen(plan: string): void }) {
  const t = useGroupsWords();
  const { county } = useSession();
  const { map, version } = useShell();
  const { ground, fault, again } = useGroupGround();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const picked = chosen ?? ground?.own ?? [];
  const [rules, setRules] = useState(USUAL_RULES);
  const plans = useAsked(GroupPlansDocument, { county: county.id }, { version });
  const { figures } = useVillageFigures(picked, version);
  const shapes = ground?.villages;
  useOverlay(
    "groups-villages",
    useMemo(() => pickedOverlay(shapes ?? [], picked), [shapes, picked]),
  );
  return (
    <div className="explore groups" data-sheet="layers">
      <Dock side="left">
        <Panel title={t("title")} label={t("title")} className="left groups-first">
          {fault && <FaultNotice fault={fault} retry={again} />}
          {ground && (
            <VillageChoice
              ground={ground}
              picked={picked}
              onToggle={(code) => {
                const isPicked = picked.includes(code);
                setChosen(isPicked ? picked.filter((c) => c !== code) : [...picked, code]);
                const shape = shapes?.find((v) => v.code === code)?.geometry;
                if (shape && !isPicked) map?.fit(boundsOf(shape), 16);
              }}
            />
          )}
          {picked.length > 0 && <Figures figures={figures} />}
          <RulesLine rules={rules} onChange={setRules} />
          <h3 className="group-title">{t("plans")}</h3>
          {plans.fault && !plans.data && <FaultNotice fault={plans.fault} retry={plans.again} />}
          <PlanList plans={plans.data?.groupPlans.nodes} onOpen={onOpen} />
        </Panel>
      </Dock>
    </div>
  );
}

/** Every number says what it counts. */
function Figures({ figures }: { figures: VillageFigures | null }) {
  const t = useGroupsWords();
  const { number, t: say } = useWords();
  if (!figures) return <p className="muted">{say("loading")}</p>;
  const { households, livedIn, registeredOnly, people } = figures;
  const told = [
    t("countHouseholds", { count: number(households) }),
    t("countLivedIn", { count: number(livedIn) }),
    t("countRegisteredOnly", { count: number(registeredOnly) }),
    ...(people === null ? [] : [t("countPeople", { count: number(people) })]),
  ];
  return (
    <p className="groups-figures-line" role="status">
      {told.map((one, i) => (
        <span key={one}>
          {one}
          {i < told.length - 1 && " · "}
        </span>
      ))}
    </p>
  );
}

const pickedOverlay = (villages: readonly Village[], picked: readonly string[]): Overlay => ({
  slot: "selection",
  sources: {
    villages: collection(
      villages.flatMap(({ code, geometry }) =>
        geometry && picked.includes(code) ? [{ type: "Feature", properties: {}, geometry }] : [],
      ),
    ),
  },
  layers: [
    tint({ id: "ground", source: "villages", opacity: 0.1 }),
    stroke({ id: "line", source: "villages", width: 2.5 }),
  ],
});
