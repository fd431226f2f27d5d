import type { Geometry } from "geojson";
import { useEffect, useRef, useState } from "react";
import type { GridOperation } from "../../geo/coverage/browser.js";
import { labelBelow } from "../../geo/coverage/locate.js";
import { toLattice } from "../../geo/snap.js";
import { useWords } from "../i18n/use-words.js";
import type { LngLat } from "../map/map-adapter.js";
import { reachAt } from "../outline/rings.js";
import { useEscape, useShell } from "../shell/shell-context.js";
import { type Grip, gripAt, moveGrip, verticesOf } from "./border-grip.js";
import type { NotSo } from "./draft.js";
import { sayWhy } from "./say-why.js";
import type { Editing } from "./use-editing.js";
import { type PlanWord, usePlanWords } from "./words.js";

export type Tool = "look" | "drag" | "split" | "merge" | "hand" | "lock";

export const TOOLS: readonly { tool: Tool; key: string; word: PlanWord; hint: PlanWord }[] = [
  { tool: "look", key: "v", word: "toolLook", hint: "hintLook" },
  { tool: "drag", key: "d", word: "toolDrag", hint: "hintDrag" },
  { tool: "split", key: "s", word: "toolSplit", hint: "hintSplit" },
  { tool: "merge", key: "m", word: "toolMerge", hint: "hintMerge" },
  { tool: "hand", key: "h", word: "toolHand", hint: "hintHand" },
  { tool: "lock", key: "l", word: "toolLock", hint: "hintLock" },
];

export interface Tools {
  tool: Tool;
  setTool(tool: Tool): void;
  /** Grids that are spoken of before anything is done. */
  lit: readonly string[];
  /** The line that is being drawn. */
  line: readonly LngLat[];
  /** The border in hand, and which of its vertices. */
  border: { places: LngLat[]; chosen: number } | null;
  hint: PlanWord;
  /** What Enter does; null: nothing is begun. */
  finish: (() => void) | null;
}

interface ToolProps {
  editing: Editing;
  canDraw: boolean;
  onChoose(grid: string | null): void;
}

const METRES_PER_DEGREE = 111_320;

