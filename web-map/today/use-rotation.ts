import { useEffect, useRef, useState } from "react";
import { nextStop, type Stops } from "./rotation.js";

interface Round {
  /** Seconds a place is shown; null: there is no round. */
  seconds: number | null;
  stops: Stops;
  /** The town that is shown. */
  town: string | null;
  /** Something has happened that must stay in sight. */
  isStopped: boolean;
  go(town: string | null): void;
}

/** Goes round the places that have something to say; holds while somebody, or an incident, says so. */
export function useRotation({ seconds, stops, town, isStopped, go }: Round) {
  /** What somebody at the wall wishes, until another incident stops it. */
  const [wish, setWish] = useState<boolean | null>(null);
  const isHeld = wish ?? isStopped;
  const latest = useRef({ stops, go });
  latest.current = { stops, go };
  // biome-ignore lint/correctness/useExhaustiveDependencies(isStopped): another incident, another word
  useEffect(() => {
    setWish(null);
  }, [isStopped]);
  useEffect(() => {
    if (seconds === null || isHeld) return;
    const timer = setInterval(() => {
      const next = nextStop(latest.current.stops, town);
      if (next !== town) latest.current.go(next);
    }, seconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [seconds, isHeld, town]);
  return {
    isHeld,
    toggle: () => {
      setWish(!isHeld);
    },
  };
}
