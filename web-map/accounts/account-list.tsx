import { useState } from "react";
import {
  DisableAccountDocument,
  EnableAccountDocument,
  SignInLinkDocument,
} from "../gql/graphql.js";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { AccountForm } from "./account-form.js";
import { SecretDialog } from "./secret-dialog.js";
import { SessionsDialog } from "./sessions-dialog.js";
import { type Account, useAccounts } from "./use-accounts.js";
import { type Areas, useAreas } from "./use-areas.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

interface AccountListProps {
  find: string;
  onFind(text: string): void;
}

export function AccountList({ find, onFind }: AccountListProps) {
  const t = useAccountWords();
  const words = useWords();
  const { data: accounts, fault, again } = useAccounts();
  const areas = useAreas();
  const [form, setForm] = useState<{ account: Account | null } | null>(null);
  const wanted = find.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = (accounts ?? []).filter((a) => {
    const roles = a.roles.map((r) => words.t(`role${r.role}` as MessageKey));
    const text = [a.login, a.name, ...roles].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return (
    <>
      <header className="page-head">
        <p className="muted">{t("intro")}</p>
        <div className="page-tools">
          <input
            type="search"
            className="page-find"
            aria-label={t("find")}
            placeholder={t("find")}
            value={find}
            onChange={(e) => {
              onFind(e.target.value);
            }}
          />
          <button
            type="button"
            className="button primary"
            onClick={() => {
              setForm({ account: null });
            }}
          >
            {t("add")}
          </button>
        </div>
        <p className="muted small" role="status">
          {accounts && t("count", { count: words.number(shown.length) })}
        </p>
      </header>
      {fault && <FaultNotice fault={fault} retry={again} />}
      {accounts && shown.length === 0 && <p className="muted">{t("none")}</p>}
      {shown.length > 0 && (
        <div className="page-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("login")}</th>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("roles")}</th>
                <th scope="col">{t("lastSignIn")}</th>
                <th scope="col">{t("state")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {shown.map((account) => (
                <AccountRow
                  key={account.login}
                  account={account}
                  areas={areas}
                  onEdit={() => {
                    setForm({ account });
                  }}
                  onChanged={again}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {form && (
        <AccountForm
          account={form.account}
          onClose={() => {
            setForm(null);
          }}
          onSaved={again}
        />
      )}
    </>
  );
}

interface AccountRowProps {
  account: Account;
  areas: Areas;
  onEdit(): void;
  onChanged(): void;
}

function AccountRow({ account, areas, onEdit, onChanged }: AccountRowProps) {
  const t = useAccountWords();
  const { t: say, moment } = useWords();
  const { county } = useSession();
  const shell = useShell();
  const { send, busy, fault } = useChange();
  const [link, setLink] = useState<{ url: string; loopbackOnly: boolean } | null>(null);
  const [showsSessions, setShowsSessions] = useState(false);
  const { login, disabledAt, lastSignInAt, sessions } = account;
  const toggle = async () => {
    const done = disabledAt
      ? await send(EnableAccountDocument, { login })
      : await send(DisableAccountDocument, { login });
    if (!done) return;
    shell.say(t("saved"));
    onChanged();
  };
  const state = disabledAt ? "disabled" : account.hasPassword ? "active" : "linkOnly";
  return (
    <tr data-off={disabledAt !== null}>
      <th scope="row">
        {login} {account.isDemo && <span className="badge">{t("demo")}</span>}
      </th>
      <td>{account.name}</td>
      <td data-label={t("roles")}>
        <ul className="plain-list">
          {account.roles.map((r) => (
            <li key={JSON.stringify(r)}>
              {say(`role${r.role}` as MessageKey)}
              <span className="muted small"> {areaOf(r, areas, t("wholeCounty"))}</span>
            </li>
          ))}
        </ul>
      </td>
      <td className="number" data-label={t("lastSignIn")}>
        {lastSignInAt ? moment(lastSignInAt, county.timeZone) : t("never")}
        {sessions.length > 0 && (
          <button
            type="button"
            className="link small"
            onClick={() => {
              setShowsSessions(true);
            }}
          >
            {t("signedIn", { count: sessions.length })}
          </button>
        )}
      </td>
      <td className="number" data-label={t("state")}>
        {t(state)}
      </td>
      <td className="page-actions">
        <button type="button" className="button small" onClick={onEdit}>
          {t("edit")}
        </button>
        <button
          type="button"
          className="button small"
          disabled={busy || disabledAt !== null}
          onClick={() =>
            void send(SignInLinkDocument, { login }).then((d) => {
              if (d) setLink(d.signInLink);
            })
          }
        >
          {t("link")}
        </button>
        <button
          type="button"
          className="button small"
          disabled={busy}
          onClick={() => void toggle()}
        >
          {disabledAt ? t("enable") : t("disable")}
        </button>
        {fault && (
          <p className="field-fault" role="alert">
            {fault.message}
          </p>
        )}
        {showsSessions && (
          <SessionsDialog
            account={account}
            onClose={() => {
              setShowsSessions(false);
            }}
            onEnded={onChanged}
          />
        )}
        {link && (
          <SecretDialog
            title={t("link")}
            text={`${t("linkText")}${link.loopbackOnly ? ` ${t("linkLocal")}` : ""}`}
            secret={link.url}
            onClose={() => {
              setLink(null);
            }}
          />
        )}
      </td>
    </tr>
  );
}

function areaOf(role: Account["roles"][number], areas: Areas, whole: string): string {
  const named = (key: keyof Areas) =>
    role[key].map((value) => areas[key].find((a) => a.value === value)?.text ?? short(value));
  const parts = [...named("villages"), ...named("grids"), ...named("organisations")];
  if (parts.length === 0) return whole;
  return parts.length > 3
    ? `${parts.slice(0, 3).join(", ")} … (${parts.length})`
    : parts.join(", ");
}

/** Until its name is known, or when it is gone: enough to tell it from its neighbours. */
const short = (id: string) => id.slice(-6);
