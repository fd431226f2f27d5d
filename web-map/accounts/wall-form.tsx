import { useState } from "react";
import { BindWallDocument, WallPagesDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FormDialog } from "./form-dialog.js";
import { useChange } from "./use-change.js";
import type { WallAreas } from "./use-wall-areas.js";
import { useAccountWords } from "./words.js";

interface WallFormProps {
  areas: WallAreas;
  onClose(): void;
  /** With the link, which is told this once. */
  onMade(url: string): void;
}

export function WallForm({ areas, onClose, onMade }: WallFormProps) {
  const t = useAccountWords();
  const { county } = useSession();
  const { send, busy, fault } = useChange();
  const pages = useAsked(WallPagesDocument, { county: county.id }).data?.dashboards.nodes ?? [];
  const [isPart, setPart] = useState(false);
  const [towns, setTowns] = useState<string[]>([]);
  const [villages, setVillages] = useState<string[]>([]);
  const parts = [...towns, ...villages];
  const submit = async (form: FormData) => {
    const made = await send(BindWallDocument, {
      name: String(form.get("name")).trim(),
      county: county.id,
      areas: isPart ? parts : null,
      page: String(form.get("page") ?? "") || null,
    });
    if (made?.bindDevice.url) onMade(made.bindDevice.url);
  };
  return (
    <FormDialog
      title={t("addWall")}
      busy={busy}
      fault={fault}
      complete={!isPart || parts.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <label className="field">
        <span>{t("wallName")}</span>
        <input name="name" required maxLength={60} autoComplete="off" placeholder={t("wallLike")} />
      </label>
      {pages.length > 0 && (
        <label className="field">
          <span>{t("wallPage")}</span>
          <select name="page">
            <option value="">{t("wallUsualPage")}</option>
            {pages.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset className="wall-area">
        <legend>{t("wallShows")}</legend>
        {[false, true].map((part) => (
          <label key={String(part)}>
            <input
              type="radio"
              name="area"
              checked={isPart === part}
              onChange={() => {
                setPart(part);
              }}
            />
            {t(part ? "wallPart" : "wholeCounty")}
          </label>
        ))}
      </fieldset>
      {isPart && (
        <div className="wall-parts">
          <Parts title={t("towns")} of={areas.towns} chosen={towns} onChange={setTowns} />
          <Parts
            title={t("villages")}
            of={areas.villages}
            chosen={villages}
            onChange={setVillages}
          />
        </div>
      )}
    </FormDialog>
  );
}

interface PartsProps {
  title: string;
  of: WallAreas["towns"];
  chosen: readonly string[];
  onChange(codes: string[]): void;
}

function Parts({ title, of, chosen, onChange }: PartsProps) {
  const t = useAccountWords();
  return (
    <fieldset className="wall-choices">
      <legend>
        {title}
        {chosen.length > 0 && ` · ${t("chosen", { count: chosen.length })}`}
      </legend>
      {of.map(({ value, text }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(e) => {
              onChange(e.target.checked ? [...chosen, value] : chosen.filter((c) => c !== value));
            }}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
