import type { Geometry } from "geojson";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import type { GridOperation } from "../../geo/coverage/browser.js";
import {
  ApplyEditDocument,
  EditsSinceDocument,
  PlanEditsDocument,
  RedoEditDocument,
  UndoEditDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import type { Draft, NotSo } from "./draft.js";
import { operationInput } from "./operation-input.js";
import { Pending } from "./pending.js";
import { type Saved, saveEdit, type Told, took, turnBack, type Way } from "./save-edit.js";
import { sayFault } from "./say-fault.js";
import { sayWhy } from "./say-why.js";
import { suggestHandOver } from "./suggest-hand-over.js";
import type { Suggestion } from "./tools/tool.js";
import { whoSaid } from "./who-said.js";
import { usePlanWords } from "./words.js";

/** What could not be done, and where. */
export interface Trouble {
  text: string;
  geometry: Geometry | null;
}

export interface Editing {
  draft: Draft;
  pending: Pending;
  /** An edit is on its way. */
  busy: boolean;
  /** As `busy`, asked between two renderings. */
  isBusy(): boolean;
  trouble: Trouble | null;
  setTrouble(trouble: Trouble | null): void;
  /** Tells why it cannot be drawn so; null: it can. */
  refuse(why: NotSo | null): void;
  /** Told after somebody else's edits have come in. */
  onOthers(listener: () => void): () => void;
  /** False: it was refused, and why is told. */
  draw(operations: readonly GridOperation[]): Promise<boolean>;
  /** A step that the service thinks of; null: of none, or why is told. */
  suggest(): Promise<Suggestion | null>;
  /** The latest edits that stand, so many of them. */
  undo(times?: number): void;
  redo(times?: number): void;
}

function useWay(plan: string): Way {
  const { client } = useSession().connection;
  return useMemo(
    () => ({
      apply: async (version, operations) => {
        const asked = await ask(client, ApplyEditDocument, {
          ...{ plan, version, key: newId() },
          operations: operations.map(operationInput),
        });
        return asked.fault ? asked : { data: asked.data.applyGridOperations };
      },
      undo: async (version) => {
        const asked = await ask(client, UndoEditDocument, { plan, version });
        return asked.fault ? asked : { data: asked.data.undoGridEdit };
      },
      redo: async (version) => {
        const asked = await ask(client, RedoEditDocument, { plan, version });
        return asked.fault ? asked : { data: asked.data.redoGridEdit };
      },
      since: async (after) => {
        const asked = await ask(client, EditsSinceDocument, { id: plan, after });
        return asked.fault ? asked : { data: asked.data.gridPlan?.editLog ?? [] };
      },
    }),
    [client, plan],
  );
}

/** What there is to tell, in words, with its place. */
function useTrouble(draft: Draft, nameOf: (building: string) => string | undefined) {
  const t = usePlanWords();
  const { language, t: frame } = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const because = (why: NotSo) => sayWhy(why, { draft, nameOf, t, language });
  const tell = (text: string, why: NotSo) => {
    const geometry = (why.geometry ?? null) as Geometry | null;
    // While a border is dragged the same is said many times.
    setTrouble((held) => (held?.text === text ? held : { text, geometry }));
  };
  return {
    ...{ trouble, setTrouble, because, tell },
    refuse: (why: NotSo | null) => {
      if (why) tell(because(why), why);
      else setTrouble(null);
    },
    sayOf: (fault: Parameters<typeof sayFault>[0]) =>
      sayFault(fault, { t, language, offline: frame("offline") }),
  };
}

/**
 * Drawing in a plan: here at once, there on top of what others draw. `again` reads it anew.
 * @param nameOf what a building is called
 */
export function useEditing(
  plan: string,
  draft: Draft,
  again: () => void,
  nameOf: (building: string) => string | undefined,
): Editing {
  const t = usePlanWords();
  const { say } = useShell();
  const { connection, viewer } = useSession();
  const { client } = connection;
  const way = useWay(plan);
  const pending = useMemo(() => new Pending(draft), [draft]);
  const [busy, setBusy] = useState(false);
  const { trouble, setTrouble, because, tell, refuse, sayOf } = useTrouble(draft, nameOf);
  const isBusy = useRef(false);
  const waiting = useRef<Told[]>([]);
  const others = useRef(new Set<() => void>());

  const astray = () => {
    again();
    setTrouble({ text: t("astray"), geometry: null });
  };
  const receive = (edits: readonly Told[]) => {
    const news = edits.filter(({ version }) => version > draft.version);
    const [latest] = news.slice(-1);
    if (!latest) return;
    const who = whoSaid(latest.actor, latest.actorName);
    let isTaken = true;
    const lost = pending.aside(() => {
      isTaken = took(draft, edits);
    });
    if (!isTaken) return astray();
    for (const listener of [...others.current]) listener();
    if (lost) tell(t("lostPending", { who, why: because(lost) }), lost);
    // What a planner's own job drew is no news of somebody else.
    else if (latest.actor !== viewer.actor) say(t("othersDrew", { who }));
  };
  const latest = useRef({ receive });
  latest.current = { receive };
  useEffect(() => {
    const { unsubscribe } = watch(client, PlanEditsDocument, {
      plan,
      after: draft.version,
    }).subscribe(({ data }) => {
      if (!data) return;
      if (isBusy.current) waiting.current.push(data.gridPlanEdited);
      else latest.current.receive([data.gridPlanEdited]);
    });
    return unsubscribe;
  }, [client, plan, draft]);

  const alone = async (work: () => Promise<Saved>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setBusy(true);
    setTrouble(null);
    try {
      return told(await work());
    } finally {
      isBusy.current = false;
      setBusy(false);
      receive(waiting.current.splice(0));
    }
  };
  const told = (saved: Saved): boolean => {
    switch (saved.kind) {
      case "saved":
        if (saved.others > 0) say(t("onTop", { count: saved.others }));
        return true;
      case "refused":
        refuse(saved.why);
        return false;
      case "lost":
        tell(t("lost", { why: because(saved.why) }), saved.why);
        return false;
      case "fault":
        setTrouble({ text: sayOf(saved.fault), geometry: saved.fault.geometry ?? null });
        return false;
      case "nothing":
        say(t(saved.what === "undo" ? "nothingToUndo" : "nothingToRedo"));
        return false;
      case "meanwhile":
        say(t("drewMeanwhile"));
        return false;
      case "astray":
        astray();
        return false;
    }
  };
  const turn = (what: "undo" | "redo", times = 1) => {
    pending.clear();
    void alone(() => turnBack(draft, what, times, way));
  };
  const turning = useRef(turn);
  turning.current = turn;
  return {
    ...{ draft, pending, busy, trouble, setTrouble, refuse },
    isBusy: () => isBusy.current,
    onOthers: useCallback((listener) => {
      others.current.add(listener);
      return () => others.current.delete(listener);
    }, []),
    suggest: async () => {
      const { data, fault } = await suggestHandOver(client, plan);
      if (fault) setTrouble({ text: sayOf(fault), geometry: null });
      return data ?? null;
    },
    draw: (operations) => alone(() => saveEdit(draft, operations, way)),
    undo: useCallback((times) => {
      turning.current("undo", times);
    }, []),
    redo: useCallback((times) => {
      turning.current("redo", times);
    }, []),
  };
}
