import { useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import type { IconName } from "../ui/icon.js";
import { type Action, keyCap, offered } from "./actions.js";
import { useShell } from "./shell-context.js";
import { type Hit, useSearch } from "./use-search.js";
import { useShellWords } from "./words.js";
import { workspacesFor } from "./workspaces.js";

/** A line of the command menu. */
export interface Command {
  id: string;
  title: string;
  detail?: string | null;
  icon: IconName;
  key?: string;
  run(): void;
}

export interface CommandGroup {
  id: string;
  title: string;
  commands: Command[];
}

const KEPT = 5;

const holds = (title: string, text: string) => title.toLowerCase().includes(text);

/**
 * Everything that a text may mean: actions, workspaces, places and objects; of an empty one, what
 * was last used and all that can be done.
 */
export function useCommands(
  text: string,
  actions: readonly Action[],
  onHit: (hit: Hit) => void,
): { groups: CommandGroup[]; used(command: Command): void } {
  const { t, label } = useWords();
  const w = useShellWords();
  const session = useSession();
  const { address, workspace } = useShell();
  const found = useSearch(text);
  // Only as long as the page is open: what somebody looked for is nobody's to find later.
  const recent = useRef<Command[]>([]);
  const asked = text.trim().toLowerCase();
  const doable = offered(actions).map(
    ({ id, title, icon, key, run }): Command => ({
      id: `action ${id}`,
      title,
      icon,
      ...(key ? { key: keyCap(key) } : {}),
      run,
    }),
  );
  const workspaces = workspacesFor(session)
    .filter(({ id }) => id !== workspace)
    .map(
      ({ id, title, icon }): Command => ({
        id: `workspace ${id}`,
        title: t(title),
        icon,
        run: () => {
          address.go(id);
        },
      }),
    );
  const places = (found.groups ?? []).flatMap(({ layer, hits }) => {
    const of = session.layers.find((l) => l.name === layer);
    return hits.map(
      (hit): Command => ({
        id: `hit ${hit.id}`,
        title: hit.label,
        detail: [of && label(of), hit.detail].filter(Boolean).join(" · "),
        icon: "pin",
        run: () => {
          onHit(hit);
        },
      }),
    );
  });
  const known = [...doable, ...workspaces];
  // What can be done changes: of an action only that it was used is kept, and not how it was done.
  const last = recent.current.flatMap(
    (c) => known.find((k) => k.id === c.id) ?? (c.id.startsWith("hit ") ? c : []),
  );
  const matching = (commands: Command[]) => commands.filter((c) => holds(c.title, asked));
  const groups = (
    asked === ""
      ? [
          { id: "recent", title: w("recent"), commands: last },
          { id: "actions", title: w("actions"), commands: doable.filter((c) => !last.includes(c)) },
          {
            id: "workspaces",
            title: t("workspaces"),
            commands: workspaces.filter((c) => !last.includes(c)),
          },
        ]
      : [
          { id: "actions", title: w("actions"), commands: matching(doable) },
          { id: "workspaces", title: t("workspaces"), commands: matching(workspaces) },
          { id: "places", title: w("places"), commands: places },
        ]
  ).filter(({ commands }) => commands.length > 0);
  return {
    groups,
    used: (command) => {
      recent.current = [command, ...recent.current.filter((c) => c.id !== command.id)].slice(
        0,
        KEPT,
      );
    },
  };
}
