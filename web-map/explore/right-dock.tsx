import { lazy, Suspense } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useAsArea } from "../areas/use-as-area.js";
import { useWords } from "../i18n/use-words.js";
import { listFieldOf } from "../layers/layer-names.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { SignIn } from "../shell/sign-in.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { Waiting } from "../ui/waiting.js";
import { ChoiceList } from "./choice-list.js";
import type { Exploring } from "./use-explore.js";

/** These come when somebody chooses or writes: the first map does not wait for them. */
const Details = lazy(() => import("../details/details.js"));
const ObjectForm = lazy(() => import("../forms/object-form.js"));
const ReportForm = lazy(() => import("../forms/report-form.js"));
const Receipt = lazy(() => import("../forms/receipt.js"));

/** Beside the map on the right: one thing at a time. */
export function RightDock(props: Exploring) {
  const { side } = props;
  const { selection } = useShell().view;
  return (
    <Dock side="right">
      <DockBoundary name="details" resetKeys={[side, selection?.id]}>
        <Suspense fallback={<Waiting />}>
          <RightPanel {...props} />
        </Suspense>
      </DockBoundary>
    </Dock>
  );
}

function RightPanel(props: Exploring) {
  const { side, close, select, show } = props;
  const { map, say } = useShell();
  const { t } = useWords();
  const session = useSession();
  switch (side.kind) {
    case "form":
      return (
        <ObjectForm
          key={side.object?.id ?? side.layer.name}
          layer={side.layer}
          object={side.object}
          current={props.one.object}
          map={map}
          onClose={close}
          onDone={(id) => {
            close();
            select(listFieldOf(side.layer.name), id);
            say(t("saved"));
          }}
        />
      );
    case "report": {
      const incidents = layerNamed(session, "incidents");
      return incidents ? (
        <ReportForm
          layer={incidents}
          map={map}
          onClose={close}
          onDone={(reported) => {
            show({ kind: "receipt", reported });
          }}
        />
      ) : null;
    }
    case "receipt":
      return (
        <Receipt
          reported={side.reported}
          onClose={close}
          onOpen={() => {
            select("incidents", side.reported.id);
          }}
          onAnother={props.report}
        />
      );
    case "choice":
      return (
        <ChoiceList
          found={side.found}
          onClose={close}
          onChoose={(f) => {
            select(f.layer, f.id);
          }}
        />
      );
    case "signIn":
      return (
        <Panel
          title={session.viewer.kind === "anonymous" ? t("signInTitle") : t("signIn")}
          label={t("signIn")}
          onClose={close}
        >
          <SignIn />
        </Panel>
      );
    case "none":
    case "layers":
      return <Selected {...props} />;
  }
}

function Selected({ one, select, unselect, show, openTable }: Exploring) {
  const { t } = useWords();
  const session = useSession();
  const { map, view, period, version, askPurpose, say } = useShell();
  const { selection } = view;
  const layer = selection ? layerNamed(session, selection.layer) : undefined;
  const asArea = useAsArea();
  const close = () => {
    unselect();
  };
  if (!layer)
    return (
      <Panel title={t("details")} label={t("details")} onClose={close}>
        <FaultNotice fault={{ code: "FORBIDDEN", message: "" }} />
      </Panel>
    );
  return (
    <Details
      layer={layer}
      one={one}
      period={period}
      version={version}
      ways={{ open: select, table: openTable }}
      onClose={close}
      onPurpose={askPurpose}
      onEdit={(object) => {
        if (object.geometry) map?.fit(boundsOf(object.geometry), 18.5);
        show({ kind: "form", layer, object });
      }}
      onZoom={(b) => {
        map?.fit(b, 18);
      }}
      onAsArea={() => {
        if (selection) asArea(selection);
      }}
      onRetired={() => {
        unselect(t("saved"));
      }}
      onSaid={say}
    />
  );
}
