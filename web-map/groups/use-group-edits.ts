import { useRef, useState } from "react";
import { v4 as newId } from "uuid";
import type { TypedDocumentString } from "../gql/graphql.js";
import {
  type EditedFragment,
  JoinGroupDocument,
  LeaveGroupDocument,
  LockGroupDocument,
  MergeGroupsDocument,
  MoveToGroupDocument,
  PublishGroupPlanDocument,
  RedoGroupEditDocument,
  SetLeaderDocument,
  SplitGroupDocument,
  UndoGroupEditDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { type NumberOf, sayReason } from "./group-words.js";
import { useGroupsWords } from "./words.js";

export interface GroupEdits {
  /** An edit is on its way. */
  busy: boolean;
  /** Why the last one could not be; null: it could. */
  trouble: string | null;
  setTrouble(text: string | null): void;
  sayFault(fault: Fault): string;
  move(household: string, group: string): Promise<boolean>;
  join(household: string): Promise<boolean>;
  leave(household: string): Promise<boolean>;
  merge(kept: string, other: string): Promise<boolean>;
  split(group: string): Promise<boolean>;
  lock(group: string, locked: boolean): Promise<boolean>;
  lead(group: string, household: string, deputy: boolean): Promise<boolean>;
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
  publish(day: string): Promise<boolean>;
}

/** What is done to a plan by hand, one thing at a time, from the version that is seen. */
export function useGroupEdits(
  plan: string,
  version: number,
  numberOf: NumberOf,
  onDone: () => void,
): GroupEdits {
  const t = useGroupsWords();
  const { language, t: frame } = useWords();
  const { client } = useSession().connection;
  const { say } = useShell();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isBusy = useRef(false);
  const sayFault = (fault: Fault) => {
    if (fault.said) return sayReason(fault.said, t, language, numberOf);
    if (fault.code === "OFFLINE") return frame("offline");
    return fault.code === "CONFLICT" ? t("changedMeanwhile") : fault.message;
  };
  /** True: it is done. Otherwise why not is told, and the plan is as it was. */
  const alone = async (work: () => Promise<string | null>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setBusy(true);
    const why = await work();
    isBusy.current = false;
    setBusy(false);
    setTrouble(why);
    return why === null;
  };
  const edit = <V extends Record<string, unknown>>(
    document: TypedDocumentString<{ edited: EditedFragment }, V>,
    variables: V,
  ) =>
    alone(async () => {
      const { data, fault } = await ask(client, document, variables);
      if (fault) {
        if (fault.code === "CONFLICT") onDone();
        return sayFault(fault);
      }
      const { refusals, price, edit: number } = data.edited;
      const [refusal] = refusals;
      if (refusal) return sayReason(refusal, t, language, numberOf);
      if (number === null) say(t("nothingChanged"));
      // How far off the wanted size a group is, its card says.
      const warnings = price?.warnings.filter(({ code }) => code !== "off-target");
      const warned = warnings?.map((one) => sayReason(one, t, language, numberOf)) ?? [];
      if (warned.length > 0) say(warned.join(" "));
      onDone();
      return null;
    });
  const at = { plan, version };
  const does = {
    move: (household: string, group: string) =>
      edit(MoveToGroupDocument, { ...at, household, group, key: newId() }),
    join: (household: string) => edit(JoinGroupDocument, { ...at, household }),
    leave: (household: string) => edit(LeaveGroupDocument, { ...at, household }),
    merge: (kept: string, other: string) =>
      edit(MergeGroupsDocument, { ...at, groups: [kept, other] }),
    split: (group: string) => edit(SplitGroupDocument, { ...at, group }),
    lock: (group: string, locked: boolean) => edit(LockGroupDocument, { ...at, group, locked }),
    lead: (group: string, household: string, deputy: boolean) =>
      edit(SetLeaderDocument, { ...at, group, household, deputy }),
    undo: () => edit(UndoGroupEditDocument, at),
    redo: () => edit(RedoGroupEditDocument, at),
    publish: (day: string) =>
      alone(async () => {
        const { fault } = await ask(client, PublishGroupPlanDocument, { ...at, day });
        if (fault) return sayFault(fault);
        say(t("published", { day }));
        onDone();
        return null;
      }),
  };
  return { busy, trouble, setTrouble, sayFault, ...does };
}
