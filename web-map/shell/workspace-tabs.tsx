import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { useShell } from "./shell-context.js";
import type { Workspace } from "./workspace.js";
import { workspacesFor } from "./workspaces.js";

/** From workspace to workspace; who has one alone needs no way. */
export function WorkspaceTabs({ current }: { current: Workspace }) {
  const { t } = useWords();
  const { address } = useShell();
  const offered = workspacesFor(useSession());
  if (offered.length < 2) return null;
  return (
    <nav className="workspaces" aria-label={t("workspaces")}>
      {offered.map(({ id, title, icon }) => (
        <a
          key={id}
          href={`./${id}${location.hash}`}
          aria-current={id === current.id ? "page" : undefined}
          onClick={(e) => {
            // A new tab is the browser's business.
            if (e.metaKey || e.ctrlKey || e.shiftKey) return;
            e.preventDefault();
            address.go(id);
          }}
        >
          <Icon name={icon} size={17} />
          <span>{t(title)}</span>
        </a>
      ))}
    </nav>
  );
}
