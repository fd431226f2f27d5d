import { useState } from "react";
import {
  ChangeSavedAreaDocument,
  RetireSavedAreaDocument,
  SaveAreaDocument,
  type SavedAreaChanges,
  SavedAreasDocument,
  type SavedAreasQuery,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { useShell } from "../shell/shell-context.js";
import { type Area, areaInput } from "../state/area.js";
import { KeepForm, type Kept } from "./keep-form.js";
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
            saved={one}
            present={tools.area?.kind === "saved" ? null : tools.area}
            onUse={() => void tools.settle({ kind: "saved", id: one.id })}
            onChange={(changes) => change(one, changes)}
            onRemove={() => void retire(one)}
          />
        ))}
      </ul>
      {tools.area && tools.area.kind !== "saved" && <KeepForm submit={t("save")} onKeep={keep} />}
    </details>
  );
}

interface SavedRowProps {
  saved: Saved;
  /** What would take its place; null where that is no shape of its own. */
  present: Area | null;
  onUse(): void;
  onChange(changes: SavedAreaChanges): Promise<void>;
  onRemove(): void;
}

function SavedRow({ saved, present, onUse, onChange, onRemove }: SavedRowProps) {
  const t = useAreaWords();
  const { t: word } = useWords();
  const { viewer } = useSession();
  const [doing, setDoing] = useState<"change" | "remove" | null>(null);
  const { name, sharedWithRole, sharedWithOrganisation } = saved;
  // Only its author changes it.
  const isMine = saved.updatedBy === viewer.actor;
  const role = ROLE_NAMES.find((r) => r.toLowerCase() === sharedWithRole);
  const sharedWith = [
    ...(role ? [word(`role${role}`)] : []),
    ...(sharedWithOrganisation ? [sharedWithOrganisation.name] : []),
  ];
  const note = isMine
    ? sharedWith.length > 0 && t("savedSharedWith", { who: sharedWith.join(t("and")) })
    : saved.updatedByName && t("savedShared", { name: saved.updatedByName });
  const button = (text: string, what: string, act: () => void) => (
    <button type="button" className="button small" aria-label={what} onClick={act}>
      {text}
    </button>
  );
  return (
    <li>
      <button type="button" className="link" onClick={onUse}>
        {name}
      </button>
      {note && <span className="muted small">{note}</span>}
      {isMine && (
        <span className="area-saved-tools">
          {present &&
            button(t("replaceIt"), t("saveAgain", { name }), () => {
              void onChange({ area: areaInput(present) });
            })}
          {button(t("change"), `${t("change")}: ${name}`, () => {
            setDoing(doing === "change" ? null : "change");
          })}
          {doing === "remove"
            ? button(t("removeSure"), `${t("removeSure")} ${name}`, onRemove)
            : button(t("remove"), `${t("remove")}: ${name}`, () => {
                setDoing("remove");
              })}
        </span>
      )}
      {doing === "change" && (
        <KeepForm
          kept={{
            name,
            sharedWithRole: sharedWithRole ?? null,
            sharedWithOrganisationId: sharedWithOrganisation?.id ?? null,
          }}
          submit={t("changeDone")}
          onKeep={async (changes) => {
            await onChange(changes);
            setDoing(null);
          }}
          onCancel={() => {
            setDoing(null);
          }}
        />
      )}
    </li>
  );
}
