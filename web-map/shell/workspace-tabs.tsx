import { DropdownMenu } from "radix-ui";
import { type MouseEvent, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { useShell } from "./shell-context.js";
import { useShellWords } from "./words.js";
import type { Workspace } from "./workspace.js";
import { workspacesFor } from "./workspaces.js";

/** Pixels of the button that holds the rest. */
const MORE = 44;

/** Which of the children fit into the element beside that button; the current one always does. */
function fitting(nav: HTMLElement, widths: readonly number[], current: number): boolean[] {
  const room = nav.clientWidth;
  if (widths.reduce((sum, w) => sum + w, 0) <= room) return widths.map(() => true);
  let left = room - MORE - (widths[current] ?? 0);
  return widths.map((w, i) => {
    if (i === current) return true;
    left = w > left ? -1 : left - w;
    return left >= 0;
  });
}

/** From workspace to workspace; who has one alone needs no way. What does not fit is in a menu. */
export function WorkspaceTabs({ current }: { current: Workspace }) {
  const { t, language } = useWords();
  const offered = workspacesFor(useSession());
  const nav = useRef<HTMLElement>(null);
  const at = offered.indexOf(current);
  const [hidden, setHidden] = useState<readonly number[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is measured are the names, in their language
  useLayoutEffect(() => {
    const self = nav.current;
    if (!self) return;
    const tabs = [...self.querySelectorAll<HTMLElement>("[data-tab]")];
    const measure = () => {
      // Always with all tabs and no button: measured with it, what it takes makes room for itself,
      // and it comes and goes for ever.
      const more = self.querySelector<HTMLElement>(".workspaces-more");
      if (more) more.style.display = "none";
      for (const tab of tabs) tab.hidden = false;
      const fit = fitting(
        self,
        tabs.map((tab) => tab.offsetWidth),
        at,
      );
      for (const [i, tab] of tabs.entries()) tab.hidden = !fit[i];
      if (more) more.style.display = "";
      setHidden(tabs.flatMap((_, i) => (fit[i] ? [] : [i])));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(self);
    return () => {
      watch.disconnect();
    };
  }, [offered.length, at, language]);
  if (offered.length < 2) return null;
  const rest = offered.filter((_, i) => hidden.includes(i));
  return (
    <nav className="workspaces" aria-label={t("workspaces")} ref={nav}>
      {offered.map((workspace) => (
        <WorkspaceLink key={workspace.id} workspace={workspace} isCurrent={workspace === current} />
      ))}
      {rest.length > 0 && <MoreWorkspaces rest={rest} current={current} />}
    </nav>
  );
}

interface WorkspaceLinkProps {
  workspace: Workspace;
  isCurrent: boolean;
}

function WorkspaceLink({ workspace: { id, title, icon }, isCurrent }: WorkspaceLinkProps) {
  const { t } = useWords();
  const { address } = useShell();
  return (
    <a
      data-tab
      href={`./${id}${location.hash}`}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(e: MouseEvent) => {
        // A new tab is the browser's business.
        if (e.metaKey || e.ctrlKey || e.shiftKey) return;
        e.preventDefault();
        address.go(id);
      }}
    >
      <Icon name={icon} size={17} />
      <span>{t(title)}</span>
    </a>
  );
}

function MoreWorkspaces({ rest, current }: { rest: readonly Workspace[]; current: Workspace }) {
  const { t } = useWords();
  const w = useShellWords();
  const { address } = useShell();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        className="icon-button workspaces-more"
        aria-label={w("more")}
        title={w("more")}
        data-on={rest.includes(current)}
      >
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={6}>
          {rest.map(({ id, title }) => (
            <DropdownMenu.Item
              key={id}
              className="menu-item"
              aria-current={id === current.id ? "page" : undefined}
              onSelect={() => {
                address.go(id);
              }}
            >
              {t(title)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
