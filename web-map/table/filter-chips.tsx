import { useWords } from "../i18n/use-words.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import type { ColumnFilter } from "./column-filter.js";
import type { TableModel } from "./use-table.js";
import { useTableWords } from "./words.js";

/** What the table is narrowed to, each to be taken off. */
export function FilterChips({ table }: { table: TableModel }) {
  const t = useTableWords();
  const saidOf = useFilterWords(table);
  const filters = Object.entries(table.filters);
  if (filters.length === 0) return null;
  return (
    <ul className="filter-chips">
      {filters.map(([key, filter]) => {
        const what = saidOf(key, filter);
        return (
          <li key={key}>
            <button
              type="button"
              className="chip"
              aria-pressed="true"
              aria-label={t("removeFilter", { what })}
              onClick={() => {
                table.setFilter(key, null);
              }}
            >
              {what}
              <Icon name="close" size={12} />
            </button>
          </li>
        );
      })}
      {filters.length > 1 && (
        <li>
          <button
            type="button"
            className="link"
            onClick={() => {
              table.clearFilters();
            }}
          >
            {t("clearAll")}
          </button>
        </li>
      )}
    </ul>
  );
}

function useFilterWords(table: TableModel) {
  const t = useTableWords();
  const { label, name, number, t: say } = useWords();
  const { categories } = useSession();
  const { layer, read } = table;
  const valueWords = (field: FieldInfo, value: string): string => {
    if (field.type === "code") {
      const code = categories.find((c) => c.kind === field.of && c.code === value);
      return code ? name(code) : value;
    }
    if (field.type !== "reference") return value;
    // Every row that is found has it, with its name.
    const row = read.rows.find((r) => r[field.name] === value);
    const referred = row?.[field.name.replace(/Id$/, "")] as { name?: string } | undefined;
    return referred?.name ?? `…${value.slice(-6)}`;
  };
  const step = (field: FieldInfo, value: number): string => {
    const named = field.scale.find((s) => s.value === value);
    return named ? label(named) : number(value);
  };
  const between = <T,>(min: T | null, max: T | null, words: (v: T) => string): string => {
    if (min === null) return t("atMost", { value: words(max!) });
    if (max === null) return t("atLeast", { value: words(min) });
    return min === max ? words(min) : t("between", { min: words(min), max: words(max) });
  };
  const what = (field: FieldInfo, filter: ColumnFilter): string => {
    switch (filter.by) {
      case "text":
        return `“${filter.text}”`;
      case "values": {
        const first = valueWords(field, filter.values[0]!);
        const { length } = filter.values;
        return length === 1 ? first : t("some", { first, count: number(length) });
      }
      case "range":
        return between(filter.min, filter.max, (v) => step(field, v));
      case "days":
        return between(filter.from, filter.to, (day) => day);
      case "is":
        return say(filter.value ? "yes" : "no");
    }
  };
  return (key: string, filter: ColumnFilter): string => {
    const names = layer.filters.find((f) => f.key === key)!.fields;
    const field = layer.fields.find((f) => f.name === names[0])!;
    return `${key === "text" ? t("contains") : label(field)}: ${what(field, filter)}`;
  };
}
