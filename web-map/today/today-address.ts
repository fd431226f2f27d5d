/** What the address of the page says after its «?»: how it hangs, where it looks, how it goes round. */
export interface TodayAddress {
  /** Without bar and search, sized for somebody who stands four metres away. */
  wall: boolean;
  /** Code of the town that is looked at; null: the whole county. */
  town: string | null;
  night: boolean;
  /** Seconds a place is shown before the next; null: it stays. */
  rotate: number | null;
  /** Id of a saved page; null: the usual tiles. */
  page: string | null;
}

/** What in an address cannot be meant, as it stands there: told, and else as if it were not there. */
export type AddressFault = readonly [key: string, value: string];

const ROTATE = { least: 10, most: 600, usual: 40 } as const;
const USUAL_PAGE = ["今日", "today"];
const CODE = /^[\w-]{1,32}$/;
const SAVED = /^\d{6}-[0-9a-f-]{36}$/;

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
};

export function readTodayAddress(search: string): {
  address: TodayAddress;
  faults: AddressFault[];
} {
  const address: TodayAddress = {
    ...{ wall: false, town: null, night: false, rotate: null, page: null },
  };
  const faults: AddressFault[] = [];
  for (const [key, value] of new URLSearchParams(search))
    if (!READERS[key]?.(value, address)) faults.push([key, value]);
  return { address, faults };
}

export function writeTodayAddress({ wall, town, night, rotate, page }: TodayAddress): string {
  const parts = [
    wall && "wall=1",
    town !== null && `town=${town}`,
    night && "night",
    rotate !== null && `rotate=${rotate}`,
    page !== null && `page=${page}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}
