/** How the page is laid out: for a lit room, for a hand, or beside other work. */
export type Template = "wall" | "phone" | "desk";
export const TEMPLATES: readonly Template[] = ["wall", "phone", "desk"];

/**
 * What the address of the page says after its «?»: how it hangs, where it looks, how it goes round.
 */
export interface TodayAddress {
  /** Without bar and search, sized for somebody who stands four metres away. */
  wall: boolean;
  /** For which screen it is laid out; null: as the saved page, else for the one it is on. */
  template: Template | null;
  /** Code of the town that is looked at; null: the whole county. */
  town: string | null;
  night: boolean;
  /** Seconds a place is shown before the next; null: it stays. */
  rotate: number | null;
  /** Id of a saved page; null: none. */
  page: string | null;
  /**
   * Ids of tiles in their order, as somebody arranged them; null: those of the page, or the usual.
   */
  tiles: readonly string[] | null;
}

/**
 * What in an address cannot be meant, as it stands there: told, and else as if it were not there.
 */
export type AddressFault = readonly [key: string, value: string];

const ROTATE = { least: 10, most: 600, usual: 40 } as const;
const USUAL_PAGE = ["今日", "today"];
const CODE = /^[\w-]{1,32}$/;
const SAVED = /^\d{6}-[0-9a-f-]{36}$/;
const TILE = /^[A-Za-z]\w{0,31}$/;
/** As many as the service keeps of one page. */
const TILES_MOST = 24;

const isOn = (value: string) => ["", "1", "true"].includes(value);
const isOff = (value: string) => ["0", "false"].includes(value);

const secondsOf = (value: string): number | null => {
  if (value === "") return ROTATE.usual;
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : NaN;
  return seconds >= ROTATE.least && seconds <= ROTATE.most ? seconds : null;
};

type Reader = (value: string, into: TodayAddress) => boolean;
const flag =
  (key: "wall" | "night"): Reader =>
  (value, into) => {
    into[key] = isOn(value);
    return isOn(value) || isOff(value);
  };

const READERS: Readonly<Record<string, Reader>> = {
  wall: flag("wall"),
  template: (value, into) => {
    into.template = TEMPLATES.find((template) => template === value) ?? null;
    return into.template !== null || value === "";
  },
  night: flag("night"),
  town: (value, into) => {
    into.town = CODE.test(value) ? value : null;
    return into.town !== null || value === "";
  },
  rotate: (value, into) => {
    into.rotate = secondsOf(value);
    return into.rotate !== null;
  },
  page: (value, into) => {
    into.page = SAVED.test(value) ? value : null;
    return into.page !== null || value === "" || USUAL_PAGE.includes(value);
  },
  tiles: (value, into) => {
    const ids = [...new Set(value.split(","))];
    const isGood = ids.length <= TILES_MOST && ids.every((id) => TILE.test(id));
    into.tiles = isGood ? ids : null;
    return isGood;
  },
};

export function readTodayAddress(search: string): {
  address: TodayAddress;
  faults: AddressFault[];
} {
  const address: TodayAddress = {
    ...{ wall: false, template: null, town: null, night: false, rotate: null, page: null },
    tiles: null,
  };
  const faults: AddressFault[] = [];
  for (const [key, value] of new URLSearchParams(search))
    if (!READERS[key]?.(value, address)) faults.push([key, value]);
  return { address, faults };
}

export function writeTodayAddress(address: TodayAddress): string {
  const { wall, template, town, night, rotate, page, tiles } = address;
  const parts = [
    wall && "wall=1",
    template !== null && `template=${template}`,
    town !== null && `town=${town}`,
    night && "night",
    rotate !== null && `rotate=${rotate}`,
    page !== null && `page=${page}`,
    tiles !== null && `tiles=${tiles.join(",")}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}
