import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { type LogView, NO_FILTER } from "./log-view.js";
import { useLogWords } from "./words.js";

export const WAYS = ["graphql", "subscription", "tile", "export", "command"] as const;

interface LogFilterProps {
  view: LogView;
  onChange(changes: Partial<LogView>): void;
}

export function LogFilter({ view, onChange }: LogFilterProps) {
  const t = useLogWords();
  const { label } = useWords();
  const { layers } = useSession();
  const field = (key: keyof LogView) => ({
    value: view[key],
    onChange: (e: { target: { value: string } }) => {
      onChange({ [key]: e.target.value });
    },
  });
  return (
    <search className="page-filter" aria-label={t("filter")}>
      <Field label={t("who")}>
        <input type="search" {...field("person")} />
      </Field>
      <Field label={t("why")}>
        <input type="search" {...field("purpose")} />
      </Field>
      <Field label={t("layer")}>
        <select {...field("layer")}>
          <option value="">{t("any")}</option>
          {layers.map((layer) => (
            <option key={layer.name} value={layer.name.toLowerCase()}>
              {label(layer)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t("outlet")}>
        <select {...field("way")}>
          <option value="">{t("any")}</option>
          {WAYS.map((way) => (
            <option key={way} value={way}>
              {t(way)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t("from")}>
        <input type="date" {...field("from")} max={view.until} />
      </Field>
      <Field label={t("until")}>
        <input type="date" {...field("until")} min={view.from} />
      </Field>
      {Object.values(view).some(Boolean) && (
        <button
          type="button"
          className="link"
          onClick={() => {
            onChange(NO_FILTER);
          }}
        >
          {t("clear")}
        </button>
      )}
    </search>
  );
}

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
  <label className="field">
    <span>{label}</span>
    {children}
  </label>
);
