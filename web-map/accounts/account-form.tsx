import { useState } from "react";
import {
  CreateAccountDocument,
  type Role,
  type RoleInput,
  SetRolesDocument,
} from "../gql/graphql.js";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { useShell } from "../shell/shell-context.js";
import { FormDialog } from "./form-dialog.js";
import type { Account } from "./use-accounts.js";
import { useAreas } from "./use-areas.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

/** Roles that work in an area, and of what it is made. The others work in the whole county. */
const AREAS: Partial<Record<Role, ("villages" | "grids" | "organisations")[]>> = {
  WORKER1: ["grids"],
  WORKER2: ["villages", "grids"],
  WORKER3: ["villages", "grids"],
  PATROL: ["villages", "grids"],
  MEDIATOR: ["villages", "grids"],
  STATION: ["villages"],
  UNDERTAKER: ["organisations"],
};

interface AccountFormProps {
  /** Null: a new one. */
  account: Account | null;
  onClose(): void;
  onSaved(): void;
}

export function AccountForm({ account, onClose, onSaved }: AccountFormProps) {
  const t = useAccountWords();
  const { county } = useSession();
  const shell = useShell();
  const { send, busy, fault } = useChange();
  const [roles, setRoles] = useState<RoleInput[]>(
    account?.roles
      .filter((r) => r.county === county.id)
      .map(({ role, villages, grids, organisations }) => ({
        role,
        villages,
        grids,
        organisations,
      })) ?? [{ role: "WORKER1" }],
  );
  const submit = async (form: FormData) => {
    const here = roles.map((role) => ({ ...role, county: county.id }));
    const done = account
      ? await send(SetRolesDocument, { login: account.login, roles: here })
      : await send(CreateAccountDocument, {
          login: String(form.get("login")).trim(),
          name: String(form.get("name")).trim(),
          roles: here,
        });
    if (!done) return;
    shell.say(t("saved"));
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={account ? `${t("edit")} · ${account.login}` : t("add")}
      busy={busy}
      fault={fault}
      complete={roles.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      {!account && (
        <>
          <label className="field">
            <span>{t("login")}</span>
            <input name="login" required maxLength={60} autoComplete="off" />
          </label>
          <label className="field">
            <span>{t("name")}</span>
            <input name="name" required maxLength={60} autoComplete="off" />
          </label>
        </>
      )}
      {roles.map((role, i) => (
        <RoleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a role has no other identity here
          key={i}
          role={role}
          onChange={(changed) => {
            setRoles(roles.map((r, at) => (at === i ? changed : r)));
          }}
          onRemove={() => {
            setRoles(roles.filter((_, at) => at !== i));
          }}
        />
      ))}
      {roles.length === 0 && <p className="field-fault">{t("noRole")}</p>}
      <button
        type="button"
        className="link"
        onClick={() => {
          setRoles([...roles, { role: "WORKER1" }]);
        }}
      >
        {t("addRole")}
      </button>
    </FormDialog>
  );
}

interface RoleFieldsProps {
  role: RoleInput;
  onChange(role: RoleInput): void;
  onRemove(): void;
}

function RoleFields({ role, onChange, onRemove }: RoleFieldsProps) {
  const t = useAccountWords();
  const { t: say } = useWords();
  const choices = useAreas();
  return (
    <fieldset className="role-fields">
      <label className="field">
        <span>{t("role")}</span>
        <select
          value={role.role}
          onChange={(e) => {
            onChange({ role: e.target.value as Role });
          }}
        >
          {ROLE_NAMES.map((name) => (
            <option key={name} value={name}>
              {say(`role${name}` as MessageKey)}
            </option>
          ))}
        </select>
      </label>
      {(AREAS[role.role] ?? []).map((kind) => (
        <label className="field" key={kind}>
          <span>{t(kind)}</span>
          <select
            multiple
            size={5}
            value={[...(role[kind] ?? [])].map(String)}
            onChange={(e) => {
              const chosen = [...e.target.selectedOptions].map((o) => o.value);
              onChange({ ...role, [kind]: chosen });
            }}
          >
            {choices[kind].map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="button" className="link" onClick={onRemove}>
        {t("removeRole")}
      </button>
    </fieldset>
  );
}
