import { useState } from "react";
import {
  ChangeSavedAreaDocument,
  RetireSavedAreaDocument,
  SaveAreaDocument,
  type SavedAreaChanges,
  SavedAreasDocument,
  type SavedAreasQuery,
} from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { areaInput } from "../state/area.js";
import { KeepForm, type Kept } from "./keep-form.js";
import { SavedRow } from "./saved-row.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAreaWords } from "./words.js";

type Saved = SavedAreasQuery["savedAreas"]["nodes"][number];

/** Areas kept under a name: the viewer's own, which he changes, and those shared with him. */
export function SavedAreas({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const { say } = useShell();
  const { connection, county } = useSession();
  const { client } = connection;
  const [round, setRound] = useState(0);
  const { data } = useAsked(SavedAreasDocument, {}, { version: round, keeps: true });
  const saved = data?.savedAreas.nodes ?? [];
  /** What would take a row's place; null where that is no shape of its own. */
  const present = tools.area?.kind === "saved" ? null : tools.area;
  const done = (what: { fault?: Fault }, text: string) => {
    say(what.fault?.message ?? text);
    setRound((n) => n + 1);
  };
  const keep = async (kept: Kept) => {
    if (!tools.area) return;
    const input = { county: county.id, area: areaInput(tools.area), ...kept };
    const answer = await ask(client, SaveAreaDocument, { input });
    done(answer, t("saveDone", { name: kept.name }));
    const id = answer.data?.createSavedArea?.id;
    if (id) await tools.settle({ kind: "saved", id });
  };
  const change = async ({ id, version, name }: Saved, changes: SavedAreaChanges) => {
    const answer = await ask(client, ChangeSavedAreaDocument, { id, version, changes });
    done(answer, t("changed", { name: changes.name ?? name }));
  };
  const retire = async ({ id, version, name }: Saved) => {
    done(await ask(client, RetireSavedAreaDocument, { id, version }), t("removed", { name }));
  };
  return (
    <details className="area-group" open={saved.length > 0}>
      <summary className="group-title">{t("saved")}</summary>
      {saved.length === 0 && <p className="muted small">{t("savedNone")}</p>}
      <ul className="area-saved">
        {saved.map((one) => (
          <SavedRow
            key={one.id}
            saved={{ ...one, title: one.name }}
            isOpen={false}
            onUse={() => void tools.settle({ kind: "saved", id: one.id })}
            overwrite={
              present && {
                text: t("replaceIt"),
                sure: t("saveAgain", { name: one.name }),
                run: () => void change(one, { area: areaInput(present) }),
              }
            }
            onChange={(changes) => change(one, changes)}
            onRemove={() => void retire(one)}
          />
        ))}
      </ul>
      {present && <KeepForm submit={t("save")} onKeep={keep} />}
    </details>
  );
}
