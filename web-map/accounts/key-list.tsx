import { Dialog } from "radix-ui";
import { type FormEvent, useState } from "react";
import {
  CreateKeyDocument,
  KeysDocument,
  type KeysQuery,
  RevokeKeyDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { SecretDialog } from "./secret-dialog.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

type Key = KeysQuery["keys"][number];
type Draft = Pick<Key, "name" | "purpose" | "scopes">;

/** Keys of programs: what each may read, until when, and when it last did. */
export function KeyList() {
  const t = useAccountWords();
  const { data, fault, again } = useAsked(KeysDocument, {});
  const [draft, setDraft] = useState<Draft | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const keys = data?.keys ?? [];
  return (
    <>
      <header className="page-head">
        <p className="muted">{t("keysIntro")}</p>
        <div className="page-tools">
          <button
            type="button"
            className="button primary"
            onClick={() => {
              setDraft({ name: "", purpose: "", scopes: ["incidents:read"] });
            }}
          >
            {t("addKey")}
          </button>
        </div>
      </header>
      {fault && <FaultNotice fault={fault} retry={again} />}
      {data && keys.length === 0 && <p className="muted">{t("noKeys")}</p>}
      {keys.length > 0 && (
        <div className="page-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("keyName")}</th>
                <th scope="col">{t("purpose")}</th>
                <th scope="col">{t("scopes")}</th>
                <th scope="col">{t("lastUsed")}</th>
                <th scope="col">{t("expires")}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <KeyRow
                  key={key.id}
                  of={key}
                  onChanged={again}
                  onRotate={() => {
                    setDraft({ ...key, name: nextName(key.name) });
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {draft && (
        <KeyForm
          draft={draft}
          onClose={() => {
            setDraft(null);
          }}
          onMade={(key) => {
            setDraft(null);
            setSecret(key);
            again();
          }}
        />
      )}
      {secret && (
        <SecretDialog
          title={t("keyShown")}
          text={t("rotateText")}
          secret={secret}
          onClose={() => {
            setSecret(null);
          }}
        />
      )}
    </>
  );
}

/** `map` → `map-2` → `map-3`: both keys live side by side until programs have changed over. */
const nextName = (name: string): string => {
  const [, stem, n] = /^(.*?)(?:-(\d+))?$/.exec(name)!;
  return `${stem}-${Number(n ?? 1) + 1}`;
};

interface KeyRowProps {
  of: Key;
  onRotate(): void;
  onChanged(): void;
}

function KeyRow({ of, onRotate, onChanged }: KeyRowProps) {
  const t = useAccountWords();
  const { moment } = useWords();
  const { county } = useSession();
  const { send, busy, fault } = useChange();
  const at = (iso: string | null | undefined, none: string) =>
    iso ? moment(iso, county.timeZone) : none;
  return (
    <tr data-off={of.revokedAt !== null}>
      <th scope="row">{of.name}</th>
      <td>{of.purpose}</td>
      <td>{of.scopes.join(", ")}</td>
      <td className="number">{at(of.lastUsedAt, t("never"))}</td>
      <td className="number">{of.revokedAt ? t("revoked") : at(of.expiresAt, t("noEnd"))}</td>
      <td className="page-actions">
        {!of.revokedAt && (
          <>
            <button type="button" className="button small" onClick={onRotate}>
              {t("rotate")}
            </button>
            <button
              type="button"
              className="button small"
              disabled={busy}
              onClick={() =>
                void send(RevokeKeyDocument, { name: of.id }).then((done) => {
                  if (done) onChanged();
                })
              }
            >
              {t("revoke")}
            </button>
          </>
        )}
        {fault && (
          <p className="field-fault" role="alert">
            {fault.message}
          </p>
        )}
      </td>
    </tr>
  );
}

/** What cameras see is asked for by itself. */
const SECTOR = "cameras:sector";

interface KeyFormProps {
  draft: Draft;
  onClose(): void;
  onMade(key: string): void;
}

function KeyForm({ draft, onClose, onMade }: KeyFormProps) {
  const t = useAccountWords();
  const { label } = useWords();
  const { county, layers } = useSession();
  const { send, busy, fault } = useChange();
  const [scopes, setScopes] = useState(draft.scopes);
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
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
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog wide-dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("addKey")}</Dialog.Title>
          <form onSubmit={(e) => void submit(e)}>
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
            {fault && (
              <p className="field-fault" role="alert">
                {fault.message}
              </p>
            )}
            <div className="row-end">
              <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
              <button
                type="submit"
                className="button primary"
                disabled={busy || scopes.length === 0}
              >
                {t("save")}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
