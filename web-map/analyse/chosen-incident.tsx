import { lazy, Suspense } from "react";
import { useAsArea } from "../areas/use-as-area.js";
import { useObject } from "../details/use-object.js";
import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useEscape, useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { Waiting } from "../ui/waiting.js";
import { useAnalyseWords } from "./words.js";

const Details = lazy(() => import("../details/details.js"));

/** What was chosen in list or map, in the place of the charts until it is closed. */
export function ChosenIncident({ selection }: { selection: { layer: string; id: string } }) {
  const t = useAnalyseWords();
  const { t: say } = useWords();
  const session = useSession();
  const shell = useShell();
  const { map, update, live, period, version } = shell;
  const asArea = useAsArea();
  const layer = layerNamed(session, selection.layer);
  const one = useObject(layer, selection.id, session.purpose ?? "", live.news);
  const close = () => {
    update({ selection: null });
  };
  useEscape(close);
  if (!layer)
    return (
      <Panel title={t("title")} label={t("title")} onClose={close}>
        <FaultNotice fault={{ code: "FORBIDDEN", message: "" }} />
      </Panel>
    );
  const explore = () => {
    shell.address.go("explore");
  };
  return (
    <Suspense fallback={<Waiting />}>
      <Details
        layer={layer}
        one={one}
        period={period}
        version={version}
        ways={{
          open: (name, id) => {
            update({ selection: { layer: name, id } });
          },
          table: (_table, area) => {
            update({ area });
            explore();
          },
        }}
        onClose={close}
        onPurpose={shell.askPurpose}
        onEdit={explore}
        onZoom={(bounds) => {
          map?.fit(bounds, 18);
        }}
        onAsArea={() => {
          asArea(selection);
        }}
        onRetired={() => {
          close();
          shell.say(say("saved"));
        }}
        onSaid={shell.say}
      />
    </Suspense>
  );
}
