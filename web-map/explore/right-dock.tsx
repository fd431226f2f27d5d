import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import type { Found, MapAdapter } from "../map/map-adapter.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { SignIn } from "../shell/sign-in.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { ChoiceList } from "./choice-list.js";
import { Details } from "./details.js";
import { ObjectForm } from "./object-form.js";
import { Receipt, type Reported } from "./receipt.js";
import { ReportForm } from "./report-form.js";
import type { FullObject, OneObject } from "./use-object.js";

/** What stands beside the map on the right; on a phone, the sheet. */
export type Side =
  | { kind: "none" | "report" | "signIn" | "layers" }
  | { kind: "receipt"; reported: Reported }
  | { kind: "choice"; found: Found[] }
  | { kind: "form"; layer: LayerInfo; object: FullObject | null };

interface RightDockProps {
  side: Side;
  map: MapAdapter | null;
  selection: { layer: string; id: string } | null;
  one: OneObject;
  onSelect(layer: string, id: string): void;
  onUnselect(said?: string): void;
  onForm(layer: LayerInfo, object: FullObject): void;
  onPurpose(): void;
  /** Closes what is open beside the selection. */
  onClose(): void;
  onDone(layer: string, id: string, said: string): void;
  onReported(reported: Reported): void;
  onReport(): void;
}

/** Beside the map on the right: one thing at a time. */
export function RightDock(props: RightDockProps) {
  const { side, selection } = props;
  return (
    <div className="right-dock">
      <DockBoundary name="details" resetKeys={[side, selection?.id]}>
        <RightPanel {...props} />
      </DockBoundary>
    </div>
  );
}

function RightPanel(props: RightDockProps) {
  const { side, map, onClose, onDone, onSelect } = props;
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
          onClose={onClose}
          onDone={(id) => {
            onDone(listFieldOf(side.layer.name), id, t("saved"));
          }}
        />
      );
    case "report": {
      const incidents = layerNamed(session, "incidents");
      return incidents ? (
        <ReportForm layer={incidents} map={map} onClose={onClose} onDone={props.onReported} />
      ) : null;
    }
    case "receipt":
      return (
        <Receipt
          reported={side.reported}
          onClose={onClose}
          onOpen={() => {
            onSelect("incidents", side.reported.id);
          }}
          onAnother={props.onReport}
        />
      );
    case "choice":
      return (
        <ChoiceList
          found={side.found}
          onClose={onClose}
          onChoose={(f) => {
            onSelect(f.layer, f.id);
          }}
        />
      );
    case "signIn":
      return (
        <Panel
          title={session.viewer.kind === "anonymous" ? t("signInTitle") : t("signIn")}
          label={t("signIn")}
          onClose={onClose}
        >
          <SignIn />
        </Panel>
      );
    case "none":
    case "layers":
      return <Selected {...props} />;
  }
}

function Selected({ map, selection, one, ...props }: RightDockProps) {
  const { t } = useWords();
  const session = useSession();
  const layer = selection ? layerNamed(session, selection.layer) : undefined;
  const close = () => {
    props.onUnselect();
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
      onClose={close}
      onPurpose={props.onPurpose}
      onEdit={(object) => {
        if (object.geometry) map?.fit(boundsOf(object.geometry), 18.5);
        props.onForm(layer, object);
      }}
      onZoom={(b) => {
        map?.fit(b, 18);
      }}
      onRetired={() => {
        props.onUnselect(t("saved"));
      }}
    />
  );
}
