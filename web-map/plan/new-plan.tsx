import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { BeginPlanDocument, PlanVillagesDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { Overlay } from "../map/map-adapter.js";
import { stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useEscape, useShell } from "../shell/shell-context.js";
import { OtherPlans } from "./other-plans.js";
import { sayFault } from "./say-fault.js";
import { useClaimedClicks } from "./use-claimed-clicks.js";
import type { InForce } from "./use-in-force.js";
import { type ListedPlan, sharing } from "./use-plans.js";
import { villageAt } from "./village-at.js";
import { usePlanWords } from "./words.js";

interface NewPlanProps {
  inForce: InForce;
  plans: readonly ListedPlan[] | undefined;
  onClose(): void;
  onOpen(plan: string): void;
}

/** A draft from the grids in force: its name, and the villages it divides, on the map or listed. */
export default function NewPlan({ inForce, plans, onClose, onOpen }: NewPlanProps) {
  const t = usePlanWords();
  const { language, t: frame } = useWords();
  const { connection, county } = useSession();
  const { map, view } = useShell();
  const { data } = useAsked(PlanVillagesDocument, { county: county.id });
  const shapes = data?.villages.nodes;
  const [picked, setPicked] = useState<readonly string[]>(() => {
    const selected = view.selection && inForce.byId.get(view.selection.id)?.villageCode;
    return selected ? [selected] : [];
  });
  const [key] = useState(() => newId());
  const [name, setName] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const toggle = (code: string) => {
    setPicked((held) =>
      held.includes(code) ? held.filter((one) => one !== code) : [...held, code],
    );
  };
  useClaimedClicks(map, (at) => {
    const code = villageAt(shapes ?? [], at);
    if (code) toggle(code);
  });
  useEscape(onClose);
  useOverlay(
    "plan-villages",
    useMemo(() => pickedOverlay(shapes ?? [], picked), [shapes, picked]),
  );
  const nameOf = (code: string) => inForce.villages.find((v) => v.code === code)?.name ?? code;
  const [first] = picked;
  const called =
    first === undefined
      ? t("allVillages")
      : picked.length === 1
        ? nameOf(first)
        : t("villagesAndMore", { name: nameOf(first), count: picked.length });
  const begin = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    setBusy(true);
    const { data, fault } = await ask(connection.client, BeginPlanDocument, {
      input: {
        county: county.id,
        name: (name ?? called).trim(),
        villages: picked.length > 0 ? [...picked] : null,
      },
      key,
    });
    setBusy(false);
    setFault(fault ? sayFault(fault, { t, language, offline: frame("offline") }) : null);
    if (data) onOpen(data.createGridPlan.id);
  };
  const all = inForce.villages.map(({ code }) => code);
  return (
    <form
      className="plan-new"
      aria-label={t("newPlan")}
      onSubmit={(e) => {
        void begin(e);
      }}
    >
      <h3 className="group-title">{t("newPlan")}</h3>
      <VillageList inForce={inForce} picked={picked} onToggle={toggle} />
      <p className="muted">
        {picked.length === 0 ? t("allVillages") : t("villagesPicked", { count: picked.length })}
      </p>
      <label className="field">
        <span>{t("planName")}</span>
        <input
          required
          maxLength={100}
          value={name ?? called}
          onChange={(e) => {
            setName(e.target.value);
          }}
        />
      </label>
      <OtherPlans plans={sharing(plans, picked.length > 0 ? picked : all)} onOpen={onOpen} />
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
      <div className="row-end">
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
        <button type="submit" className="button primary" disabled={busy}>
          {t("begin")}
        </button>
      </div>
    </form>
  );
}

interface VillageListProps {
  inForce: InForce;
  picked: readonly string[];
  onToggle(code: string): void;
}

/** Villages by name or code, those that are picked first. */
function VillageList({ inForce, picked, onToggle }: VillageListProps) {
  const t = usePlanWords();
  const [wanted, setWanted] = useState("");
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => {
    filter.current?.focus();
  }, []);
  const text = wanted.trim().toLowerCase();
  const listed = inForce.villages
    .filter(
      ({ code, name }) => picked.includes(code) || `${name} ${code}`.toLowerCase().includes(text),
    )
    .sort((a, b) => Number(picked.includes(b.code)) - Number(picked.includes(a.code)));
  return (
    <fieldset className="plan-villages">
      <legend>{t("villages")}</legend>
      <input
        ref={filter}
        type="search"
        aria-label={t("filterVillages")}
        placeholder={t("filterVillages")}
        value={wanted}
        onChange={(e) => {
          setWanted(e.target.value);
        }}
      />
      <ul>
        {listed.map(({ code, name }) => (
          <li key={code}>
            <label>
              <input
                type="checkbox"
                checked={picked.includes(code)}
                onChange={() => {
                  onToggle(code);
                }}
              />
              {name}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

type VillageShape = Parameters<typeof villageAt>[0][number];

const pickedOverlay = (shapes: readonly VillageShape[], picked: readonly string[]): Overlay => ({
  slot: "selection",
  sources: {
    villages: collection(
      shapes.flatMap(({ code, geometry }) =>
        geometry && picked.includes(code) ? [{ type: "Feature", properties: {}, geometry }] : [],
      ),
    ),
  },
  layers: [
    tint({ id: "ground", source: "villages", opacity: 0.18 }),
    stroke({ id: "line", source: "villages", width: 3 }),
  ],
});
