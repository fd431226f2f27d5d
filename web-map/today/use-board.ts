import { useRef } from "react";
import { BoardDocument, DisplayBoardDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useIsNarrow } from "../table/use-is-narrow.js";
import { readLayout, templateNamed } from "./layout.js";
import { TILES, USUAL_TILES } from "./tiles.js";
import type { Template, TodayAddress } from "./today-address.js";

export interface Arranged {
  /** Ids of tiles in their order; undefined until it is known which. */
  tiles: readonly string[] | undefined;
  /** As the screen and the page have it. */
  template: Template;
  /** For which screen the page is laid out, wherever it is looked at. */
  wish: Template;
  /** Of the saved page; null: it is none. */
  title: string | null;
  /** What is shown is not what is saved under the title. */
  isChanged: boolean;
  /** The address names a page that is retired, or not the viewer's to see. */
  isGone: boolean;
  /** Ids of tiles that were asked for and are none. */
  unknown: readonly string[];
}

/**
 * Which tiles in which order: as the address says, else as the saved page, else as the usual one.
 */
export function useBoard(address: TodayAddress, round: number): Arranged {
  const { page, tiles } = address;
  const isNarrow = useIsNarrow();
  const { viewer } = useSession();
  const isDisplay = viewer.kind === "device";
  const display = useAsked(DisplayBoardDocument, isDisplay ? {} : null);
  const when = { version: round, keeps: true };
  const saved = useAsked(BoardDocument, isDisplay || page === null ? null : { id: page }, when);
  const board = saved.data?.dashboard;
  const found = isDisplay
    ? display.data?.display
    : board && board.id === page && !board.retiredAt
      ? board
      : null;
  const isAsked = isDisplay || page !== null;
  const isKnown = !isAsked || [display, saved].some(({ data, fault }) => data || fault);
  // While a page is read that was just saved or opened, what is shown stays.
  const last = useRef<{ tiles: readonly string[]; wish: Template } | null>(null);
  const screen = isNarrow ? "phone" : "desk";
  const own = found ? templateNamed(found.template) : screen;
  const wish = address.template ?? (isKnown ? own : (last.current?.wish ?? own));
  const wide = address.wall ? "wall" : wish === "phone" ? "phone" : "desk";
  const template = isNarrow ? "phone" : wide;
  const kept = readLayout(found?.layout).tiles;
  const standing = kept.some(isTile) ? kept.filter(isTile) : USUAL_TILES[template];
  const arranged = tiles?.some(isTile) ? tiles.filter(isTile) : null;
  const shown = arranged ?? (isKnown ? standing : last.current?.tiles);
  last.current = shown ? { tiles: shown, wish } : null;
  return {
    ...{ tiles: shown, template, wish },
    title: found?.title ?? null,
    isChanged: isKnown && (shown?.join() !== standing.join() || wish !== own),
    isGone: isKnown && page !== null && !isDisplay && !found,
    unknown: (tiles ?? kept).filter((id) => !isTile(id)),
  };
}

const isTile = (id: string) => TILES.some((tile) => tile.id === id);
