import { useWords } from "../i18n/use-words.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { Icon } from "../ui/icon.js";
import { unfilterable } from "./column-filter.js";
import { unsortable } from "./columns.js";
import { FilterEditor } from "./filter-editor.js";
import type { TableModel } from "./use-table.js";
import { useTableWords } from "./words.js";

interface ColumnMenuProps {
  table: TableModel;
  field: FieldInfo;
  onDone(): void;
}

/** All that can be done with one column; what cannot says why. */
export function ColumnMenu({ table, field, onDone }: ColumnMenuProps) {
  const t = useTableWords();
  const { label } = useWords();
  const { sorting, hasPurpose, columnsOf } = table;
  const { shown } = columnsOf.choice;
  const noSort = unsortable(field, hasPurpose);
  const way = table.wayOf(field);
  const noFilter = unfilterable(way, field, hasPurpose);
  const isSorted = (descending: boolean) =>
    sorting?.field.name === field.name && sorting.descending === descending;
  const width = table.widthOf(field);
  return (
    <>
      <h3>{label(field)}</h3>
      {noSort ? (
        <p className="muted small">{t(noSort)}</p>
      ) : (
        <div className="column-menu-line">
          {[false, true].map((descending) => (
            <button
              key={String(descending)}
              type="button"
              className="chip"
              aria-pressed={isSorted(descending)}
              onClick={() => {
                table.sort({ field, descending });
                onDone();
              }}
            >
              <Icon name={descending ? "down" : "up"} size={13} />
              {t(descending ? "sortDescending" : "sortAscending")}
            </button>
          ))}
        </div>
      )}
      {noFilter || !way ? (
        noFilter !== noSort && <p className="muted small">{t(noFilter ?? "filterNot")}</p>
      ) : (
        <FilterEditor
          layer={table.layer}
          field={field}
          way={way}
          filter={table.filterOf(field)}
          onFilter={(filter) => {
            table.setFilter(way.key, filter);
            onDone();
          }}
        />
      )}
      <div className="column-menu-line">
        <button
          type="button"
          className="chip"
          onClick={() => {
            table.resize(field, width - 32);
          }}
        >
          {t("narrower")}
        </button>
        <button
          type="button"
          className="chip"
          onClick={() => {
            table.resize(field, width + 32);
          }}
        >
          {t("wider")}
        </button>
        {shown.length > 1 && (
          <button
            type="button"
            className="chip"
            onClick={() => {
              columnsOf.change({ shown: shown.filter((name) => name !== field.name) });
            }}
          >
            {t("hide")}
          </button>
        )}
      </div>
    </>
  );
}
