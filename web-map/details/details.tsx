import { Tabs } from "radix-ui";
import { useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { RetireButton } from "../forms/retire-button.js";
import { useWords } from "../i18n/use-words.js";
import { type FullObject, readableFields, titleOf } from "../layers/layer-documents.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import type { Period } from "../state/time-range.js";
import { useCopy } from "../ui/copy-dialog.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { StaleNote } from "../ui/stale-note.js";
import { FieldValue } from "./field-value.js";
import { HistoryList } from "./history-list.js";
import { Related } from "./related.js";
import type { Ways } from "./relation.js";
import { StepsPanel } from "./steps-panel.js";
import type { OneObject } from "./use-object.js";
import { whoOf } from "./who-of.js";
import { useDetailsWords } from "./words.js";

interface DetailsProps {
  layer: LayerInfo;
  one: OneObject;
  /** Of what happened, what is counted with it. */
  period: Period;
  /** Another word when what is related may have changed. */
  version: string;
  ways: Ways;
  onClose(): void;
  onPurpose(): void;
  onEdit(object: FullObject): void;
  onZoom(bounds: number[]): void;
  onAsArea(): void;
  onRetired(): void;
  /** Says that a link was copied. */
  onSaid(text: string): void;
}

/** All of one object: its fields, what belongs to it, what was done with it and by whom. */
export default function Details(props: DetailsProps) {
  const { layer, one, onClose } = props;
  const { t, label } = useWords();
  const { object, fault, loading, retry } = one;
  return (
    <Panel
      focus
      title={
        <>
          <small>{label(layer)}</small>
          {titleOf(object, label(layer))}
        </>
      }
      label={t("details")}
      onClose={onClose}
      footer={object && <Changes {...props} object={object} />}
      className="details"
    >
      {fault && !object && <FaultNotice fault={fault} retry={retry} />}
      {fault && object && <StaleNote retry={retry} />}
      {loading && (
        <div className="skeleton">
          <i />
          <i />
          <i />
          <i />
          <i />
        </div>
      )}
      {object && <Parts {...props} object={object} />}
    </Panel>
  );
}

type Shown = DetailsProps & { object: FullObject };

function Parts(props: Shown) {
  const { layer, object } = props;
  const { t } = useWords();
  const [chosen, setChosen] = useState({ of: "", tab: "fields" });
  return (
    <Tabs.Root
      value={chosen.of === object.id ? chosen.tab : "fields"}
      onValueChange={(tab) => {
        setChosen({ of: object.id, tab });
      }}
    >
      <Tabs.List className="sub-tabs">
        <Tabs.Trigger value="fields">{t("details")}</Tabs.Trigger>
        {layer.name === "INCIDENTS" && <Tabs.Trigger value="steps">{t("steps")}</Tabs.Trigger>}
        <Tabs.Trigger value="history">{t("history")}</Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="fields">
        <Overview {...props} />
      </Tabs.Content>
      <Tabs.Content value="steps">
        <StepsPanel id={object.id} version={object.version} />
      </Tabs.Content>
      <Tabs.Content value="history">
        <HistoryList layer={layer} id={object.id} version={object.version} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Overview(props: Shown) {
  const { layer, object, onPurpose, ways, period, version } = props;
  const { t, label, moment } = useWords();
  const own = useDetailsWords();
  const { county, purpose } = useSession();
  const isCoarse = layer.place !== "clear" && !(purpose && layer.place === "onPurpose");
  return (
    <>
      {object.retiredAt && (
        <p className="banner">
          {own("retired", { date: moment(object.retiredAt, county.timeZone) })}
        </p>
      )}
      <Leads {...props} />
      <dl className="fields">
        {readableFields(layer).map((f) => (
          <div key={f.name}>
            <dt>{label(f)}</dt>
            <dd>
              <FieldValue field={f} row={object} onPurpose={onPurpose} onOpen={ways.open} />
            </dd>
          </div>
        ))}
        {object.centroid && (
          <div>
            <dt>{isCoarse ? own("placeCoarse") : t("place")}</dt>
            <dd className="tabular">{object.centroid.map((n) => n.toFixed(5)).join(", ")}</dd>
          </div>
        )}
      </dl>
      <Related key={object.id} id={object.id} period={period} version={version} ways={ways} />
      <p className="muted small pad">
        {t("version", { version: object.version })} ·{" "}
        {own("updated", { at: moment(object.updatedAt, county.timeZone) })}
        {object.updatedBy && ` · ${whoOf(own, object.updatedBy, object.updatedByName)}`}
      </p>
    </>
  );
}

/** A link that opens on the object alone. */
const linkTo = (layer: LayerInfo, id: string): string =>
  `${location.origin}${location.pathname}#at=${listFieldOf(layer.name)}:${id}`;

/** Where one goes on to from here. */
function Leads({ layer, object, onZoom, onAsArea, onSaid }: Shown) {
  const { t } = useWords();
  const own = useDetailsWords();
  const { copy, dialog } = useCopy();
  const { geometry } = object;
  return (
    <div className="details-leads">
      {geometry && (
        <button
          type="button"
          className="chip"
          onClick={() => {
            onZoom(boundsOf(geometry));
          }}
        >
          <Icon name="target" size={15} />
          {own("zoomTo")}
        </button>
      )}
      {geometry && (
        <button type="button" className="chip" onClick={onAsArea}>
          <Icon name="polygon" size={15} />
          {own("asArea")}
        </button>
      )}
      <button
        type="button"
        className="chip"
        onClick={() =>
          void copy(linkTo(layer, object.id)).then((copied) => {
            if (copied) onSaid(t("copied"));
          })
        }
      >
        <Icon name="link" size={15} />
        {own("copyLink")}
      </button>
      {dialog}
    </div>
  );
}

/** What the viewer may do to it. */
function Changes({ layer, object, onEdit, onRetired }: Shown) {
  const { t } = useWords();
  if (object.retiredAt || !layer.canEdit || layer.dated) return null;
  return (
    <div className="row-end">
      <RetireButton layer={layer} object={object} onDone={onRetired} />
      <button
        type="button"
        className="button primary"
        onClick={() => {
          onEdit(object);
        }}
      >
        <Icon name="edit" size={15} />
        {t("edit")}
      </button>
    </div>
  );
}