/** The hands of a plan: one tool at a time. */
export function useTools({ editing, canDraw, onChoose }: ToolProps): Tools {
  const t = usePlanWords();
  const { language } = useWords();
  const { map } = useShell();
  const [asked, setAsked] = useState<Tool>("look");
  const tool = canDraw ? asked : "look";
  const [lit, setLit] = useState<readonly string[]>([]);
  const [line, setLine] = useState<readonly LngLat[]>([]);
  /** An outline that is closed and waits for the grid that gets it. */
  const [isClosed, setClosed] = useState(false);
  const [grip, setGrip] = useState<Grip | null>(null);
  const [nudged, setNudged] = useState<LngLat | null>(null);
  /** Where the pointer is, ahead of the line. */
  const [ahead, setAhead] = useState<LngLat | null>(null);
  const { draft, pending, draw } = editing;

  const rest = () => {
    pending.clear();
    setLit([]);
    setLine([]);
    setAhead(null);
    setClosed(false);
    setGrip(null);
    setNudged(null);
  };
  const setTool = (next: Tool) => {
    rest();
    editing.setTrouble(null);
    setAsked(next);
  };
  const commit = (operations: readonly GridOperation[] | null) => {
    rest();
    if (operations) void draw(operations);
  };
  const gridAt = ([lng, lat]: LngLat) => labelBelow(draft.coverage, toLattice(lng), toLattice(lat));

  const begin = (at: LngLat) => {
    if (tool === "look") return onChoose(gridAt(at));
    if (editing.busy) return;
    if (tool === "split" || (tool === "hand" && !isClosed)) return setLine([...line, at]);
    const id = gridAt(at);
    if (tool === "drag") {
      const found = gripAt(draft.coverage, at, reach(at));
      pending.clear();
      setNudged(null);
      setGrip(found);
      return setLit(found?.grids ?? []);
    }
    if (!id) return;
    if (tool === "hand")
      return commit([{ kind: "hand-piece", outline: [...line, line[0]!], to: id }]);
    if (tool === "lock")
      return commit([{ kind: draft.facts(id)?.locked ? "unlock" : "lock", grids: [id] }]);
    const [keep] = lit;
    if (keep === undefined || keep === id) return setLit(keep === id ? [] : [id]);
    commit([{ kind: "merge-grids", keep, grids: [id] }]);
  };
  const reach = (at: LngLat) => (map ? reachAt(map.camera().zoom, at[1]) : 5);
  const told = useRef("");
  const tell = (why: NotSo | null) => {
    const text = why ? sayWhy(why, draft, t, language) : "";
    if (text === told.current) return;
    told.current = text;
    const geometry = why?.geometry as Geometry | null | undefined;
    editing.setTrouble(text ? { text, geometry: geometry ?? null } : null);
  };
  const showLine = (at: LngLat | null) => {
    setAhead(at && line.length > 0 ? at : null);
    if (tool !== "split" || line.length + (at ? 1 : 0) < 2) return;
    const why = pending.show([{ kind: "split-grids", line: at ? [...line, at] : line }]);
    if (why) pending.clear();
    setLit(pending.grids());
  };
  const finish = () => {
    if (tool === "split" && line.length > 1) {
      pending.clear();
      const why = pending.show([{ kind: "split-grids", line: [...line] }]);
      if (!why) return commit(pending.take());
      return commit([{ kind: "split-grids", line: [...line] }]);
    }
    if (tool === "hand" && line.length > 2) return setClosed(true);
    if (tool === "drag" && nudged) return commit(pending.take());
  };
  const canFinish =
    (tool === "split" && line.length > 1) ||
    (tool === "hand" && line.length > 2 && !isClosed) ||
    (tool === "drag" && nudged !== null);

  const hand = useDragHand({ editing, reach, setLit, setGrip, commit, tell });
  const latest = useRef({ begin, showLine, hand });
  latest.current = { begin, showLine, hand };
  useEffect(
    () =>
      map?.claimClicks(({ at }) => {
        latest.current.begin(at);
        return true;
      }),
    [map],
  );
  const isDrawing = tool === "split" || (tool === "hand" && !isClosed);
  useEffect(() => {
    if (!map || !isDrawing) return;
    const release = map.grabClicks((at) => {
      latest.current.begin(at);
    });
    const leave = map.watchPointer((at) => {
      latest.current.showLine(at);
    });
    return () => {
      release();
      leave();
    };
  }, [map, isDrawing]);
  useEffect(() => {
    if (!map || tool !== "drag") return;
    return map.holdDrags({
      hover: (at) => latest.current.hand.hover(at),
      grip: (at) => latest.current.hand.grip(at),
      drag: (at, isFree) => {
        latest.current.hand.drag(at, isFree);
      },
      drop: (isDone) => {
        latest.current.hand.drop(isDone);
      },
    });
  }, [map, tool]);

  const step = (by: number) => {
    if (!grip) return;
    pending.clear();
    setNudged(null);
    const places = verticesOf(grip.edge);
    const index = (grip.index + by + places.length) % places.length;
    const at = places[index]!;
    setGrip({ ...grip, index, at, isVertex: true });
    const [w, s, e, n] = map?.bounds() ?? [0, 0, 0, 0];
    if (at[0] < w || at[0] > e || at[1] < s || at[1] > n) map?.fly(at, map.camera().zoom);
  };
  const nudge = (east: number, north: number) => {
    if (!grip || editing.busy) return;
    const [lng, lat] = nudged ?? grip.at;
    const squeeze = Math.cos((lat * Math.PI) / 180);
    const to: LngLat = [lng + east / METRES_PER_DEGREE / squeeze, lat + north / METRES_PER_DEGREE];
    const why = pending.show(moveGrip(grip, to));
    tell(why);
    if (why) return;
    setNudged(to);
    setLit(pending.grids());
  };
  useBorderKeys(grip !== null || canFinish, {
    step: grip ? step : null,
    nudge: grip ? nudge : null,
    finish: canFinish ? finish : null,
  });
  const isBegun = grip !== null || line.length > 0 || lit.length > 0;
  useEscape(() => {
    editing.setTrouble(null);
    if (isBegun) rest();
    else if (tool !== "look") setTool("look");
    else onChoose(null);
  });
  return {
    ...{ tool, setTool, lit },
    line: ahead && line.length > 0 && !isClosed ? [...line, ahead] : line,
    border: grip && {
      places: verticesOf(grip.edge),
      chosen: grip.isVertex ? grip.index : -1,
    },
    hint: isClosed
      ? "hintHandTo"
      : tool === "split" && line.length > 0
        ? "hintSplitMore"
        : TOOLS.find((one) => one.tool === tool)!.hint,
    finish: canFinish ? finish : null,
  };
}

