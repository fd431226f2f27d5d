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
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import type { Draft } from "./draft.js";
import { operationInput } from "./operation-input.js";
import { Pending } from "./pending.js";
import { catchUp, type Saved, saveEdit, type Told, took, type Way } from "./save-edit.js";
import { sayWhy } from "./say-why.js";
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
  trouble: Trouble | null;
  setTrouble(trouble: Trouble | null): void;
  /** False: it was refused, and why is told. */
  draw(operations: readonly GridOperation[]): Promise<boolean>;
  undo(): void;
  redo(): void;
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
      since: async (after) => {
        const asked = await ask(client, EditsSinceDocument, { id: plan, after });
        return asked.fault ? asked : { data: asked.data.gridPlan?.editLog ?? [] };
      },
    }),
    [client, plan],
  );
}

/** Drawing in a plan: here at once, there on top of what others draw. `again` reads it anew. */
export function useEditing(plan: string, draft: Draft, again: () => void): Editing {
  const t = usePlanWords();
  const { language } = useWords();
  const { say } = useShell();
  const { client } = useSession().connection;
  const way = useWay(plan);
  const pending = useMemo(() => new Pending(draft), [draft]);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const isBusy = useRef(false);
  const waiting = useRef<Told[]>([]);

  const astray = () => {
    again();
    setTrouble({ text: t("astray"), geometry: null });
  };
  const receive = (edits: readonly Told[]) => {
    const isNews = edits.some(({ version }) => version > draft.version);
    pending.aside(() => {
      if (!took(draft, edits)) astray();
      else if (isNews) say(t("othersDrew"));
    });
  };
  const latest = useRef({ receive });
  latest.current = { receive };
  useEffect(() => {
    const { unsubscribe } = client
      .subscription(PlanEditsDocument, { plan, after: draft.version })
      .subscribe(({ data }) => {
        if (!data) return;
        if (isBusy.current) waiting.current.push(data.gridPlanEdited);
        else latest.current.receive([data.gridPlanEdited]);
      });
    return unsubscribe;
  }, [client, plan, draft]);

  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    isBusy.current = true;
    setBusy(true);
    setTrouble(null);
    try {
      return await work();
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
        setTrouble({
          text: sayWhy(saved.why, draft, t, language),
          geometry: saved.why.geometry as Geometry | null,
        });
        return false;
      case "lost":
        setTrouble({
          text: t("lost", { why: sayWhy(saved.why, draft, t, language) }),
          geometry: saved.why.geometry as Geometry | null,
        });
        return false;
      case "fault":
        setTrouble({ text: saved.fault.message, geometry: saved.fault.geometry ?? null });
        return false;
      case "astray":
        astray();
        return false;
    }
  };
  const draw = async (operations: readonly GridOperation[]) => {
    if (isBusy.current) return false;
    return told(await alone(() => saveEdit(draft, operations, way)));
  };
  const turnBack = async (what: "undo" | "redo") => {
    if (isBusy.current) return;
    pending.clear();
    await alone(async () => {
      const once = async () => {
        const variables = { plan, version: draft.version };
        const { data, fault } =
          what === "undo"
            ? await ask(client, UndoEditDocument, variables).then(({ data, fault }) => ({
                data: data?.undoGridEdit,
                fault,
              }))
            : await ask(client, RedoEditDocument, variables).then(({ data, fault }) => ({
                data: data?.redoGridEdit,
                fault,
              }));
        if (data) return took(draft, [data]) ? null : ("astray" as const);
        return fault ?? null;
      };
      let fault = await once();
      // Others came before: what they drew is taken in, and then the latest is taken back.
      if (fault && fault !== "astray" && fault.code === "CONFLICT" && fault.currentVersion) {
        const since = await catchUp(draft, way);
        fault = typeof since === "number" ? await once() : "astray";
      }
      if (fault === "astray") return astray();
      if (!fault) return;
      const nothing = what === "undo" ? t("nothingToUndo") : t("nothingToRedo");
      if (fault.code === "CONFLICT") say(nothing);
      else setTrouble({ text: fault.message, geometry: null });
    });
  };
  const undo = useRef(turnBack);
  undo.current = turnBack;
  return {
    ...{ draft, pending, busy, trouble, setTrouble },
    draw,
    undo: useCallback(() => void undo.current("undo"), []),
    redo: useCallback(() => void undo.current("redo"), []),
  };
}
