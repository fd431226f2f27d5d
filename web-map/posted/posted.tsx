import "../styles/posted.css";
import { useEffect, useId, useMemo, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { Dock } from "../shell/dock.js";
import { useEscape, useOwn, useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { Waiting } from "../ui/waiting.js";
import { PostedCard } from "./posted-card.js";
import { POSTED_VIEW } from "./posted-view.js";
import { Poster } from "./poster.js";
import { found, type PostedGrid, type PostedVillage, usePosted } from "./use-posted.js";
import { usePostedWords } from "./words.js";

/** Which grids there are and whom to call, for everybody. */
export default function Posted() {
  const t = usePostedWords();
  const [{ grid, poster }, change] = useOwn("posted", POSTED_VIEW);
  const { villages, fault, again } = usePosted();
  const { map } = useShell();
  const grids = useMemo(() => villages?.flatMap((village) => village.grids) ?? [], [villages]);
  const chosen = grids.find(({ id }) => id === grid);
  const choose = (id: string | null, show = false) => {
    change({ grid: id });
    const one = grids.find((g) => g.id === id);
    if (show && one?.geometry) map?.fit(boundsOf(one.geometry), 16);
  };
  useGridsOnMap(grids, grid, choose);
  useEscape(() => change(poster ? { poster: null } : { grid: null }));
  const printed = villages?.find(({ code }) => code === poster);
  return (
    <div className="explore" data-sheet="layers">
      <Dock side="left">
        <Panel title={t("title")} label={t("title")} className="left">
          {fault && !villages && <FaultNotice fault={fault} retry={again} />}
          {!fault && !villages && <Waiting />}
          {villages && !chosen && (
            <GridList villages={villages} onChoose={(id) => choose(id, true)} />
          )}
          {chosen && (
            <PostedCard
              grid={chosen}
              onClose={() => choose(null)}
              onPoster={() => change({ poster: chosen.villageCode ?? null })}
            />
          )}
        </Panel>
      </Dock>
      {printed && <Poster village={printed} onClose={() => change({ poster: null })} />}
    </div>
  );
}

function useGridsOnMap(
  grids: readonly PostedGrid[],
  chosen: string | null,
  choose: (id: string) => void,
): void {
  const { map } = useShell();
  useOverlay(
    "posted",
    useMemo(
      () => ({
        slot: "objects" as const,
        isClickable: true,
        sources: {
          grids: collection(
            grids.flatMap(({ id, geometry }) =>
              geometry
                ? [{ type: "Feature", geometry, properties: { id, isChosen: id === chosen } }]
                : [],
            ),
          ),
        },
        layers: [
          tint({
            id: "area",
            source: "grids",
            opacity: ["case", ["get", "isChosen"], 0.22, 0.05],
          }),
          stroke({ id: "line", source: "grids", width: 1.2, opacity: 0.7 }),
          stroke({
            id: "chosen",
            source: "grids",
            width: 3.5,
            filter: ["get", "isChosen"] as never,
          }),
        ],
      }),
      [grids, chosen],
    ),
  );
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const [grid] = click.of("posted");
        if (grid) choose(String(grid.properties?.["id"]));
        return grid !== undefined;
      }),
    [map, choose],
  );
}

interface GridListProps {
  villages: readonly PostedVillage[];
  onChoose(id: string): void;
}

function GridList({ villages, onChoose }: GridListProps) {
  const t = usePostedWords();
  const [text, setText] = useState("");
  const field = useId();
  const shown = useMemo(() => found(villages, text), [villages, text]);
  const count = shown.reduce((sum, { grids }) => sum + grids.length, 0);
  return (
    <>
      <p className="muted">{t("intro")}</p>
      <label className="field" htmlFor={field}>
        <span>{t("find")}</span>
        <input
          id={field}
          type="search"
          value={text}
          onChange={(e) => {
            setText(e.target.value);
          }}
        />
      </label>
      <p className="muted small" role="status">
        {count === 0 ? t("none") : t("count", { count })}
      </p>
      {shown.map(({ code, name, grids }) => (
        <section key={code}>
          <h3 className="group-title">{name ?? t("noVillage")}</h3>
          <ul className="posted-list">
            {grids.map((grid) => (
              <li key={grid.id}>
                <button
                  type="button"
                  onClick={() => {
                    onChoose(grid.id);
                  }}
                >
                  <b>{grid.name}</b>
                  <span className="muted">{grid.complaintPhone ?? grid.code}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
