import { DropdownMenu } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { columnFields, isOpen } from "../table/columns.js";
import { type ExportFormat, exportFile, exportRows } from "../table/export-rows.js";
import { Icon } from "../ui/icon.js";
import { wholeFilter } from "./filters.js";
import type { Question } from "./question.js";
import { hotArguments } from "./use-hot-spots.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

interface ExportMenuProps {
  question: Question;
  isOn: boolean;
  open: boolean;
  onOpen(open: boolean): void;
}

/** Files of the question: its incidents, and the cells of its hot spots with their sheet. */
export function ExportMenu({ question, isOn, open, onOpen }: ExportMenuProps) {
  const t = useAnalyseWords();
  const { label } = useWords();
  const session = useSession();
  const { say } = useShell();
  const files = useFiles(question);
  const layer = layerNamed(session, "incidents");
  if (!layer?.exportable) return null;
  const { from, to } = question.days;
  const item = (word: AnalyseWord, what: string, run: (name: string) => Promise<string | null>) => (
    <DropdownMenu.Item
      className="menu-item"
      onSelect={() => {
        const name = `${label(layer)} ${from} ${to}${what}`;
        void run(name).then((why) => {
          say(why === null ? t("exported", { name }) : t("exportFailed", { why }));
        });
      }}
    >
      {t(word)}
    </DropdownMenu.Item>
  );
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger
        className="icon-button"
        disabled={!isOn}
        aria-label={t("exportAs")}
        title={`${t("exportAs")} (E)`}
      >
        <Icon name="download" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          {item("exportCsv", ".csv", files.incidents("csv"))}
          {item("exportGeoJson", ".geojson", files.incidents("geojson"))}
          <DropdownMenu.Separator className="menu-line" />
          {item("exportCellsCsv", ` ${t("cellsFile")}.csv`, files.cells("csv", "cells"))}
          {item("exportSheet", ` ${t("sheet")}.csv`, files.cells("csv", "sheet"))}
          {item("exportCells", ` ${t("cellsFile")}.geojson`, files.cells("geojson", "cells"))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A table for people is in their words; GeoJSON is for programs, and has its sheet within. */
function useFiles(question: Question) {
  const { language } = useWords();
  const session = useSession();
  const { county, purpose } = session;
  const layer = layerNamed(session, "incidents");
  return {
    incidents: (format: ExportFormat) => (fileName: string) =>
      exportRows({
        ...{ layer: layer!, format, language, purpose, fileName },
        filter: wholeFilter(question, county),
        sorting: null,
        selection: null,
        fields: columnFields(layer!)
          .filter((field) => isOpen(field, purpose !== null))
          .map(({ name }) => name),
      }),
    cells: (format: ExportFormat, part: "cells" | "sheet") => (fileName: string) =>
      exportFile(
        "hotspots",
        {
          ...{ format, part, ...hotArguments(question, county) },
          ...(format === "csv" && { language }),
        },
        { purpose, fileName },
      ),
  };
}