interface DragHandProps {
  editing: Editing;
  reach(at: LngLat): number;
  setLit(ids: readonly string[]): void;
  setGrip(grip: Grip | null): void;
  commit(operations: readonly GridOperation[] | null): void;
  /** Why it cannot go there; null: it can. */
  tell(why: NotSo | null): void;
}

/** A border drawn by pointer: it and both numbers follow the hand. */
function useDragHand({ editing, reach, setLit, setGrip, commit, tell }: DragHandProps) {
  const { draft, pending, busy } = editing;
  const held = useRef<{ grip: Grip; last: LngLat | null } | null>(null);
  const said = useRef("");
  const light = (ids: readonly string[]) => {
    if (said.current === ids.join()) return;
    said.current = ids.join();
    setLit(ids);
  };
  return {
    hover: (at: LngLat | null): boolean => {
      const found = at && gripAt(draft.coverage, at, reach(at));
      light(found?.grids ?? []);
      return found !== null;
    },
    grip: (at: LngLat): boolean => {
      const grip = busy ? null : gripAt(draft.coverage, at, reach(at));
      if (!grip) return false;
      pending.clear();
      held.current = { grip, last: null };
      return true;
    },
    drag: (at: LngLat, _isFree: boolean) => {
      if (!held.current) return;
      setGrip(null);
      tell(pending.show(moveGrip(held.current.grip, at)));
      held.current.last = at;
      const grids = pending.grids();
      if (grids.length > 0) light(grids);
    },
    drop: (isDone: boolean) => {
      const { current } = held;
      held.current = null;
      if (!current?.last) return;
      said.current = "";
      const operations = pending.take();
      // What could not be drawn at all is sent to be refused in words.
      commit(isDone ? (operations ?? moveGrip(current.grip, current.last)) : null);
    },
  };
}

interface BorderKeys {
  step: ((by: number) => void) | null;
  nudge: ((east: number, north: number) => void) | null;
  finish: (() => void) | null;
}

/** Keys of a border in hand; before the map's own, which would move it. */
function useBorderKeys(isOn: boolean, keys: BorderKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!isOn) return;
    const onKey = (e: KeyboardEvent) => {
      const isElsewhere =
        e.target instanceof Element && e.target.closest("input, textarea, select, button, a");
      if (isElsewhere || e.ctrlKey || e.metaKey || e.altKey) return;
      const { step, nudge, finish } = latest.current;
      const far = e.shiftKey ? 10 : 1;
      const does: Record<string, (() => void) | null> = {
        Tab: step && (() => step(e.shiftKey ? -1 : 1)),
        ArrowLeft: nudge && (() => nudge(-far, 0)),
        ArrowRight: nudge && (() => nudge(far, 0)),
        ArrowUp: nudge && (() => nudge(0, far)),
        ArrowDown: nudge && (() => nudge(0, -far)),
        Enter: finish,
      };
      const run = does[e.key];
      if (!run) return;
      e.preventDefault();
      e.stopPropagation();
      run();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, [isOn]);
}
