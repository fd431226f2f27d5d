import { useState } from "react";
import { KeysDocument, type KeysQuery, RevokeKeyDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { type Draft, KeyForm } from "./key-form.js";
import { SecretDialog } from "./secret-dialog.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

type Key = KeysQuery["keys"][number];

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
                <td />
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
      <td data-label={t("purpose")}>{of.purpose}</td>
      <td data-label={t("scopes")}>{of.scopes.join(", ")}</td>
      <td className="number" data-label={t("lastUsed")}>
        {at(of.lastUsedAt, t("never"))}
      </td>
      <td className="number" data-label={t("expires")}>
        {of.revokedAt ? t("revoked") : at(of.expiresAt, t("noEnd"))}
      </td>
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
