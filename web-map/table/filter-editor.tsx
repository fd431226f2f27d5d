import { type FormEvent, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { type ColumnFilter, type FilterWay, isEmpty } from "./column-filter.js";
import { useTableWords } from "./words.js";

interface FilterEditorProps {
  layer: LayerInfo;
  field: FieldInfo;
  way: FilterWay;
  filter: ColumnFilter | undefined;
  onFilter(filter: ColumnFilter | null): void;
}

/** What a column is narrowed to, typed or ticked; nothing happens before it is applied. */
export function FilterEditor({ layer, field, way, filter, onFilter }: FilterEditorProps) {
  const t = useTableWords();
  const [draft, setDraft] = useState<ColumnFilter>(filter ?? blank(way.by));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    onFilter(isEmpty(draft) ? null : draft);
  };
  return (
    <form className="column-filter" onSubmit={submit}>
      <Editor layer={layer} field={field} draft={draft} onDraft={setDraft} />
      <div className="column-filter-actions">
        <button type="submit" className="button primary">
          {t("apply")}
        </button>
        {filter && (
          <button
            type="button"
            className="button"
            onClick={() => {
              onFilter(null);
            }}
          >
            {t("clear")}
          </button>
        )}
      </div>
    </form>
  );
}

function blank(by: ColumnFilter["by"]): ColumnFilter {
  switch (by) {
    case "text":
      return { by, text: "" };
    case "values":
      return { by, values: [] };
    case "range":
      return { by, min: null, max: null };
    case "days":
      return { by, from: null, to: null };
    case "is":
      return { by, value: true };
  }
}

interface EditorProps {
  layer: LayerInfo;
  field: FieldInfo;
  draft: ColumnFilter;
  onDraft(draft: ColumnFilter): void;
}

function Editor({ layer, field, draft, onDraft }: EditorProps) {
  const t = useTableWords();
  const { label } = useWords();
  const words = useWords();
  switch (draft.by) {
    case "text": {
      const looked = layer.filters.find((f) => f.key === "text")?.fields ?? [];
      const fields = layer.fields.filter((f) => looked.includes(f.name)).map(label);
      return (
        <label className="field">
          <span>{t("contains")}</span>
          <input
            type="search"
            value={draft.text}
            maxLength={100}
            onChange={(e) => {
              onDraft({ ...draft, text: e.target.value });
            }}
          />
          <small className="muted">{t("containsHint", { fields: fields.join("、") })}</small>
        </label>
      );
    }
    case "values":
      if (field.type === "text") return <TypedValues draft={draft} onDraft={onDraft} />;
      if (field.type === "code") return <Codes field={field} draft={draft} onDraft={onDraft} />;
      return <References field={field} draft={draft} onDraft={onDraft} />;
    case "range":
      if (field.scale.length > 0) return <Steps field={field} draft={draft} onDraft={onDraft} />;
      return (
        <div className="column-filter-pair">
          {(["min", "max"] as const).map((end) => (
            <label key={end} className="field">
              <span>{t(end)}</span>
              <input
                type="number"
                step="any"
                value={draft[end] ?? ""}
                onChange={(e) => {
                  onDraft({
                    ...draft,
                    [end]: e.target.value === "" ? null : Number(e.target.value),
                  });
                }}
              />
            </label>
          ))}
        </div>
      );
    case "days":
      return (
        <div className="column-filter-pair">
          {(["from", "to"] as const).map((end) => (
            <label key={end} className="field">
              <span>{t(end === "from" ? "from" : "until")}</span>
              <input
                type="date"
                value={draft[end] ?? ""}
                onChange={(e) => {
                  onDraft({ ...draft, [end]: e.target.value || null });
                }}
              />
            </label>
          ))}
        </div>
      );
    case "is":
      return (
        <div className="column-filter-choices">
          {[true, false].map((value) => (
            <label key={String(value)}>
              <input
                type="radio"
                checked={draft.value === value}
                onChange={() => {
                  onDraft({ ...draft, value });
                }}
              />
              {words.t(value ? "yes" : "no")}
            </label>
          ))}
        </div>
      );
  }
}

