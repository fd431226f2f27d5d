import type { Geometry } from "geojson";
import { useMemo } from "react";
import type { LngLat, MapAdapter } from "../map/map-adapter.js";
import { villageAt } from "../plan/village-at.js";
import type { OneGroup } from "./group-card.js";
import { type Grip, useDragHousehold } from "./use-drag-household.js";
import type { GroupEdits } from "./use-group-edits.js";
import { useGroupKeys } from "./use-group-keys.js";
import type { Hand } from "./use-hand.js";

interface OnMap {
  map: MapAdapter | null;
  hand: Hand;
  group: OneGroup | null;
  /** Ground of the groups that the household in the hand could go to. */
  beside: readonly { id: string; cell?: Geometry | null }[];
  edits: GroupEdits;
  canEdit: boolean;
  /** Drawn with the pointer; on a phone the list is the way. */
  canDrag: boolean;
  onZoom(): void;
}

const NO_GRIPS: readonly Grip[] = [];

/** A household taken and put down by pointer or by keys. Answers where the pointer has it. */
export function useHandOnMap(asked: OnMap): { pointer: LngLat | null; drop(): void } {
  const { map, hand, group, beside, edits, canEdit, canDrag, onZoom } = asked;
  const drop = () => {
    const { home, aim } = hand;
    if (!home || !aim || aim.refusals.length > 0) return;
    void edits.move(home.id, aim.group).then((isDone) => {
      if (isDone) hand.letGo();
    });
  };
  const grips = useMemo(
    () =>
      canEdit && canDrag && group?.members
        ? group.members.flatMap(({ household }): Grip[] =>
            household.centroid ? [{ home: household, at: household.centroid }] : [],
          )
        : NO_GRIPS,
    [canEdit, canDrag, group],
  );
  const pointer = useDragHousehold({
    map,
    grips,
    groupAt: (at) =>
      villageAt(
        beside.map(({ id, cell }) => ({ code: id, geometry: cell ?? null })),
        at,
      ),
    onPick: hand.pick,
    onAim: hand.aimAt,
    onDrop: (isDone) => {
      const isFree = hand.aim !== null && hand.aim.refusals.length === 0;
      if (isDone && isFree) drop();
      else hand.letGo();
    },
  });
  useGroupKeys({
    isHolding: hand.home !== null,
    onStep: hand.step,
    onDrop: drop,
    onLetGo: hand.letGo,
    onZoom,
    onPick: (id) => {
      const member = group?.members?.find(({ household }) => household.id === id);
      if (member && canEdit) hand.pick(member.household);
    },
  });
  return { pointer, drop };
}
