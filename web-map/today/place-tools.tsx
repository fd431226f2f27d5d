import type { ReactNode } from "react";
import { type TodayAddress, writeTodayAddress } from "./today-address.js";
import type { Town } from "./use-towns.js";
import { useTodayWords } from "./words.js";

interface RoundStateProps {
  at: number;
  of: number;
  isHeld: boolean;
  /** It is an incident that holds it. */
  isGrave: boolean;
}

export function RoundState({ at, of, isHeld, isGrave }: RoundStateProps) {
  const w = useTodayWords();
  return (
    <p className="today-round" data-held={isHeld}>
      {isHeld ? w(isGrave ? "stoppedByLevel" : "held") : w("round", { at, of })}
    </p>
  );
}

interface PlaceToolsProps {
  towns: readonly Town[];
  town: Town | null;
  onTown(code: string | null): void;
  address: TodayAddress;
  children: ReactNode;
}

/** At a desk: which place, and the same as a wall shows it. */
export function PlaceTools({ towns, town, onTown, address, children }: PlaceToolsProps) {
  const w = useTodayWords();
  return (
    <div className="today-tools">
      <select
        aria-label={w("where")}
        value={town?.code ?? ""}
        onChange={(e) => {
          onTown(e.target.value || null);
        }}
      >
        <option value="">{w("wholeCounty")}</option>
        {towns.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      {children}
      <a
        className="button only-wide"
        href={`${writeTodayAddress({ ...address, wall: true })}${location.hash}`}
      >
        {w("openWall")}
      </a>
    </div>
  );
}
