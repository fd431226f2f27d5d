import { type FormEvent, useId, useState } from "react";
import { OrganisationNamesDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { useAreaWords } from "./words.js";

/** What an area is kept as, and who else sees it. */
export interface Kept {
  name: string;
  sharedWithRole: string | null;
  sharedWithOrganisationId: string | null;
}

interface KeepFormProps {
  kept?: Kept;
  submit: string;
  onKeep(kept: Kept): Promise<void>;
  onCancel?(): void;
}

const NAME_MOST = 60;
const NEW: Kept = { name: "", sharedWithRole: null, sharedWithOrganisationId: null };

/** The name that an area is kept under, and with whom it is shared. */
export function KeepForm({ kept = NEW, submit, onKeep, onCancel }: KeepFormProps) {
  const t = useAreaWords();
  const { t: word } = useWords();
  const { county } = useSession();
  const faultId = useId();
  const [now, setNow] = useState(kept);
  const [isWrong, setWrong] = useState(false);
  const { data } = useAsked(OrganisationNamesDocument, { county: county.id });
  const organisations = data?.organisations.nodes ?? [];
  const onSubmit = (e: FormEvent) => {
    e.preventDefault();
    const name = now.name.trim();
    const isGood = name !== "" && [...name].length <= NAME_MOST;
    setWrong(!isGood);
    if (!isGood) return;
    void onKeep({ ...now, name }).then(() => {
      if (kept === NEW) setNow(NEW);
    });
  };
  return (
    <form className="area-form" onSubmit={onSubmit}>
      <label>
        <span className="muted small">{t("saveAs")}</span>
        <input
          className="input"
          value={now.name}
          aria-invalid={isWrong}
          aria-describedby={faultId}
          onChange={(e) => {
            setNow({ ...now, name: e.target.value });
          }}
        />
      </label>
      <p id={faultId} role="alert" className="field-fault">
        {isWrong && t("nameWrong")}
      </p>
      <Choice
        label={t("shareRole")}
        value={now.sharedWithRole}
        options={ROLE_NAMES.map((name) => [name.toLowerCase(), word(`role${name}`)])}
        onValue={(sharedWithRole) => {
          setNow({ ...now, sharedWithRole });
        }}
      />
      <Choice
        label={t("shareOrganisation")}
        value={now.sharedWithOrganisationId}
        options={organisations.map(({ id, name }) => [id, name])}
        onValue={(sharedWithOrganisationId) => {
          setNow({ ...now, sharedWithOrganisationId });
        }}
      />
      <div className="area-group">
        <button type="submit" className="button small primary">
          {submit}
        </button>
        {onCancel && (
          <button type="button" className="button small" onClick={onCancel}>
            {t("cancel")}
          </button>
        )}
      </div>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  options: readonly (readonly [value: string, text: string])[];
  onValue(value: string | null): void;
}

function Choice({ label, value, options, onValue }: ChoiceProps) {
  const t = useAreaWords();
  return (
    <label>
      <span className="muted small">{label}</span>
      <select
        className="input"
        value={value ?? ""}
        onChange={(e) => {
          onValue(e.target.value || null);
        }}
      >
        <option value="">{t("shareNobody")}</option>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
