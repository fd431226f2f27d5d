import { useEffect, useRef } from "react";
import { useShell } from "../shell/shell-context.js";

/** Letters of the map as large as the least on a wall: 12 px are 24. */
const WALL_LETTERS = 2;

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
      map.setLetters(WALL_LETTERS * Math.min(innerWidth / 1920, innerHeight / 1080));
    };
    letters();
    addEventListener("resize", letters);
    return () => {
      removeEventListener("resize", letters);
      map.setLetters(1);
    };
  }, [map, isFar]);
  return <div className="map-place" ref={place} />;
}