type Of<B extends ColumnFilter["by"]> = Extract<ColumnFilter, { by: B }>;
interface ListProps<B extends ColumnFilter["by"]> {
  field: FieldInfo;
  draft: Of<B>;
  onDraft(draft: ColumnFilter): void;
}

function TypedValues({ draft, onDraft }: Omit<ListProps<"values">, "field">) {
  const t = useTableWords();
  const [text, setText] = useState(draft.values.join("，"));
  return (
    <label className="field">
      <span>{t("exactly")}</span>
      <input
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          const values = e.target.value.split(/[,，;；\s]+/).filter(Boolean);
          onDraft({ ...draft, values });
        }}
      />
    </label>
  );
}

interface Choice {
  value: string;
  label: string;
  isBelow?: boolean;
}

function Choices({
  choices,
  draft,
  onDraft,
}: Omit<ListProps<"values">, "field"> & { choices: Choice[] }) {
  const t = useTableWords();
  if (choices.length === 0) return <p className="muted small">{t("noChoices")}</p>;
  return (
    <div className="column-filter-choices">
      {choices.map((choice) => (
        <label key={choice.value} data-below={choice.isBelow}>
          <input
            type="checkbox"
            checked={draft.values.includes(choice.value)}
            onChange={(e) => {
              const rest = draft.values.filter((v) => v !== choice.value);
              onDraft({ ...draft, values: e.target.checked ? [...rest, choice.value] : rest });
            }}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}

function Codes({ field, draft, onDraft }: ListProps<"values">) {
  const { name } = useWords();
  const { categories } = useSession();
  const choices = categories
    .filter((c) => c.kind === field.of)
    .map((c) => ({ value: c.code, label: name(c), isBelow: c.parent !== null }));
  return <Choices choices={choices} draft={draft} onDraft={onDraft} />;
}

function Steps({ field, draft, onDraft }: ListProps<"range">) {
  const { label } = useWords();
  const t = useTableWords();
  return (
    <div className="column-filter-pair">
      {(["min", "max"] as const).map((end) => (
        <label key={end} className="field">
          <span>{t(end === "min" ? "from" : "until")}</span>
          <select
            value={draft[end] ?? ""}
            onChange={(e) => {
              onDraft({ ...draft, [end]: e.target.value === "" ? null : Number(e.target.value) });
            }}
          >
            <option value="" />
            {field.scale.map((step) => (
              <option key={step.value} value={step.value}>
                {label(step)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

interface Named {
  rows: { nodes: { id: string; name: string }[] };
}

/** So many names are looked through; of more one types a part. */
const NAMES = 200;

/** What a column may refer to, by its name: all of a small list, of a long one what is typed. */
function References({ field, draft, onDraft }: ListProps<"values">) {
  const t = useTableWords();
  const [text, setText] = useState("");
  const hasNames = field.of !== null && field.of !== "incidents" && field.of !== "households";
  const { data, loading } = useAsked<Named, { filter: { text?: string } }>(
    hasNames ? namesDocument(field.of!) : "",
    hasNames ? { filter: text.trim() ? { text: text.trim() } : {} } : null,
    { pauseMs: text ? 160 : 0, keeps: true },
  );
  const names = new Map(data?.rows.nodes.map((row) => [row.id, row.name]));
  const kept = draft.values.filter((id) => !names.has(id));
  const choices = [
    ...kept.map((id) => ({ value: id, label: `…${id.slice(-6)}` })),
    ...[...names].map(([value, label]) => ({ value, label })),
  ];
  return (
    <>
      <input
        type="search"
        className="column-filter-find"
        aria-label={t("contains")}
        placeholder={t("contains")}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
        }}
      />
      {(data || !loading) && <Choices choices={choices} draft={draft} onDraft={onDraft} />}
    </>
  );
}

const TYPES: Record<string, string> = {
  grids: "Grid",
  buildings: "Building",
  villages: "Village",
  organisations: "Organisation",
};
const namesDocument = (of: string): string =>
  `query Names($filter: ${TYPES[of] ?? "Grid"}Filter) {
    rows: ${of}(filter: $filter, first: ${NAMES}) { nodes { id name } }
  }`;
