import { useMemo, useRef, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import {
  PrintGroupCardsDocument,
  type PrintGroupCardsMutation,
  RepairGroupsDocument,
  type RepairGroupsMutation,
} from "../gql/graphql.js";
import { useIsNarrow } from "../plan/use-is-narrow.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useEscape, useShell } from "../shell/shell-context.js";
import { type NumberOf, numbersOf } from "./group-words.js";
import type { Verdict } from "./model.js";
import { useDesk } from "./use-desk.js";
import { useDeskActions } from "./use-desk-actions.js";
import { useGroupEdits } from "./use-group-edits.js";
import type { GroupGround } from "./use-group-ground.js";
import type { HeldPlan, PlanFacts } from "./use-group-plan.js";
import { useHand } from "./use-hand.js";
import { useHandOnMap } from "./use-hand-on-map.js";
import { NEAR, usePlanOnMap } from "./use-plan-on-map.js";
import { useGroupsWords } from "./words.js";
import type { GroupOrder } from "./worst-list.js";

export interface GroupDeskProps {
  held: HeldPlan;
  plan: PlanFacts;
  verdict: Verdict;
  ground: GroupGround;
  chosen: string | null;
  onChoose(group: string | null): void;
  onClose(): void;
}

export type Repair = RepairGroupsMutation["repairGroups"];

/** Groups that are listed at once. */
const PAGE = 30;

export type WholeDesk = ReturnType<typeof useWholeDesk>;

/** What is read, what is in the hand, and what can be done, by pointer, key and button alike. */
export function useWholeDesk({ held, plan, ground, chosen, onChoose, onClose }: GroupDeskProps) {
  const { map } = useShell();
  const t = useGroupsWords();
  const { client } = useSession().connection;
  const isNarrow = useIsNarrow();
  const [order, setOrder] = useState<GroupOrder>("WORST");
  const [first, setFirst] = useState(PAGE);
  const [isMerging, setMerging] = useState(false);
  const [repair, setRepair] = useState<Repair | null>(null);
  const [cards, setCards] = useState<PrintGroupCardsMutation["printGroupCards"] | null>(null);
  const numbers = useRef<NumberOf>(() => undefined);
  const numberOf: NumberOf = (id) => numbers.current(id);
  const edits = useGroupEdits(plan.id, plan.version, numberOf, held.again);
  const hand = useHand(plan.id, `${plan.version} ${chosen}`, (fault) => {
    edits.setTrouble(edits.sayFault(fault));
  });
  const read = useDesk({
    ...{ id: plan.id, stamp: held.stamp, order, first, chosen },
    isHolding: hand.home !== null,
  });
  const { group, groups = [], beside } = read;
  numbers.current = numbersOf([...groups, ...beside, ...read.marks]);
  const canEdit = plan.can.edit && plan.mode !== "RINGS";
  const zoom = () => {
    if (group?.cell) map?.fit(boundsOf(group.cell), NEAR);
  };
  const choose = (id: string) => {
    if (!isMerging || chosen === null || id === chosen) return onChoose(id);
    setMerging(false);
    void edits.merge(chosen, id);
  };
  const step = (by: number) => {
    const at = groups.findIndex(({ id }) => id === chosen);
    const next = groups[at < 0 ? 0 : Math.min(groups.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.id);
  };
  const openRepair = async () => {
    const variables = { plan: plan.id, version: plan.version };
    const { data, fault } = await ask(client, RepairGroupsDocument, variables);
    edits.setTrouble(fault ? edits.sayFault(fault) : null);
    if (data) setRepair(data.repairGroups);
  };
  const print = async (groups: string[] | null) => {
    const variables = { plan: plan.id, groups, codes: true };
    const { data, fault } = await ask(client, PrintGroupCardsDocument, variables);
    edits.setTrouble(fault ? edits.sayFault(fault) : null);
    if (!data) return;
    const isSome = data.printGroupCards.some(({ copies }) => copies.length > 0);
    if (isSome) setCards(data.printGroupCards);
    else edits.setTrouble(t("noCards"));
  };
  const lead = () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-household]");
    const household = focused?.dataset["household"] ?? group?.centre?.id;
    if (group && household) void edits.lead(group.id, household, false);
  };
  useDeskActions({
    ...{ canEdit, hasGroup: group !== null, step, lead },
    lock: () => group && void edits.lock(group.id, !group.locked),
    merge: () => {
      setMerging(!isMerging);
    },
    split: () => group && void edits.split(group.id),
    repair: () => void openRepair(),
    undo: () => void edits.undo(),
    redo: () => void edits.redo(),
  });
  const onMap = useHandOnMap({
    ...{ map, hand, group, beside, edits, canEdit, canDrag: !isNarrow, onZoom: zoom },
  });
  useEscape(() => {
    if (isMerging) setMerging(false);
    else if (chosen !== null) onChoose(null);
    else onClose();
  });
  const shapes = useMemo(
    () =>
      ground.villages.flatMap(({ code, geometry }) =>
        geometry && plan.villages.includes(code) ? [geometry] : [],
      ),
    [ground, plan.villages],
  );
  usePlanOnMap(shapes, choose);
  return {
    ...{ ...read, ...onMap, hand, edits, numberOf, canEdit, choose, zoom, openRepair },
    ...{ order, setOrder, isMerging, setMerging, repair, setRepair },
    ...{ cards, print },
    closeCards: () => {
      setCards(null);
    },
    more: () => {
      setFirst(first + PAGE);
    },
    look: (at: readonly number[]) => map?.fly(at, NEAR),
  };
}
