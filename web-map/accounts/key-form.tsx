import { useState } from "react";
import { CreateKeyDocument, type KeysQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { FormDialog } from "./form-dialog.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

/** What a key is to be; the one that replaces another begins with what that one is. */
export type Draft = Pick<KeysQuery["keys"][number], "name" | "purpose" | "scopes">;

/** What cameras see is asked for by itself. */
const SECTOR = "cameras:sector";

interface KeyFormProps {
  draft: Draft;
  onClose(): void;
  onMade(key: string): void;
}

export function KeyForm({ draft, onClose, onMade }: KeyFormProps) {
  const t = useAccountWords();
  const { label } = useWords();
  const { county, layers } = useSession();
  const { send, busy, fault } = useChange();
  const [scopes, setScopes] = useState(draft.scopes);
  const submit = async (form: FormData) => {
    const days = Number(form.get("days"));
    const made = await send(CreateKeyDocument, {
      name: String(form.get("name")).trim(),
      purpose: String(form.get("purpose")).trim(),
      scopes,
      county: county.id,
      expiresAt: new Date(Date.now() + days * 86_400_000).toISOString(),
    });
    if (made) onMade(made.createKey.key);
  };
  const toggle = (scope: string) => {
    setScopes(scopes.includes(scope) ? scopes.filter((s) => s !== scope) : [...scopes, scope]);
  };
  return (
    <FormDialog
      title={t("addKey")}
      busy={busy}
      fault={fault}
      complete={scopes.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <label className="field">
        <span>{t("keyName")}</span>
        <input name="name" required defaultValue={draft.name} maxLength={60} />
      </label>
      <label className="field">
        <span>{t("purpose")}</span>
        <input name="purpose" required defaultValue={draft.purpose} maxLength={200} />
      </label>
      <fieldset className="scopes">
        <legend>{t("scopes")}</legend>
        {layers.map((layer) => (
          <div key={layer.name}>
            <span>{label(layer)}</span>
            {(["read", "write", "personal"] as const).map((what) => {
              const scope = `${listFieldOf(layer.name)}:${what}`;
              return (
                <label key={what}>
                  <input
                    type="checkbox"
                    checked={scopes.includes(scope)}
                    onChange={() => {
                      toggle(scope);
                    }}
                  />
                  {t(what)}
                </label>
              );
            })}
          </div>
        ))}
        <label>
          <input
            type="checkbox"
            checked={scopes.includes(SECTOR)}
            onChange={() => {
              toggle(SECTOR);
            }}
          />
          {t("sector")}
        </label>
      </fieldset>
      <label className="field">
        <span>{t("days")}</span>
        <input name="days" type="number" required min={1} max={365} defaultValue={365} />
      </label>
    </FormDialog>
  );
}
