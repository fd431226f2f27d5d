import { Tabs } from "radix-ui";
import { useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { RetireButton } from "../forms/retire-button.js";
import { useWords } from "../i18n/use-words.js";
import type { FullObject } from "../layers/layer-documents.js";
import { readableFields } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { StaleNote } from "../ui/stale-note.js";
import { FieldValue } from "./field-value.js";
import { HistoryList } from "./history-list.js";
import { StepsPanel } from "./steps-panel.js";
import type { OneObject } from "./use-object.js";
import { whoOf } from "./who-of.js";

interface DetailsProps {
  layer: LayerInfo;
  one: OneObject;
  onClose(): void;
  onPurpose(): void;
  onEdit(object: FullObject): void;
  onZoom(bounds: number[]): void;
  onRetired(): void;
}

export const titleOf = (object: Record<string, unknown> | null, label: string): string => {
  const text =
    object &&
    ["title", "name", "code", "number"]
      .map((k) => object[k])
      .find((v) => typeof v === "string" && v !== "");
  return typeof text === "string" ? text : label;
};

/** All of one object: its fields, then who changed it. */
export function Details({
  layer,
  one,
  onClose,
  onPurpose,
  onEdit,
  onZoom,
  onRetired,
}: DetailsProps) {
  const { t, label, moment } = useWords();
  const { county, purpose } = useSession();
  const [chosen, setChosen] = useState({ of: "", tab: "fields" });
  const { object, fault, loading, retry } = one;
  const footer = object && !object.retiredAt && (
    <div className="row-end">
      {object.geometry && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onZoom(boundsOf(object.geometry!));
          }}
        >
          <Icon name="target" size={15} />
          {t("zoomTo")}
        </button>
      )}
      {layer.canEdit && !layer.dated && (
        <>
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
        </>
      )}
    </div>
  );
  const isCoarse = layer.place !== "clear" && !(purpose && layer.place === "onPurpose");
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
      footer={footer}
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
      {object && (
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
            {object.retiredAt && (
              <p className="banner">
                {t("retired", { date: moment(object.retiredAt, county.timeZone) })}
              </p>
            )}
            <dl className="fields">
              {readableFields(layer).map((f) => (
                <div key={f.name}>
                  <dt>{label(f)}</dt>
                  <dd>
                    <FieldValue field={f} row={object} onPurpose={onPurpose} />
                  </dd>
                </div>
              ))}
              {object.centroid && (
                <div>
                  <dt>{isCoarse ? t("placeCoarse") : t("place")}</dt>
                  <dd className="tabular">{object.centroid.map((n) => n.toFixed(5)).join(", ")}</dd>
                </div>
              )}
            </dl>
            <p className="muted small pad">
              {t("version", { version: object.version })} ·{" "}
              {t("updated", { at: moment(object.updatedAt, county.timeZone) })}
              {object.updatedBy && ` · ${whoOf(t, object.updatedBy, object.updatedByName)}`}
            </p>
          </Tabs.Content>
          <Tabs.Content value="steps">
            <StepsPanel id={object.id} version={object.version} />
          </Tabs.Content>
          <Tabs.Content value="history">
            <HistoryList layer={layer} id={object.id} version={object.version} />
          </Tabs.Content>
        </Tabs.Root>
      )}
    </Panel>
  );
}
