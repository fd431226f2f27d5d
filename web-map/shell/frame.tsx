import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import type { HeldAddress } from "../state/use-address.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Toast } from "../ui/toast.js";
import { FrameDialogs } from "./frame-dialogs.js";
import { usePageTitle } from "./page-title.js";
import { SharedMap } from "./shared-map.js";
import { ShellContext } from "./shell-context.js";
import { TopBar } from "./top-bar.js";
import { useFrame } from "./use-frame.js";
import { WORKSPACES, workspaceAt } from "./workspaces.js";

/** Each is fetched when it is first opened; what failed is tried again by its boundary. */
const PAGES = new Map(WORKSPACES.map((w) => [w, lazy(w.load)]));

/**
 * What stays when one goes from workspace to workspace: bar, map, place, time, selection, voice.
 */
export function Frame({ address }: { address: HeldAddress }) {
  const { t, language } = useWords();
  const session = useSession();
  const { viewer, county } = session;
  const workspace = workspaceAt(session, address.workspace);
  const frame = useFrame(address);
  const isBare = workspace.isBare?.() ?? false;
  const [over, setOver] = useState<HTMLElement | null>(null);
  const shell = useMemo(
    () => ({ ...frame.shell, workspace: workspace.id, over }),
    [frame.shell, workspace.id, over],
  );
  const Page = PAGES.get(workspace)!;
  // A page that needs none is not kept waiting by the map.
  const isMapWanted = useRef(false);
  isMapWanted.current ||= workspace.map === "full" || frame.place !== null;
  usePageTitle(
    frame.title ?? (workspace.id === "explore" ? null : t(workspace.title)),
    language === "zh" ? county.name : (county.nameEn ?? county.name),
  );
  return (
    <ShellContext value={shell}>
      <div className="frame" data-map={workspace.map} data-bare={isBare}>
        {!isBare && <TopBar workspace={workspace} {...frame.bar} />}
        {isMapWanted.current && (
          <SharedMap
            place={workspace.map === "placed" ? frame.place : null}
            onMap={frame.setMap}
            onOver={setOver}
            onWhole={frame.setWhole}
          />
        )}
        {/* Another viewer begins anew; the map behind stays. */}
        <DockBoundary name={workspace.title} resetKeys={[workspace.id]}>
          <Suspense fallback={<p className="workspace-loading boot">{t("loading")}</p>}>
            <Page key={viewer.actor ?? viewer.kind} />
          </Suspense>
        </DockBoundary>
        <FrameDialogs {...frame.dialogs} />
        <Toast text={frame.toast} />
        <p className="sr-only" role="status">
          {frame.announced}
        </p>
      </div>
    </ShellContext>
  );
}
