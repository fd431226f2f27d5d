import "../styles/analyse.css";
import { useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { AreaHint } from "../areas/area-hint.js";
import { AreaTools } from "../areas/area-tools.js";
import { DropArea } from "../areas/drop-area.js";
import { useAreaTools } from "../areas/use-area-tools.js";
import { useQuietMap } from "../map/use-quiet-map.js";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import type { Area } from "../state/area.js";
import { useIsNarrow } from "../table/use-is-narrow.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { withinCell } from "./cell-card.js";
import { ChosenIncident } from "./chosen-incident.js";
import { Days } from "./days.js";
import { HotCard } from "./hot-card.js";
import { Incidents } from "./incidents.js";
import { LensCard } from "./lens-card.js";
import { More } from "./more.js";
import { QuestionBar } from "./question-bar.js";
import { QuestionTools } from "./question-tools.js";
import { SavedQuestions } from "./saved-questions.js";
import { useAnalyseActions } from "./use-analyse-actions.js";
import { useDefaultPlaces, useWithoutDefaults } from "./use-default-places.js";
import { useFigures } from "./use-figures.js";
import { useWithGridShapes } from "./use-grid-shapes.js";
import { useLastQuestion } from "./use-last-question.js";
import { useOnMap } from "./use-on-map.js";
import { useQuestion } from "./use-question.js";
import { useSettled } from "./use-settled.js";
import { Views } from "./views.js";

/** What would lie over the incidents; they are drawn here as they were asked for. */
const ASIDE = ["incidents", "cameras", "households", "ties"];
/** Figures follow a brush at most this often while it is drawn. */
const FOLLOW_MS = 90;
/** A screen has room for the list below the map. */
const TALL = 900;

/** One question of the incidents, and views of it that all follow each other. */
export default function Analyse() {
  const { over, view } = useShell();
  const isNarrow = useIsNarrow();
  const asking = useQuestion();
  const { ask, today, stands } = asking;
  const { area } = stands;
  const settled = useSettled(asking.question, FOLLOW_MS);
  const places = useDefaultPlaces(settled);
  const asked = useWithGridShapes(useWithoutDefaults(settled, places));
  const listed = useWithGridShapes(useWithoutDefaults(stands, places));
  const read = useFigures(asked, today);
  const [isDaysOpen, setDaysOpen] = useState(false);
  const [isSavedOpen, setSavedOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const [isListOpen, setListOpen] = useState(innerHeight >= TALL && !isNarrow);
  const areas = useAreaTools((area: Area | null) => {
    ask({ area });
  });
  useLastQuestion(asking);
  useQuietMap(ASIDE);
  const { hot, density, points, beside, lens } = useOnMap(asked, read.figures);
  const [listedCell, setListedCell] = useState<string | null>(null);
  const cell = hot.cell?.id === listedCell ? hot.cell : null;
  const inCell = useMemo(() => (cell ? withinCell(listed, cell) : null), [listed, cell]);
  const [isSheetOpen, setSheetOpen] = useState(false);
  useAnalyseActions({
    asking,
    areas,
    openDays: setDaysOpen,
    openSaved: setSavedOpen,
    toggleLens: lens.toggle,
    openList: setListOpen,
    openExport: setExporting,
    openSheet: setSheetOpen,
  });
  const nameOfGrid = (id: string) =>
    read.figures?.grids.find(({ key }) => key === id)?.name ?? id.slice(-6);
  const days = <Days asking={asking} read={read} />;
  return (
    <div className="explore analyse" data-sheet={isListOpen && isNarrow ? "table" : "right"}>
      {over &&
        createPortal(
          <>
            <QuestionBar
              asking={asking}
              saved={
                <SavedQuestions
                  asking={asking}
                  question={listed}
                  menu={{ open: isSavedOpen, onOpen: setSavedOpen }}
                />
              }
              area={<AreaTools tools={areas} />}
              tools={
                <QuestionTools
                  asking={asking}
                  question={listed}
                  figures={read.figures}
                  points={points.at}
                  lens={lens}
                  exporting={{ open: isExporting, onOpen: setExporting }}
                />
              }
              nameOfGrid={nameOfGrid}
              places={places}
              daysMenu={{ open: isDaysOpen, onOpen: setDaysOpen }}
            />
            <DropArea tools={areas} />
            <AreaHint tools={areas} />
            {lens.isOn ? (
              <LensCard lens={lens} days={asked.days} />
            ) : (
              <HotCard
                asking={asking}
                asked={asked}
                onList={() => {
                  setListedCell(hot.cell?.id ?? null);
                  setListOpen(true);
                }}
                found={hot}
                dense={density}
                note={points.note}
                sheet={{ open: isSheetOpen, onOpen: setSheetOpen }}
              />
            )}
          </>,
          over,
        )}
      <div className="analyse-bottom">
        {!isNarrow && days}
        <Incidents
          question={inCell ?? listed}
          figures={cell ? { total: cell.count, uncertain: 0 } : read.figures}
          isOpen={isListOpen}
          onOpen={setListOpen}
        />
      </div>
      <Dock side="right">
        <DockBoundary name="analyse" resetKeys={[view.selection?.id]}>
          {view.selection ? (
            <ChosenIncident selection={view.selection} />
          ) : (
            <Views
              asking={asking}
              more={<More question={asked} />}
              read={read}
              days={isNarrow ? days : null}
              beside={beside}
              goneArea={areas.read.isGone && area?.kind === "saved" ? area.id : null}
            />
          )}
        </DockBoundary>
      </Dock>
    </div>
  );
}
