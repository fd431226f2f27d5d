import { DropdownMenu } from "radix-ui";
import { lazy, Suspense, useState } from "react";
import { useReadArea } from "../areas/use-area-facts.js";
import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { columnFields, isOpen } from "../table/columns.js";
import { type ExportFormat, exportRows } from "../table/export-rows.js";
import { useCopy } from "../ui/copy-dialog.js";
import { Icon, type IconName } from "../ui/icon.js";
import { wholeFilter } from "./filters.js";
import type { Question } from "./question.js";
import type { Figures } from "./use-figures.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

/** Comes when somebody prints. */
const Note = lazy(() => import("./note.js"));

interface QuestionToolsProps {
  asking: Asking;
  /** As the service is asked. */
  question: Question;
  figures: Figures | null | undefined;
  points: readonly (readonly number[])[];
  exporting: { open: boolean; onOpen(open: boolean): void };
}

/** What can be done with the question as a whole. */
export function QuestionTools({
  asking,
  question,
  figures,
  points,
  exporting,
}: QuestionToolsProps) {
  const t = useAnalyseWords();
  const { say } = useShell();
  const copying = useCopy();
  const [isNote, setNote] = useState(false);
  const area = useReadArea(question.area);
  const tool = (word: AnalyseWord, icon: IconName, isOn: boolean, run: () => void) => (
    <button
      type="button"
      className="icon-button"
      aria-label={t(word)}
      title={t(word)}
      disabled={!isOn}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <>
      {tool("undo", "undo", asking.canUndo, asking.undo)}
      {tool("redo", "redo", asking.canRedo, asking.redo)}
      {tool("copyLink", "link", true, () => {
        void copying.copy(location.href).then((copied) => {
          if (copied) say(t("copied"));
        });
      })}
      {tool("note", "page", Boolean(figures), () => {
        setNote(true);
      })}
      <ExportMenu question={question} isOn={(figures?.total ?? 0) > 0} {...exporting} />
      {copying.dialog}
      {isNote && figures && (
        <Suspense fallback={null}>
          <Note
            question={{ ...question, area: area.drawn ?? question.area }}
            figures={figures}
            points={points}
            areaName={area.name ?? null}
            onClose={() => {
              setNote(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

interface ExportMenuProps {
  question: Question;
  isOn: boolean;
  open: boolean;
  onOpen(open: boolean): void;
}

function ExportMenu({ question, isOn, open, onOpen }: ExportMenuProps) {
  const t = useAnalyseWords();
  const { label, language } = useWords();
  const session = useSession();
  const { say } = useShell();
  const { county, purpose } = session;
  const layer = layerNamed(session, "incidents");
  if (!layer?.exportable) return null;
  const run = async (format: ExportFormat) => {
    const fileName = `${label(layer)} ${question.days.from} ${question.days.to}`;
    const why = await exportRows({
      ...{ layer, format, language, purpose, fileName },
      filter: wholeFilter(question, county),
      sorting: null,
      selection: null,
      fields: columnFields(layer)
        .filter((field) => isOpen(field, purpose !== null))
        .map(({ name }) => name),
    });
    say(
      why === null ? t("exported", { name: `${fileName}.${format}` }) : t("exportFailed", { why }),
    );
  };
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger
        className="icon-button"
        disabled={!isOn}
        aria-label={t("exportAs")}
        title={t("exportAs")}
      >
        <Icon name="download" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
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
