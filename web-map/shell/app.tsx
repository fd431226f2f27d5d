import { useEffect } from "react";
import { useWords } from "../i18n/use-words.js";
import { SessionContext } from "../session/session-context.js";
import { useOpenSession } from "../session/use-open-session.js";
import { useAddress } from "../state/use-address.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";
import { Frame } from "./frame.js";
import { PhoneEnded } from "./phone-ended.js";
import { SessionEnded } from "./session-ended.js";
import { loadMap } from "./shared-map.js";
import { WallEnded } from "./wall-ended.js";
import { WORKSPACES } from "./workspaces.js";

/** The frame of all workspaces: who is asking, and what the address bar says. */
export function App() {
  const { t } = useWords();
  const opened = useOpenSession();
  const address = useAddress();
  const named = WORKSPACES.find(({ id }) => id === address.workspace);
  const beginsWithMap = !named || named.map === "full";
  useEffect(() => {
    // While it is asked who is there; where it fails, the map's own cell says so.
    if (beginsWithMap) loadMap().catch(() => {});
  }, [beginsWithMap]);
  if (opened.state === "loading")
    return (
      <main className="whole" aria-busy="true">
        <h1 className="sr-only">{t("appName")}</h1>
        <div className="loading-map" />
        <p className="boot">{t("loading")}</p>
      </main>
    );
  if (opened.state === "fault")
    return (
      <main className="whole">
        <h1 className="sr-only">{t("appName")}</h1>
        <FaultNotice fault={opened.fault} retry={opened.renew} />
      </main>
    );
  if (opened.state === "noWall") return <WallEnded again={opened.renew} />;
  if (opened.state === "noCounty")
    return (
      <main className="whole">
        <h1 className="sr-only">{t("appName")}</h1>
        <Notice icon="grids" title={t("noCounty")} text={t("noCountyText")} />
      </main>
    );
  const { session } = opened;
  // Of a wall or of a household nothing stays on the screen, and nobody signs in there.
  if (opened.ended && session.viewer.household) return <PhoneEnded again={opened.renew} />;
  if (opened.ended && session.viewer.kind === "device") return <WallEnded again={opened.renew} />;
  return (
    <SessionContext value={session}>
      <Frame address={address} />
      <SessionEnded open={opened.ended && session.viewer.kind !== "anonymous"} />
    </SessionContext>
  );
}
