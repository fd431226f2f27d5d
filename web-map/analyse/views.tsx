import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import { topCategories } from "../layers/legend.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";
import { Panel } from "../ui/panel.js";
import { StaleNote } from "../ui/stale-note.js";
import { AgainstChoice } from "./against-choice.js";
import { AreaGone } from "./area-gone.js";
import { BarList, type BarRow } from "./bar-list.js";
import { BesideTable } from "./beside-table.js";
import { Clock } from "./clock.js";
import type { Part } from "./figures.js";
import { GridsOnChoice } from "./grids-on-choice.js";
import { HoursForm } from "./hours-form.js";
import { TIMES, type Times, toggledIn, toggledKind } from "./question.js";
import { Ranking } from "./ranking.js";
import { Total } from "./total.js";
import type { useBeside } from "./use-beside.js";
import type { Figures, useFigures } from "./use-figures.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface ViewsProps {
  asking: Asking;
  read: ReturnType<typeof useFigures>;
  /** Views that are worked out when they are opened. */
  more: ReactNode;
  /** The days, where they do not stand below the map. */
  days: ReactNode;
  beside: ReturnType<typeof useBeside>;
  /** Id of a saved area that is no more, where that is the question's. */
  goneArea: string | null;
}

/** Beside the map: what the question finds, each view under what was brushed in the others. */
export function Views({ asking, read, more, days, beside, goneArea }: ViewsProps) {
  const t = useAnalyseWords();
  const { t: say } = useWords();
  const { fault, isStale, asOf, again, isOld } = read;
  // Nothing is told of what lies in an area that is no more.
  if (goneArea !== null)
    return (
      <Panel title={t("title")} label={t("title")} className="analyse-panel">
        <AreaGone asking={asking} id={goneArea} />
      </Panel>
    );
  const { figures } = read;
  const { question } = asking;
  return (
    <Panel title={t("title")} label={t("title")} className="analyse-panel">
      {fault &&
        (fault.said?.code === "nothing-passed" ? (
          <Notice icon="time" title={t("notYet")} text={t("notYetHint")} alert />
        ) : (
          <FaultNotice fault={fault} retry={again} />
        ))}
      {figures && isStale && !fault && <StaleNote asOf={asOf} retry={again} />}
      {!figures && !fault && (
        <p className="muted" role="status">
          {say("loading")}
        </p>
      )}
      {figures && (
        <div className="analyse-views" data-old={isOld} aria-busy={isOld}>
          <Section n={1} title={t("title")} isBare>
            <Total total={figures.total} changes={figures.changes}>
              <AgainstChoice asking={asking} />
            </Total>
            {figures.total === 0 && (
              <Notice icon="chart" title={t("empty")} text={t("emptyHint")} />
            )}
            {figures.total > 0 && figures.total < FEW && (
              <p className="analyse-few">{t("fewToSay")}</p>
            )}
          </Section>
          {(question.area !== null || question.beside.length > 0) && (
            <Section n={7} title={t("beside")}>
              <BesideTable asking={asking} beside={beside} />
            </Section>
          )}
          {days}
          <Hours asking={asking} figures={figures} />
          <Kinds asking={asking} figures={figures} />
          <Ways asking={asking} figures={figures} />
          <Grids asking={asking} figures={figures} />
          {figures.total > 0 && more}
        </div>
      )}
    </Panel>
  );
}

/** Below this a change is nearly always chance: the range of 20 is ± 45 %. */
const FEW = 20;

interface SectionProps {
  n: number;
  title: string;
  isBare?: boolean;
  children: ReactNode;
}

function Section({ n, title, isBare = false, children }: SectionProps) {
  return (
    <section className="analyse-view" aria-label={title} data-view={n} tabIndex={-1}>
      {!isBare && <h2 className="group-title">{title}</h2>}
      {children}
    </section>
  );
}

interface ViewProps {
  asking: Asking;
  figures: Figures;
}

