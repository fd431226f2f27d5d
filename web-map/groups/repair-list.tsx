import { useState } from "react";
import { RepairGroupsDocument, type RepairGroupsMutation } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { doorOf, type NumberOf, sayReason } from "./group-words.js";
import type { GroupEdits } from "./use-group-edits.js";
import { useIntoView } from "./use-into-view.js";
import { type SayGroups, useGroupsWords } from "./words.js";

type Repair = RepairGroupsMutation["repairGroups"];

interface RepairListProps {
  plan: string;
  version: number;
  repair: Repair;
  edits: GroupEdits;
  numberOf: NumberOf;
  onRepair(repair: Repair | null): void;
  onDone(): void;
  onLook(at: readonly number[]): void;
}

const groupIn = (number: number | null | undefined, id: string | null | undefined, t: SayGroups) =>
  typeof number === "number"
    ? t("groupNumber", { number })
    : t(id === null || id === undefined ? "inNoGroup" : "newGroup");

/** What mends the groups with few changes: each with its reason, taken one by one or all. */
export function RepairList(props: RepairListProps) {
  const { plan, version, repair, edits, numberOf, onRepair, onDone, onLook } = props;
  const t = useGroupsWords();
  const { language } = useWords();
  const { client } = useSession().connection;
  const [busy, setBusy] = useState(false);
  const self = useIntoView<HTMLElement>(String(repair.version));
  const take = async (accept: string[]) => {
    setBusy(true);
    const { data, fault } = await ask(client, RepairGroupsDocument, { plan, version, accept });
    setBusy(false);
    edits.setTrouble(fault ? edits.sayFault(fault) : null);
    if (!data) return;
    onRepair(data.repairGroups.changes.length > 0 ? data.repairGroups : null);
    onDone();
  };
  const { changes } = repair;
  return (
    <section className="groups-repair" aria-label={t("repair")} ref={self}>
      <h3 className="group-title">
        {t("repairCount", { count: changes.length })}
        <button
          type="button"
          className="link"
          onClick={() => {
            onRepair(null);
          }}
        >
          {t("close")}
        </button>
      </h3>
      {changes.length === 0 && <p className="muted">{t("nothingToRepair")}</p>}
      <ul>
        {changes.map(({ household: home, from, to, fromNumber, toNumber, reason }) => (
          <li key={home.id}>
            <button
              type="button"
              onClick={() => {
                if (home.centroid) onLook(home.centroid);
              }}
            >
              <b>{home.headName ?? home.code}</b> {doorOf(home, t)}
              <span>
                {groupIn(fromNumber, from, t)} → {groupIn(toNumber, to, t)}
              </span>
              <small>{sayReason(reason, t, language, numberOf)}</small>
            </button>
            <button
              type="button"
              className="button small"
              disabled={busy}
              onClick={() => void take([home.id])}
            >
              {t("accept")}
            </button>
          </li>
        ))}
      </ul>
      {changes.length > 1 && (
        <button
          type="button"
          className="button primary wide"
          disabled={busy}
          onClick={() => void take(changes.map(({ household }) => household.id))}
        >
          {t("acceptAll")}
        </button>
      )}
      {changes.length > 0 && (
        <p className="hint">{t("repairMetres", { metres: Math.round(repair.metresDelta) })}</p>
      )}
    </section>
  );
}
