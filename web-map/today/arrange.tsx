import { useId } from "react";
import { TilesDocument } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import { Icon } from "../ui/icon.js";
import { TILES, type TileKind } from "./tiles.js";
import type { Template } from "./today-address.js";
import { type TodayWord, useTodayWords } from "./words.js";

const TEMPLATES: readonly { template: Template; word: TodayWord }[] = [
  { template: "wall", word: "asWall" },
  { template: "phone", word: "asPhone" },
  { template: "desk", word: "asDesk" },
];

interface ArrangeProps {
  template: Template;
  /** Ids in their order. */
  tiles: readonly string[];
  onTemplate(template: Template): void;
  onTiles(tiles: readonly string[]): void;
}

/** For which screen, which tiles, and in which order; no dragging, all of it by keys too. */
export function Arrange({ template, tiles, onTemplate, onTiles }: ArrangeProps) {
  const w = useTodayWords();
  const group = useId();
  const { data } = useAsked(TilesDocument, {});
  const mayLook = (id: string) =>
    data?.dashboardTiles.find((tile) => tile.id === id)?.visible ?? false;
  const shown = tiles.flatMap((id) => TILES.find((tile) => tile.id === id) ?? []);
  const others = TILES.filter(({ id }) => !tiles.includes(id));
  const swap = (at: number, to: number) => {
    const ids = shown.map(({ id }) => id);
    [ids[at], ids[to]] = [ids[to]!, ids[at]!];
    onTiles(ids);
  };
  return (
    <>
      <fieldset className="arrange-templates">
        <legend className="group-title">{w("template")}</legend>
        {TEMPLATES.map(({ template: one, word }) => (
          <label key={one}>
            <input
              type="radio"
              name={group}
              checked={one === template}
              onChange={() => {
                onTemplate(one);
              }}
            />
            {w(word)}
          </label>
        ))}
      </fieldset>
      <h3 className="group-title">{w("tiles")}</h3>
      <ul className="arrange-tiles">
        {[...shown, ...others].map((tile, i) => (
          <TileRow
            key={tile.id}
            tile={tile}
            isShown={i < shown.length}
            // The last one stays: a page without any would be none.
            mayToggle={i < shown.length ? shown.length > 1 : mayLook(tile.id)}
            onToggle={() => {
              const ids = shown.map(({ id }) => id);
              onTiles(i < shown.length ? ids.toSpliced(i, 1) : [...ids, tile.id]);
            }}
            onUp={i > 0 && i < shown.length ? () => swap(i, i - 1) : null}
            onDown={i < shown.length - 1 ? () => swap(i, i + 1) : null}
          />
        ))}
      </ul>
    </>
  );
}

interface TileRowProps {
  tile: TileKind;
  isShown: boolean;
  mayToggle: boolean;
  onToggle(): void;
  /** Null: it cannot go further. */
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}

function TileRow({ tile, isShown, mayToggle, onToggle, onUp, onDown }: TileRowProps) {
  const w = useTodayWords();
  const name = w(tile.title);
  // Said to be off and not switched off: at the end of the list the key keeps its place.
  const mover = (icon: "up" | "down", word: TodayWord, move: (() => void) | null) => (
    <button
      type="button"
      className="icon-button"
      aria-label={w(word, { tile: name })}
      aria-disabled={!move}
      onClick={() => move?.()}
    >
      <Icon name={icon} size={16} />
    </button>
  );
  return (
    <li>
      <label>
        <input type="checkbox" checked={isShown} disabled={!mayToggle} onChange={onToggle} />
        {name}
      </label>
      {isShown && (
        <>
          {mover("up", "moveUp", onUp)}
          {mover("down", "moveDown", onDown)}
        </>
      )}
    </li>
  );
}
