import type { Geometry } from "geojson";
import { useMemo } from "react";
import type { LngLat } from "../map/map-adapter.js";
import { useOverlay } from "../map/use-overlay.js";
import type { Colours } from "./colours.js";
import type { OneGroup } from "./group-card.js";
import {
  cellsOverlay,
  chosenOverlay,
  type DrawnTarget,
  type Mark,
  marksOverlay,
  targetsOverlay,
} from "./groups-overlay.js";
import { signed, walkOf } from "./signed-walk.js";
import type { Hand } from "./use-hand.js";
import { useGroupsWords } from "./words.js";

interface DrawnGroupsProps {
  plan: string;
  /** Another word whenever its tiles may be others; null: the viewer sees no shapes. */
  stamp: string | null;
  marks: readonly Mark[];
  colours: Colours;
  group: OneGroup | null;
  /** Ground of the groups beside it. */
  beside: readonly { id: string; cell?: Geometry | null }[];
  hand: Hand;
  pointer: LngLat | null;
}

/** A plan's groups on the map, the one that is looked at, and the household in the hand. */
export function DrawnGroups(props: DrawnGroupsProps) {
  const { plan, stamp, marks, colours, group, beside, hand, pointer } = props;
  const t = useGroupsWords();
  useOverlay(
    "groups-cells",
    useMemo(
      () => (stamp === null ? null : cellsOverlay(plan, stamp, marks, colours)),
      [plan, stamp, marks, colours],
    ),
  );
  useOverlay(
    "groups-marks",
    useMemo(() => (marks.length > 0 ? marksOverlay(marks) : null), [marks]),
  );
  const held = hand.home?.id;
  useOverlay(
    "groups-chosen",
    useMemo(
      () =>
        group
          ? chosenOverlay(
              group.cell ?? null,
              (group.members ?? []).flatMap(({ household: { id, centroid }, isolated }) =>
                centroid
                  ? [
                      {
                        at: centroid,
                        isolated: isolated === true,
                        isLeader: id === group.leader?.id,
                        isInHand: id === held,
                      },
                    ]
                  : [],
              ),
            )
          : null,
      [group, held],
    ),
  );
  const from = group?.members?.find((m) => m.household.id === held)?.household.centroid;
  const { targets, aim } = hand;
  useOverlay(
    "groups-targets",
    useMemo(() => {
      if (!targets) return null;
      const drawn = targets.flatMap((target): DrawnTarget[] => {
        const cell = beside.find(({ id }) => id === target.group)?.cell;
        const isRefused = target.refusals.length > 0;
        const text = isRefused
          ? `${target.number} ✕`
          : `${target.number}\n${t("metres", { metres: signed(target.price ? walkOf(target.price) : 0) })}`;
        return cell ? [{ cell, text, isRefused, isAimed: target === aim }] : [];
      });
      return targetsOverlay(drawn, from && pointer ? [from, pointer] : []);
    }, [targets, aim, beside, from, pointer, t]),
  );
  return null;
}
