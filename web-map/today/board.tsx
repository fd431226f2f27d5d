import { useMemo } from "react";
import { type TileKind, tilesOf } from "./tiles.js";
import { useTodayPage } from "./today-context.js";

/** Bands of a wall: figures above, the map in the middle, patterns below it, lists beside them. */
const BANDS = ["figure", "map", "strip", "list"] as const;

/** The tiles in their places; where a band has none the others have its room. */
export function Board({ ids }: { ids: readonly string[] }) {
  const { template } = useTodayPage();
  const tiles = useMemo(() => tilesOf(ids), [ids]);
  const shown = (some: readonly TileKind[]) => some.map(({ id, Tile }) => <Tile key={id} />);
  // On a phone one follows the other, as they were ordered.
  if (template === "phone") return <div className="today-flow">{shown(tiles)}</div>;
  return (
    <div className="today-board">
      {BANDS.map((band) => {
        const some = tiles.filter(({ kind }) => kind === band);
        return (
          some.length > 0 && (
            <div key={band} className="today-band" data-band={band}>
              {shown(some)}
            </div>
          )
        );
      })}
    </div>
  );
}
