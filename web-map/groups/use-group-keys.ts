import { useEffect, useRef } from "react";

interface GroupKeys {
  /** A household is in the hand. */
  isHolding: boolean;
  onStep(by: number): void;
  onDrop(): void;
  onLetGo(): void;
  onZoom(): void;
  /** The household whose row has the focus. */
  onPick(household: string): void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** Space takes the household with the focus, arrows go from group to group, Enter puts it down. */
export function useGroupKeys(keys: GroupKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const workOf = (e: KeyboardEvent): (() => void) | null => {
      const { isHolding, onStep, onDrop, onLetGo, onZoom, onPick } = latest.current;
      const on = e.target instanceof Element ? e.target : null;
      if (
        e.ctrlKey ||
        e.metaKey ||
        e.altKey ||
        on?.closest("input, textarea, select, [role=dialog]")
      )
        return null;
      if (isHolding) {
        const by = STEPS[e.key];
        if (by !== undefined) return () => onStep(by);
        if (e.key === "Enter") return onDrop;
        return e.key === "Escape" ? onLetGo : null;
      }
      const household = on?.closest<HTMLElement>("[data-household]")?.dataset["household"];
      if (e.key === " " && household) return () => onPick(household);
      // On the row of the group that is looked at already Enter goes nearer.
      const isFree = !on?.closest("button, a") || on.closest(".groups-worst [aria-pressed=true]");
      return e.key === "Enter" && isFree ? onZoom : null;
    };
    const onKey = (e: KeyboardEvent) => {
      const work = workOf(e);
      if (!work) return;
      e.preventDefault();
      e.stopPropagation();
      work();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, []);
}
