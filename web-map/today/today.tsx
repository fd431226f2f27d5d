import "../styles/today.css";
import { useMemo, useState } from "react";
import { TodayDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useLinkUp } from "../session/use-link-up.js";
import { useKeyHints } from "../shell/shell-context.js";
import { Notice } from "../ui/notice.js";
import { Board } from "./board.js";
import { Boards } from "./boards.js";
import { Header } from "./header.js";
import { PlaceTools, RoundState } from "./place-tools.js";
import { stopsOf } from "./rotation.js";
import { TodayContext, type TodayPage } from "./today-context.js";
import { useBoard } from "./use-board.js";
import { useDashboardChanges } from "./use-dashboard-changes.js";
import { useFreshness } from "./use-freshness.js";
import { useHoldKey } from "./use-hold-key.js";
import { useNight } from "./use-night.js";
import { useRotation } from "./use-rotation.js";
import { useSpeaking } from "./use-speaking.js";
import { useTicks } from "./use-ticks.js";
import { useTodayActions } from "./use-today-actions.js";
import { useTodayAddress } from "./use-today-address.js";
import { useTowns } from "./use-towns.js";
import { useTodayWords } from "./words.js";

const TOLD_MS = 60_000;
/** Without a live link, as where a proxy lets no WebSocket through. */
const UNTOLD_MS = 30_000;
const SLOW_MS = 600_000;
/** Figures of a busy minute are asked at most so often. */
const SELDOM_MS = 1_000;

/** What needs somebody today, is it more than usual, and how fresh is that. */
export default function Today() {
  const w = useTodayWords();
  const { county, viewer } = useSession();
  const isUp = useLinkUp();
  const changes = useDashboardChanges();
  const { address, faults, change } = useTodayAddress();
  const towns = useTowns();
  const [saves, setSaves] = useState(0);
  const arranged = useBoard(address, saves);
  const { template } = arranged;
  const town = towns?.find(({ code }) => code === address.town) ?? null;
  const ticks = useTicks(isUp ? TOLD_MS : UNTOLD_MS);
  const slowTicks = useTicks(SLOW_MS);
  const version = `${changes} ${ticks}`;
  const area = useMemo(
    () => (town ? { villages: [...town.villages] } : { county: county.id }),
    [town, county.id],
  );
  const isKnown = address.town === null || towns !== undefined;
  const today = useAsked(TodayDocument, isKnown ? { area } : null, {
    ...{ version, seldomMs: SELDOM_MS, keeps: true },
  });
  const speaking = useSpeaking(version, towns, address.rotate !== null);
  const stops = useMemo(() => stopsOf(towns ?? [], speaking.towns), [towns, speaking.towns]);
  const go = (code: string | null) => {
    change({ town: code });
  };
  const round = useRotation({
    ...{ seconds: address.rotate, stops, town: town?.code ?? null, go },
    isStopped: speaking.isGrave,
  });
  const age = useFreshness(today.asOf);
  useNight(address.night);
  useTodayActions(address.night, stops, towns ?? [], { go, night: (night) => change({ night }) });
  useHoldKey(address.rotate === null ? null : round.toggle);
  useKeyHints(address.rotate === null ? [] : [["Space", w("hold")]]);
  const page = useMemo<TodayPage>(
    () => ({ template, town, area, version, slowVersion: String(slowTicks), today }),
    [template, town, area, version, slowTicks, today],
  );
  const isGone = address.town !== null && towns !== undefined && town === null;
  const isRefused = today.fault?.code === "FORBIDDEN";
  const notes = [
    ...faults.map(([key, value]) =>
      w("addressFault", { what: value === "" ? key : `${key}=${value}` }),
    ),
    ...(isGone ? [w("townGone", { town: address.town! })] : []),
    ...arranged.unknown.map((id) => w("tileUnknown", { tile: id })),
    ...(arranged.isGone ? [w("boardGone")] : []),
  ];
  return (
    <TodayContext value={page}>
      <main className="today" data-template={template} data-freshness={age.freshness}>
        <Header
          isWall={address.wall}
          place={town?.name ?? null}
          age={age}
          isPolling={!isUp}
          notes={notes}
        >
          {address.rotate !== null && (
            <RoundState
              at={stops.indexOf(town?.code ?? null) + 1}
              of={stops.length}
              isHeld={round.isHeld}
              isGrave={speaking.isGrave}
            />
          )}
          {!address.wall && (
            <PlaceTools towns={towns ?? []} town={town} onTown={go} address={address}>
              {viewer.kind !== "device" && (
                <Boards
                  {...{ address, arranged }}
                  round={saves}
                  onDone={() => {
                    setSaves((n) => n + 1);
                  }}
                  onAddress={change}
                />
              )}
            </PlaceTools>
          )}
        </Header>
        {isRefused ? (
          <Notice icon="lock" title={w("notYours")} />
        ) : (
          <Board ids={arranged.tiles ?? []} />
        )}
      </main>
    </TodayContext>
  );
}
