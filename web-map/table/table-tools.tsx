import { DropdownMenu, Popover } from "radix-ui";
import { useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { dayOf } from "../state/time-range.js";
import { Icon } from "../ui/icon.js";
import { columnFields, moved } from "./columns.js";
import { type ExportFormat, exportRows } from "./export-rows.js";
import type { TableModel } from "./use-table.js";
import { useTableWords } from "./words.js";

/** What can be done with the table as a whole: its columns, and a file of it. */
export function TableTools({ table }: { table: TableModel }) {
  return (
    <div className="table-tools">
      <ColumnChooser table={table} />
      {table.layer.exportable && <ExportMenu table={table} />}
    </div>
  );
}

function ColumnChooser({ table }: { table: TableModel }) {
  const t = useTableWords();
  const { label } = useWords();
  const { columnsOf, layer } = table;
  const { shown } = columnsOf.choice;
  const hidden = columnFields(layer).filter((f) => !shown.includes(f.name));
  const fields = [...table.columns, ...hidden];
  return (
    <Popover.Root>
      <Popover.Trigger className="button" title={t("columnsTitle")}>
        <Icon name="columns" size={16} />
        <span>{t("columns")}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover column-chooser" align="end" sideOffset={6}>
          <header>
            <h3>{t("columnsTitle")}</h3>
            <button
              type="button"
              className="link"
              disabled={columnsOf.isUsual}
              onClick={() => {
                columnsOf.reset();
              }}
            >
              {t("columnsReset")}
            </button>
          </header>
          <ul className="plain-list">
            {fields.map((field) => {
              const at = shown.indexOf(field.name);
              const isShown = at >= 0;
              return (
                <li key={field.name}>
                  <label>
                    <input
                      type="checkbox"
                      checked={isShown}
                      disabled={isShown && shown.length === 1}
                      onChange={(e) => {
                        columnsOf.change({
                          shown: e.target.checked
                            ? [...shown, field.name]
                            : shown.filter((name) => name !== field.name),
                        });
                      }}
                    />
                    {label(field)}
                  </label>
                  {isShown && (
                    <>
                      <button
                        type="button"
                        className="icon-button small"
                        aria-label={t("earlier", { name: label(field) })}
                        disabled={at === 0}
                        onClick={() => {
                          columnsOf.change({ shown: moved(shown, field.name, at - 1) });
                        }}
                      >
                        <Icon name="up" size={14} />
                      </button>
                      <button
                        type="button"
                        className="icon-button small"
                        aria-label={t("later", { name: label(field) })}
                        disabled={at === shown.length - 1}
                        onClick={() => {
                          columnsOf.change({ shown: moved(shown, field.name, at + 1) });
                        }}
                      >
                        <Icon name="down" size={14} />
                      </button>
                    </>
                  )}
                </li>
              );
            })}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ExportMenu({ table }: { table: TableModel }) {
  const t = useTableWords();
  const { label, language } = useWords();
  const { county, purpose } = useSession();
  const { say } = useShell();
  const [busy, setBusy] = useState(false);
  const { layer, ticking, ticked } = table;
  const count = ticked > 0 ? ticked : table.total;
  const run = async (format: ExportFormat) => {
    setBusy(true);
    const fileName = `${label(layer)} ${dayOf(new Date(), county.timeZone)}.${format}`;
    const why = await exportRows({
      layer,
      format,
      filter: table.filter,
      sorting: table.sorting,
      selection: ticked > 0 ? ticking.selection : null,
      fields: table.columns.map((c) => c.name),
      language,
      purpose,
      fileName,
    });
    setBusy(false);
    say(why === null ? t("exported", { name: fileName }) : t("exportFailed", { why }));
  };
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="button" disabled={busy || !count}>
        <Icon name="download" size={16} />
        <span>{t(busy ? "exporting" : "exportAs")}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.Label className="menu-label">
            {t(ticked > 0 ? "exportTicked" : "exportAll", { count: table.said(count ?? 0) })}
          </DropdownMenu.Label>
          {(["csv", "geojson"] as const).map((format) => (
            <DropdownMenu.Item
              key={format}
              className="menu-item"
              onSelect={() => {
                void run(format);
              }}
            >
              {t(format === "csv" ? "exportCsv" : "exportGeoJson")}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
