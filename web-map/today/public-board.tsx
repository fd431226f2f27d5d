import "../styles/today.css";
import "../styles/public-board.css";
import { PublicBoardDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useIsNarrow } from "../table/use-is-narrow.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";
import { PublicMap } from "./public-map.js";
import { PublicMonths } from "./public-months.js";
import type { ReleasedBoard } from "./released-board.js";
import { Figure } from "./tile.js";
import type { Template } from "./today-address.js";
import { useNight } from "./use-night.js";
import { useSpanWords } from "./use-span-words.js";
import { useTicks } from "./use-ticks.js";
import { useTodayAddress } from "./use-today-address.js";
import { useTodayWords } from "./words.js";

/** A release is published by the month. */
const ASKED_MS = 3_600_000;

/** The board of everybody: what the newest release says; nothing of today, nothing live. */
export default function PublicBoard() {
  const w = useTodayWords();
  const { language } = useWords();
  const { county } = useSession();
  const { address } = useTodayAddress();
  const isNarrow = useIsNarrow();
  const version = useTicks(ASKED_MS);
  const { data, fault, again } = useAsked(
    PublicBoardDocument,
    { county: county.id },
    { version, keeps: true },
  );
  useNight(address.night);
  const template: Template = isNarrow ? "phone" : address.wall ? "wall" : "desk";
  const board = data?.publicBoard;
  const Heading = address.wall ? "h1" : "h2";
  return (
    <main className="today public-board" data-template={template} aria-busy={!data && !fault}>
      <header className="today-head">
        <Heading>
          {language === "zh" ? county.name : (county.nameEn ?? county.name)}{" "}
          <span>{w("publicTitle")}</span>
        </Heading>
        {board && <Published board={board} />}
        {address.wall && <p className="today-round">{w("wallUnknown")}</p>}
      </header>
      {board ? (
        <Released board={board} template={template} />
      ) : (
        <div className="public-none">
          {fault && !data && <FaultNotice fault={fault} retry={again} />}
          {data && <Notice icon="chart" title={w("publicNone")} text={w("publicNoneText")} />}
        </div>
      )}
    </main>
  );
}

function Published({ board: { latestMonth, publishedAt } }: { board: ReleasedBoard }) {
  const w = useTodayWords();
  const { moment } = useWords();
  const { county } = useSession();
  return (
    <p className="today-when">
      {latestMonth && <b>{w("publicNewest", { month: latestMonth.slice(0, 7) })}</b>}
      <span>{w("publishedOn", { day: moment(publishedAt, county.timeZone).slice(0, 10) })}</span>
    </p>
  );
}

function Released({ board, template }: { board: ReleasedBoard; template: Template }) {
  const w = useTodayWords();
  const spanOf = useSpanWords();
  const { number } = useWords();
  const { newest, months, areas } = board;
  const span = newest ? spanOf(newest) : "";
  const Title = template === "wall" ? "h2" : "h3";
  return (
    <div className="public-parts">
      <section className="tile" data-tile="public-newest" aria-labelledby="public-newest">
        <Title id="public-newest" className="tile-title">
          {w("publicCount")}
          <small>{span}</small>
        </Title>
        <div className="tile-body">
          {newest ? (
            <Figure
              shown={`≥ ${number(newest.atLeast)}`}
              said={w("atLeastSaid", { span, n: number(newest.atLeast) })}
            />
          ) : (
            <p className="tile-quiet">{w("publicWithheld")}</p>
          )}
          <p className="tile-under">{w("publicRule")}</p>
        </div>
      </section>
      <PublicMonths months={months} newest={newest} heading={Title} />
      <PublicMap areas={areas} span={span} heading={Title} isFar={template === "wall"} />
    </div>
  );
}
