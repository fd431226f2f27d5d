import { useEffect, useRef } from "react";
import { useShell } from "../shell/shell-context.js";

/** Letters of the map as large as the least on a wall: 12 px are 24. */
const WALL_LETTERS = 2;
/**
 * A wall of 4K has room for the names of grids, and is larger: 18 px of 1080 rows on 75 inches are
 * as tall as 24 on 55.
 */
const FINE_PX = 3200;
const FINE_LETTERS = 1.5;
const FINE_NAMES = { "grids-names": 11 } as const;

/** The one map, here; `isFar`: its letters are read from four metres. */
export function PlacedMap({ isFar }: { isFar: boolean }) {
  const { placeMap, map } = useShell();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    placeMap(place.current);
    return () => {
      placeMap(null);
    };
  }, [placeMap]);
  useEffect(() => {
    if (!map || !isFar) return;
    const letters = () => {
      const isFine = innerWidth * devicePixelRatio >= FINE_PX;
      const times = Math.min(innerWidth / 1920, innerHeight / 1080);
      map.setLetters(times * (isFine ? FINE_LETTERS : WALL_LETTERS));
      map.beginAt(isFine ? FINE_NAMES : {});
    };
    letters();
    addEventListener("resize", letters);
    return () => {
      removeEventListener("resize", letters);
      map.setLetters(1);
      map.beginAt({});
    };
  }, [map, isFar]);
  return <div className="map-place" ref={place} />;
}