function Hours({ asking, figures }: ViewProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { question, brush, giveUp, ask } = asking;
  return (
    <Section n={2} title={t("clock")}>
      <Clock
        counts={figures.clock}
        windows={question.clock}
        onWindows={(clock, isOver) => {
          brush({ clock }, isOver);
        }}
        onGiveUp={giveUp}
      />
      {(figures.uncertain > 0 || question.times !== "SPREAD") && (
        <label className="analyse-times">
          {t("timesNote", { count: number(figures.uncertain) })}
          <select
            value={question.times}
            onChange={(e) => {
              ask({ times: e.target.value as Times });
            }}
          >
            {TIMES.map((times) => (
              <option key={times} value={times}>
                {t(times)}
              </option>
            ))}
          </select>
        </label>
      )}
      <HoursForm
        onWindow={(window) => {
          ask({ clock: [...question.clock, window] });
        }}
      />
    </Section>
  );
}

function Kinds({ asking, figures }: ViewProps) {
  const t = useAnalyseWords();
  const { name } = useWords();
  const { categories } = useSession();
  const { question, ask } = asking;
  const tops = topCategories(categories);
  // A county that takes any codes has some of which its table says nothing.
  const others = figures.kinds.filter(({ key }) => !tops.some(({ code }) => key.startsWith(code)));
  const rows = tops
    .map((top): BarRow => {
      const below = figures.kinds.filter(({ key }) => key.startsWith(top.code));
      return {
        key: top.code,
        name: name(top),
        sign: <CategorySign code={top.code} />,
        count: sum(below.map(({ count }) => count)),
        before: sum(below.map(({ before }) => before ?? 0)),
        below,
      };
    })
    .filter(({ key, count, before }) => count > 0 || before! > 0 || question.kinds?.includes(key))
    .concat(others)
    .sort((a, b) => b.count - a.count);
  return (
    <Section n={3} title={t("kinds")}>
      <BarList
        label={t("kinds")}
        rows={rows}
        chosen={question.kinds}
        onToggle={(code) => {
          ask({ kinds: toggledKind(question.kinds, code) });
        }}
      />
    </Section>
  );
}

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
/** Nothing chosen is all. */
const orAll = (chosen: readonly (string | number)[]) =>
  chosen.length > 0 ? chosen.map(String) : null;

/** How incidents came, and how grave they are. */
function Ways({ asking, figures }: ViewProps) {
  const t = useAnalyseWords();
  const { question, ask } = asking;
  const list = (
    label: string,
    rows: readonly Part[],
    chosen: string[] | null,
    toggle: (key: string) => void,
  ) => rows.length > 0 && <BarList label={label} rows={rows} chosen={chosen} onToggle={toggle} />;
  return (
    <Section n={4} title={`${t("sources")} · ${t("levels")}`}>
      {list(t("sources"), figures.sources, orAll(question.sources), (code) => {
        ask({ sources: toggledIn(question.sources, code) });
      })}
      {list(t("levels"), figures.levels, orAll(question.levels), (level) => {
        ask({ levels: toggledIn(question.levels, Number(level)).sort() });
      })}
    </Section>
  );
}

function Grids({ asking, figures }: ViewProps) {
  const t = useAnalyseWords();
  const { map } = useShell();
  const { question, ask } = asking;
  const isInNone = figures.grids.length === 0;
  if (isInNone && figures.total === 0 && question.gridsOn === null) return null;
  if (isInNone)
    return (
      <Section n={5} title={t("rankingByCount")}>
        {question.gridsOn !== null && <GridsOnChoice asking={asking} />}
        <p className="muted small">{t("inNoGrid")}</p>
        {question.hotAreas !== "VILLAGE" && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              ask({ map: "HEXAGONS", hotAreas: "VILLAGE" });
            }}
          >
            {t("byVillagesInstead")}
          </button>
        )}
      </Section>
    );
  return (
    <Section n={5} title={t(figures.isPerHousehold ? "ranking" : "rankingByCount")}>
      <GridsOnChoice asking={asking} />
      <p className="muted small">{t("rankingHint")}</p>
      <Ranking
        grids={figures.grids}
        isPerHousehold={figures.isPerHousehold}
        chosen={question.grids}
        onToggle={(id) => {
          ask({ grids: toggledIn(question.grids, id) });
        }}
        onHover={(id) => {
          map?.pickGrids(id ? [id] : question.grids);
        }}
      />
    </Section>
  );
}
