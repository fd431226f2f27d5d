import { Dialog } from "radix-ui";
import { type FormEvent, useState } from "react";
import { v4 as newId } from "uuid";
import { BeginPlanDocument } from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import type { InForce } from "./use-in-force.js";
import { usePlanWords } from "./words.js";

interface NewPlanProps {
  inForce: InForce;
  onClose(): void;
  onBegun(plan: string): void;
}

/** The village of the grid that is selected, else of the one in the middle of what is seen. */
function useVillageHere({ byId, grids }: InForce): string | null {
  const { view, map } = useShell();
  const selected = view.selection && byId.get(view.selection.id);
  if (selected) return selected.villageCode;
  if (!map) return null;
  const { lng, lat } = map.camera();
  const near = (g: InForce["grids"][number]) => {
    const ring = (g.geometry?.type === "Polygon" ? g.geometry.coordinates[0] : null) ?? [];
    const xs = ring.map(([x]) => x!);
    const ys = ring.map(([, y]) => y!);
    return (
      lng >= Math.min(...xs) &&
      lng <= Math.max(...xs) &&
      lat >= Math.min(...ys) &&
      lat <= Math.max(...ys)
    );
  };
  return grids.find(near)?.villageCode ?? null;
}

/** A draft from the grids in force: its name, and the villages it divides. */
export function NewPlan({ inForce, onClose, onBegun }: NewPlanProps) {
  const t = usePlanWords();
  const { connection, county } = useSession();
  const here = useVillageHere(inForce);
  const [village, setVillage] = useState(here ?? "");
  const [key] = useState(() => newId());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const named = inForce.villages.find(({ code }) => code === village)?.name ?? t("allVillages");
  const begin = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const name = String(new FormData(e.currentTarget).get("name")).trim();
    setBusy(true);
    const { data, fault } = await ask(connection.client, BeginPlanDocument, {
      input: { county: county.id, name, villages: village ? [village] : null },
      key,
    });
    setBusy(false);
    setFault(fault ?? null);
    if (data) onBegun(data.createGridPlan.id);
  };
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("newPlan")}</Dialog.Title>
          <form onSubmit={(e) => void begin(e)}>
            <label className="field">
              <span>{t("villages")}</span>
              <select
                value={village}
                onChange={(e) => {
                  setVillage(e.target.value);
                }}
              >
                <option value="">{t("allVillages")}</option>
                {inForce.villages.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>{t("planName")}</span>
              <input name="name" required maxLength={100} key={named} defaultValue={named} />
            </label>
            {fault && (
              <p className="field-fault" role="alert">
                {fault.message}
              </p>
            )}
            <div className="row-end">
              <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
              <button type="submit" className="button primary" disabled={busy}>
                {t("begin")}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
