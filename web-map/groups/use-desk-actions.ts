import { useActions, useKeyHints } from "../shell/shell-context.js";
import { useGroupsWords } from "./words.js";

interface DeskActions {
  canEdit: boolean;
  hasGroup: boolean;
  /** Down or up the list. */
  step(by: number): void;
  lock(): void;
  lead(): void;
  merge(): void;
  split(): void;
  repair(): void;
  undo(): void;
  redo(): void;
}

/** What can be done at the desk of a plan, each with its key. */
export function useDeskActions(does: DeskActions): void {
  const t = useGroupsWords();
  const { canEdit, hasGroup } = does;
  const onGroup = canEdit && hasGroup;
  const down = () => {
    does.step(1);
  };
  const up = () => {
    does.step(-1);
  };
  const actions = [
    ["next", "nextWorst", "down", "j", true, down],
    ["last", "lastWorst", "up", "k", true, up],
    ["lock", "lockKey", "lock", "l", onGroup, does.lock],
    ["leader", "makeLeader", "user", "g", onGroup, does.lead],
    ["merge", "merge", "people", "m", onGroup, does.merge],
    ["split", "split", "columns", "x", onGroup, does.split],
    ["repair", "repair", "check", "r", canEdit, does.repair],
    ["undo", "undo", "undo", "z", canEdit, does.undo],
    ["redo", "redo", "redo", "Z", canEdit, does.redo],
  ] as const;
  useActions(
    actions.map(([id, word, icon, key, isOffered, run]) => ({
      ...{ id: `groups-${id}`, title: t(word), icon, key, isOffered, run },
    })),
  );
  useKeyHints([
    ["Enter", t("keysEnter")],
    ["Space", t("keysSpace")],
    ["← ↑ → ↓", t("keysArrows")],
  ]);
}
