import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { labelBelow } from "../../geo/coverage/locate.js";
import { toLattice } from "../../geo/snap.js";
import type { LngLat } from "../map/map-adapter.js";
import { reachAt } from "../outline/rings.js";
import { useEscape, useShell } from "../shell/shell-context.js";
import type { Ground } from "./ground.js";
import { type ToolName, toolNamed } from "./tools/all-tools.js";
import type { Bench, Shown, Tool } from "./tools/tool.js";
import type { Editing } from "./use-editing.js";
import { useToolKeys } from "./use-tool-keys.js";

export interface Tools {
  name: ToolName;
  take(name: ToolName): void;
  tool: Tool;
  /** Told when what is shown is otherwise, at most once a frame. */
  listen(listener: () => void): () => void;
  shown(): Shown;
}

interface ToolProps {
  editing: Editing;
  ground: Ground | null;
  canDraw: boolean;
  chosen: string | null;
  onChoose(grid: string | null): void;
  onRemark(at: LngLat): void;
}

/** One tool at a time in hand, with what it works on; the map's pointer and the keys are its own. */
export function useTools(props: ToolProps): Tools {
  const { editing, canDraw, onChoose } = props;
  const { map } = useShell();
  const [asked, setAsked] = useState<ToolName>("look");
  const name = canDraw || toolNamed(asked).isForAll ? asked : "look";
  const latest = useRef({ ...props, map });
  latest.current = { ...props, map };
  const shows = useMemo(() => new Announced(), []);
  const { draft, pending } = editing;
  const tool = useMemo(() => {
    const bench: Bench = {
      ...{ draft, pending },
      ground: () => latest.current.ground,
      isBusy: () => latest.current.editing.isBusy(),
      chosen: () => latest.current.chosen,
      choose: (grid) => {
        latest.current.onChoose(grid);
      },
      reach: (at) => reachAt(latest.current.map?.camera().zoom ?? 17, at[1]),
      gridAt: ([lng, lat]) => labelBelow(draft.coverage, toLattice(lng), toLattice(lat)),
      see: (at) => {
        const { map } = latest.current;
        const [w, s, e, n] = map?.bounds() ?? [0, 0, 0, 0];
        if (at[0] < w || at[0] > e || at[1] < s || at[1] > n) map?.fly(at, map.camera().zoom);
      },
      draw: (operations) => latest.current.editing.draw(operations),
      suggest: () => latest.current.editing.suggest(),
      tell: (why) => {
        latest.current.editing.refuse(why);
      },
      remarkAt: (at) => {
        setAsked("look");
        latest.current.onRemark(at);
      },
      show: shows.tell,
    };
    return toolNamed(name).make(bench);
  }, [name, draft, pending, shows]);
  useEffect(
    () => () => {
      tool.rest();
    },
    [tool],
  );
  useEffect(() => editing.onOthers(() => tool.rebase?.()), [tool, editing.onOthers]);
  const isFree = useAltHeld();
  useEffect(() => {
    if (!map) return;
    const click = (at: LngLat) => {
      tool.click(at, isFree.current);
    };
    const stops = [
      tool.isDrawing
        ? map.grabClicks(click)
        : map.claimClicks(({ at }) => {
            click(at);
            return true;
          }),
      ...(tool.move
        ? [
            map.watchPointer((at) => {
              tool.move?.(at, isFree.current);
            }),
          ]
        : []),
      ...(tool.drags ? [map.holdDrags(tool.drags)] : []),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map, tool, isFree]);
  useToolKeys(tool, map);
  const take = (next: ToolName) => {
    editing.setTrouble(null);
    tool.rest();
    shows.tell();
    setAsked(next);
  };
  useEscape(() => {
    editing.setTrouble(null);
    if (tool.shown().isBegun) {
      tool.rest();
      shows.tell();
    } else if (name !== "look") setAsked("look");
    else onChoose(null);
  });
  return { name, take, tool, listen: shows.listen, shown: tool.shown.bind(tool) };
}

/** What is shown by the tool in hand. */
export function useShown(tools: Tools): Shown {
  const { listen, tool } = tools;
  const held = useRef<{ tool: Tool; shown: Shown } | null>(null);
  if (held.current?.tool !== tool) held.current = { tool, shown: tool.shown() };
  return useSyncExternalStore(
    (tell) =>
      listen(() => {
        held.current = { tool, shown: tool.shown() };
        tell();
      }),
    () => held.current!.shown,
  );
}

/** Listeners, told once a frame however often there is something to tell. */
class Announced {
  private readonly listeners = new Set<() => void>();
  private frame = 0;

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  tell = (): void => {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      for (const listener of [...this.listeners]) listener();
    });
  };
}

/** Whether Alt is held, with whatever hand. */
function useAltHeld(): { current: boolean } {
  const held = useRef(false);
  useEffect(() => {
    const look = (e: KeyboardEvent | PointerEvent) => {
      held.current = e.altKey;
    };
    const kinds = ["keydown", "keyup", "pointermove", "pointerdown"] as const;
    for (const kind of kinds) addEventListener(kind, look, { capture: true });
    return () => {
      for (const kind of kinds) removeEventListener(kind, look, { capture: true });
    };
  }, []);
  return held;
}
