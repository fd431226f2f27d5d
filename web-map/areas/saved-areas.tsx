import { type FormEvent, useState } from "react";
import {
  ChangeSavedAreaDocument,
  RetireSavedAreaDocument,
  SaveAreaDocument,
  SavedAreasDocument,
  type SavedAreasQuery,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { useShell } from "../shell/shell-context.js";
import { areaInput } from "../state/area.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAreaWords } from "./words.js";

type Saved = SavedAreasQuery["savedAreas"]["nodes"][number];

/** Areas kept under a name: the viewer's own, which he changes, and those shared with him. */
export function SavedAreas({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const { say } = useShell();
  const { client } = useSession().connection;
  const [round, setRound] = useState(0);
  const { data } = useAsked(SavedAreasDocument, {}, { version: round, keeps: true });
  const saved = data?.savedAreas.nodes ?? [];
  const done = (what: { fault?: Fault }, text: string) => {
    say(what.fault?.message ?? text);
    setRound((n) => n + 1);
  };
  const keep = async (name: string, sharedWithRole: string | null, county: number) => {
    if (!tools.area) return;
    const input = { county, name, area: areaInput(tools.area), sharedWithRole };
    const answer = await ask(client, SaveAreaDocument, { input });
    done(answer, t("saveDone", { name }));
    const id = answer.data?.createSavedArea?.id;
    if (id) await tools.settle({ kind: "saved", id });
  };
  const replace = async ({ id, version, name }: Saved) => {
    if (!tools.area || tools.area.kind === "saved") return;
    const changes = { area: areaInput(tools.area) };
    done(
      await ask(client, ChangeSavedAreaDocument, { id, version, changes }),
      t("changed", { name }),
    );
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
            canReplace={tools.area !== null && tools.area.kind !== "saved"}
            onUse={() => void tools.settle({ kind: "saved", id: one.id })}
            onReplace={() => void replace(one)}
            onRemove={() => void retire(one)}
          />
        ))}
      </ul>
      {tools.area && tools.area.kind !== "saved" && <SaveForm onSave={keep} />}
    </details>
  );
}

interface SavedRowProps {
  saved: Saved;
  canReplace: boolean;
  onUse(): void;
  onReplace(): void;
  onRemove(): void;
}

function SavedRow({ saved, canReplace, onUse, onReplace, onRemove }: SavedRowProps) {
  const t = useAreaWords();
  const { viewer } = useSession();
  const [isSure, setSure] = useState(false);
  // Only its author changes it.
  const isMine = saved.updatedByName === viewer.name;
  return (
    <li>
      <button type="button" className="link" onClick={onUse}>
        {saved.name}
      </button>
      {!isMine && saved.updatedByName && (
        <span className="muted small">{t("savedShared", { name: saved.updatedByName })}</span>
      )}
      {isMine && canReplace && (
        <button
          type="button"
          className="button small"
          aria-label={t("saveAgain", { name: saved.name })}
          onClick={onReplace}
        >
          {t("replaceIt")}
        </button>
      )}
      {isMine && (
        <button
          type="button"
          className="button small"
          onBlur={() => {
            setSure(false);
          }}
          onClick={() => {
            if (isSure) onRemove();
            else setSure(true);
          }}
        >
          {t(isSure ? "removeSure" : "remove")}
        </button>
      )}
    </li>
  );
}

interface SaveFormProps {
  onSave(name: string, sharedWithRole: string | null, county: number): Promise<void>;
}

function SaveForm({ onSave }: SaveFormProps) {
  const t = useAreaWords();
  const { county } = useSession();
  const { t: word } = useWords();
  const [name, setName] = useState("");
  const [role, setRole] = useState("");
  const [fault, setFault] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const text = name.trim();
    const isGood = text !== "" && [...text].length <= 60;
    setFault(!isGood);
    if (!isGood) return;
    void onSave(text, role || null, county.id).then(() => {
      setName("");
    });
  };
  return (
    <form className="area-form" onSubmit={submit}>
      <label>
        <span className="muted small">{t("saveAs")}</span>
        <input
          className="input"
          value={name}
          aria-invalid={fault}
          aria-describedby="area-name-fault"
          onChange={(e) => {
            setName(e.target.value);
          }}
        />
      </label>
      <p id="area-name-fault" role="alert" className="field-fault">
        {fault && t("nameWrong")}
      </p>
      <label>
        <span className="muted small">{t("saveShare")}</span>
        <select
          className="input"
          value={role}
          onChange={(e) => {
            setRole(e.target.value);
          }}
        >
          <option value="">{t("savePrivate")}</option>
          {ROLE_NAMES.map((name) => (
            <option key={name} value={name.toLowerCase()}>
              {word(`role${name}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button small primary">
        {t("save")}
      </button>
    </form>
  );
}
