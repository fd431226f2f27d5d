import { useMemo, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { boundsOf } from "../../geo/geometry.js";
import { GroupPlansDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { Overlay } from "../map/map-adapter.js";
import { stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import type { Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { PlanList } from "./plan-list.js";
import { faultIn, type Rules, USUAL_RULES } from "./rules.js";
import { RulesLine } from "./rules-line.js";
import { runGroups } from "./run-groups.js";
import { useGroupGround, type Village } from "./use-group-ground.js";
import { useVillageFigures, type VillageFigures } from "./use-village-figures.js";
import { VillageChoice } from "./village-choice.js";
import { useGroupsWords } from "./words.js";

/** Which villages, how many live there, by which rules; and the plans there are. */
export function FirstScreen({ onOpen }: { onOpen(plan: string): void }) {
  const t = useGroupsWords();
  const { county, viewer } = useSession();
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
          {canForm(viewer.roles) && (
            <Run villages={picked} rules={rules} known={ground !== null} onOpen={onOpen} />
          )}
          <h3 className="group-title">{t("plans")}</h3>
          {plans.fault && !plans.data && <FaultNotice fault={plans.fault} retry={plans.again} />}
          <PlanList plans={plans.data?.groupPlans.nodes} onOpen={onOpen} />
        </Panel>
      </Dock>
    </div>
  );
}

/** Who forms groups: who knows the people, the station, a planner without places. */
const FORMS: readonly string[] = ["WORKER1", "STATION", "PLANNER"];
const canForm = (roles: readonly string[]) => roles.some((role) => FORMS.includes(role));

interface RunProps {
  villages: readonly string[];
  rules: Rules;
  known: boolean;
  onOpen(plan: string): void;
}

/** Begins the run, once however often it is pressed, and opens its plan. */
function Run({ villages, rules, known, onOpen }: RunProps) {
  const t = useGroupsWords();
  const { t: say } = useWords();
  const { connection, county } = useSession();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const asked = JSON.stringify([villages, rules]);
  const attempt = useRef({ asked: "", key: "" });
  const run = async () => {
    if (attempt.current.asked !== asked) attempt.current = { asked, key: newId() };
    setBusy(true);
    const { data, fault: why = null } = await runGroups(connection.client, {
      ...{ county: county.id, villages, rules },
      key: attempt.current.key,
    });
    setBusy(false);
    setFault(why);
    if (data) onOpen(data);
  };
  return (
    <>
      <button
        type="button"
        className="button primary wide groups-go"
        disabled={busy || !known || villages.length === 0 || faultIn(rules) !== null}
        onClick={() => {
          void run();
        }}
      >
        {t("run")}
      </button>
      {known && villages.length === 0 && <p className="hint">{t("pickVillage")}</p>}
      {fault && (
        <p className="field-fault" role="alert">
          {fault.code === "OFFLINE" ? say("offline") : fault.message}
        </p>
      )}
    </>
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
