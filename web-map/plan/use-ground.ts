import { useEffect, useMemo, useState } from "react";
import { GroundNearDocument } from "../gql/graphql.js";
import type { Bounds } from "../map/map-adapter.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { type Ground, groundOf } from "./ground.js";

/** Further away a street is narrower than a hand is steady. */
const FROM_ZOOM = 15;
/** As much again of what is seen is read at each side. */
const AROUND = 0.25;
/** A map that moves is waited for, in milliseconds. */
const PAUSE = 150;

/** Buildings and lines of what is seen, and some around it, while it is near enough. */
export function useGround(isOn: boolean): Ground | null {
  const { map, view } = useShell();
  const [box, setBox] = useState<Bounds | null>(null);
  const { camera } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies(camera): where it looks has changed
  useEffect(() => {
    if (!map || !isOn) return;
    if (map.camera().zoom < FROM_ZOOM) return setBox(null);
    const [w, s, e, n] = map.bounds();
    setBox((held) => {
      const isSeen = held && held[0] <= w && held[1] <= s && held[2] >= e && held[3] >= n;
      const [x, y] = [(e - w) * AROUND, (n - s) * AROUND];
      return isSeen ? held : [w - x, s - y, e + x, n + y];
    });
  }, [map, isOn, camera]);
  const area = box && { bbox: box };
  const { data } = useAsked(GroundNearDocument, area && { area }, { keeps: true, pauseMs: PAUSE });
  return useMemo(() => (data ? groundOf(data) : null), [data]);
}
