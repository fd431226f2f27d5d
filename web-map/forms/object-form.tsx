import type { Geometry } from "geojson";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { useWords } from "../i18n/use-words.js";
import { checkForm, type FormFault, type FormValues, formFields, toText } from "../layers/form.js";
import type { FullObject } from "../layers/layer-documents.js";
import { createDocument, objectDocument, updateDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { Panel } from "../ui/panel.js";
import { Conflict } from "./conflict.js";
import { FieldInput } from "./field-input.js";
import { PlaceAim } from "./place-aim.js";
import { placeKindOf, usePlaceEditor } from "./use-place-editor.js";

interface ObjectFormProps {
  layer: LayerInfo;
  object: FullObject | null;
  /** The same object as it is now, which others may change meanwhile. */
  current: FullObject | null;
  map: MapAdapter | null;
  onClose(): void;
  onDone(id: string): void;
}

const textsOf = (layer: LayerInfo, object: FullObject | null, timeZone: string): FormValues =>
  Object.fromEntries(
    layer.fields.map((f) => [
      f.name,
      object
        ? toText(f, object[f.name], timeZone)
        : f.type === "instant" && f.required
          ? toText(f, new Date().toISOString(), timeZone)
          : "",
    ]),
  );

const hasInnerRings = (object: FullObject | null): boolean =>
  object?.geometry?.type === "MultiPolygon" &&
  (object.geometry.coordinates.length > 1 || object.geometry.coordinates[0]!.length > 1);

/**
 * Creates or changes an object of any layer: fields from what the service says of the layer, the
 * place on the map.
 */
export function ObjectForm({ layer, object, current, map, onClose, onDone }: ObjectFormProps) {
  const { t, label } = useWords();
  const session = useSession();
  const { timeZone, id: county } = session.county;
  const [base, setBase] = useState(object);
  const fields = useMemo(
    () => formFields(layer, session.purpose !== null, object === null),
    [layer, object, session.purpose],
  );
  const before = useMemo(
    () => (base ? textsOf(layer, base, timeZone) : undefined),
    [layer, base, timeZone],
  );
  const [values, setValues] = useState<FormValues>(() => textsOf(layer, object, timeZone));
  const [faults, setFaults] = useState<Record<string, FormFault>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [theirs, setTheirs] = useState<FullObject | null>(null);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState("");
  // Kept over retries: a create that was answered by silence must not happen twice.
  const key = useRef(newId());
  const kind = placeKindOf(layer.geometry);
  const editor = usePlaceEditor(map, kind, object?.geometry ?? null, true);

  const save = async (from: FullObject | null) => {
    const { input, faults } = checkForm(
      fields,
      values,
      timeZone,
      from ? textsOf(layer, object, timeZone) : undefined,
    );
    setFaults(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) return;
    if (editor.aiming) return setFault({ code: "BAD_USER_INPUT", message: t("placeConfirmFirst") });
    const geometry: { geometry?: Geometry } =
      editor.touched && editor.place ? { geometry: editor.place } : {};
    if (!from && !geometry.geometry)
      return setFault({ code: "BAD_USER_INPUT", message: t("needsPlace") });
    if (from && Object.keys(input).length === 0 && !geometry.geometry)
      return setFault({ code: "BAD_USER_INPUT", message: t("nothingChanged") });
    setBusy(true);
    const why = reason.trim() || null;
    const asked = from
      ? await ask<{ done: { id: string } }, Record<string, unknown>>(
          session.connection.client,
          updateDocument(layer),
          { id: from.id, version: from.version, changes: { ...input, ...geometry }, reason: why },
        )
      : await ask<{ done: { id: string } }, Record<string, unknown>>(
          session.connection.client,
          createDocument(layer),
          { input: { ...input, ...geometry, county }, idempotencyKey: key.current, reason: why },
        );
    setBusy(false);
    if (asked.data) return onDone(asked.data.done.id);
    if (asked.fault.code === "CONFLICT" && asked.fault.currentVersion !== undefined && from) {
      const current = await ask<{ one: FullObject | null }, { id: string }>(
        session.connection.client,
        objectDocument(layer),
        { id: from.id },
      );
      if (current.data?.one) return setTheirs(current.data.one);
    }
    setFault(asked.fault);
  };
  const isBehind = base !== null && current?.id === base.id && current.version > base.version;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void save(base);
  };
  const title = object
    ? t("editTitle", { name: label(layer) })
    : t("addLayer", { name: label(layer) });
  const hint =
    kind === "none"
      ? t("shapeOther")
      : kind === "area"
        ? `${t("editPlaceShape")} ${hasInnerRings(object) ? t("shapeParts") : ""}`
        : object
          ? t("editPlacePoint")
          : t("addPoint");
  const general = fault && !fields.some((f) => f.name === fault.field) ? fault.message : null;
  return (
    <Panel
      focus
      title={title}
      label={title}
      onClose={onClose}
      className="form-panel"
      footer={
        <div className="row-end">
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" className="button primary" form="object-form" disabled={busy}>
            {busy ? t("saving") : t("save")}
          </button>
        </div>
      }
    >
      <form id="object-form" onSubmit={submit} noValidate>
        <p className="banner">
          {hint}
          {kind === "point" && map && (
            <button
              type="button"
              className="link"
              onClick={() => {
                const { lng, lat } = map.camera();
                editor.aimAt([lng, lat]);
              }}
            >
              {t("reportCentre")}
            </button>
          )}
        </p>
        <PlaceAim editor={editor} />
        {isBehind && !theirs && (
          <p className="stale-note" role="status">
            {t("changedMeanwhile", { version: current.version })}
            <button
              type="button"
              className="link"
              onClick={() => {
                setTheirs(current);
              }}
            >
              {t("changedCompare")}
            </button>
          </p>
        )}
        {theirs && base && (
          <Conflict
            layer={layer}
            before={before ?? {}}
            values={values}
            theirs={theirs}
            mineVersion={base.version}
            onTheirs={() => {
              onDone(theirs.id);
            }}
            onMine={() => {
              setTheirs(null);
              setBase(theirs);
              void save(theirs);
            }}
          />
        )}
        {fields.map((f) => (
          <FieldInput
            key={f.name}
            field={f}
            value={values[f.name] ?? ""}
            fault={faults[f.name]}
            serviceFault={fault?.field === f.name ? fault.message : undefined}
            onValue={(v) => {
              setValues((old) => ({ ...old, [f.name]: v }));
            }}
          />
        ))}
        <label className="field">
          <span>{t("reason")}</span>
          <input
            value={reason}
            placeholder={t("reasonPlaceholder")}
            maxLength={200}
            onChange={(e) => {
              setReason(e.target.value);
            }}
          />
        </label>
        {general && (
          <p className="field-fault" role="alert">
            {general}
          </p>
        )}
      </form>
    </Panel>
  );
}
