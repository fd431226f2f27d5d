import type { Geometry } from "geojson";
import { useMemo, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { checkForm, type FormFault, type FormValues, formFields, toText } from "../layers/form.js";
import {
  createDocument,
  type FullObject,
  objectDocument,
  updateDocument,
} from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { type Asked, ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useDraft, useKept } from "../session/use-draft.js";
import type { Chosen, PlaceDifference } from "./conflict.js";
import { type Difference, differencesOf, samePlace, textsOf } from "./sides.js";
import { useBeside } from "./use-beside.js";
import { placeKindOf, usePlaceEditor } from "./use-place-editor.js";
import { useResend } from "./use-resend.js";
import { useFormWords } from "./words.js";

export interface ObjectFormProps {
  layer: LayerInfo;
  object: FullObject | null;
  /** The same object as it is now, which others may change meanwhile. */
  current: FullObject | null;
  map: MapAdapter | null;
  onClose(): void;
  onDone(id: string): void;
}

/** What a form began with, and what a change of it is made from. */
interface Base {
  id: string;
  version: number;
  texts: FormValues;
  geometry: Geometry | null;
}

/** What is kept of a form that was left: nothing personal. */
interface Kept {
  base: Base | null;
  values: FormValues;
  reason: string;
  place: Geometry | null;
  key: string;
}

const newTexts = (fields: readonly FieldInfo[], timeZone: string): FormValues => {
  const now = new Date().toISOString();
  return Object.fromEntries(
    fields.map((f) => [f.name, f.type === "instant" && f.required ? toText(f, now, timeZone) : ""]),
  );
};

const withoutPersonal = (layer: LayerInfo, values: FormValues): FormValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) =>
      layer.fields.some((f) => f.name === name && f.access === "clear"),
    ),
  );

/**
 * What a form of any layer holds and does: checks, saves, compares with what others did meanwhile,
 * waits for a service that is out of reach, and is there again after a reload.
 */
export function useObjectForm({ layer, object, current, map, onDone }: ObjectFormProps) {
  const own = useFormWords();
  const session = useSession();
  const { client } = session.connection;
  const { timeZone, id: county } = session.county;
  const fields = useMemo(
    () => formFields(layer, session.purpose !== null, object === null),
    [layer, object, session.purpose],
  );
  const baseOf = (of: FullObject): Base => ({
    id: of.id,
    version: of.version,
    texts: textsOf(layer.fields, of, timeZone),
    geometry: of.geometry,
  });
  const name = `${layer.name} ${object?.id ?? ""}`;
  const draft = useDraft<Kept>(name);
  const [restored] = useState(draft.found);
  const [isRestored, setRestored] = useState(restored !== null);
  const [base, setBase] = useState<Base | null>(() => {
    const now = object && baseOf(object);
    const was = restored?.base;
    return now && was ? { ...was, texts: { ...now.texts, ...was.texts } } : now;
  });
  const [blank] = useState(() => newTexts(layer.fields, timeZone));
  const begun = base?.texts ?? blank;
  const [values, setValues] = useState<FormValues>(() => ({
    ...(object ? textsOf(layer.fields, object, timeZone) : blank),
    ...restored?.values,
  }));
  const [reason, setReason] = useState(restored?.reason ?? "");
  const [faults, setFaults] = useState<Record<string, FormFault>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [theirs, setTheirs] = useState<FullObject | null>(null);
  const [busy, setBusy] = useState(false);
  // Kept over retries: a create that was answered by silence must not happen twice.
  const key = useRef(restored?.key ?? newId());
  const kind = placeKindOf(layer.geometry);
  const editor = usePlaceEditor(map, kind, {
    before: object?.geometry ?? null,
    begun: restored?.place ?? null,
    beside: useBeside(layer, object?.id ?? null, object?.geometry ?? null),
  });
  const myPlace = editor.touched ? editor.place : null;
  const isTouched =
    myPlace !== null ||
    reason !== "" ||
    fields.some((f) => (values[f.name] ?? "") !== (begun[f.name] ?? ""));
  const kept: Kept = {
    base: base && { ...base, texts: withoutPersonal(layer, base.texts) },
    values: withoutPersonal(layer, values),
    reason,
    place: myPlace,
    key: key.current,
  };
  useKept(draft, isTouched ? kept : null);

  const done = (id: string) => {
    draft.drop();
    onDone(id);
  };
  const refuse = (message: string) => {
    setFault({ code: "BAD_USER_INPUT", message });
  };
  const sent = (
    from: Base | null,
    input: Record<string, unknown>,
  ): Promise<Asked<{ done: { id: string } }>> => {
    const why = reason.trim() || null;
    return from
      ? ask(client, updateDocument(layer), {
          ...{ id: from.id, version: from.version, changes: input, reason: why },
        })
      : ask(client, createDocument(layer), {
          ...{ input: { ...input, county }, idempotencyKey: key.current, reason: why },
        });
  };

  const save = async (from: Base | null, texts: FormValues, place: Geometry | null) => {
    const { input, faults } = checkForm(fields, texts, timeZone, from?.texts);
    setFaults(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) return;
    if (editor.aiming) return refuse(own("placeConfirmFirst"));
    if (!from && !place) return refuse(own("needsPlace"));
    const given = { ...input, ...(place ? { geometry: place } : {}) };
    if (from && Object.keys(given).length === 0) return refuse(own("nothingChanged"));
    setBusy(true);
    const asked = await sent(from, given);
    setBusy(false);
    if (asked.data) return done(asked.data.done.id);
    if (asked.fault.code === "OFFLINE") return resend.wait();
    resend.stop();
    if (asked.fault.code === "CONFLICT" && from) return compare(from, texts, place, asked.fault);
    setFault(asked.fault);
  };

  /** What the object is now, beside mine; all mine in it already was a save whose answer was lost. */
  const compare = async (from: Base, texts: FormValues, place: Geometry | null, fault: Fault) => {
    const asked = await ask<{ one: FullObject | null }, { id: string }>(
      client,
      objectDocument(layer),
      { id: from.id },
    );
    const one = asked.data?.one;
    if (!one) return setFault(asked.fault ?? fault);
    const now = baseOf(one);
    const isMine =
      fields.every((f) => (texts[f.name] ?? "").trim() === (now.texts[f.name] ?? "").trim()) &&
      (place === null || samePlace(place, now.geometry));
    if (isMine) done(one.id);
    else setTheirs(one);
  };
  const resend = useResend(() => {
    if (!busy) void save(base, values, myPlace);
  });

  const differences = (with_: FullObject): Difference[] =>
    base
      ? differencesOf(layer.fields, base.texts, values, textsOf(layer.fields, with_, timeZone))
      : [];
  const placeDifference = (with_: FullObject): PlaceDifference | null => {
    if (!base?.geometry || !with_.geometry) return null;
    const their = samePlace(base.geometry, with_.geometry) ? null : with_.geometry;
    return their || myPlace ? { before: base.geometry, mine: myPlace, theirs: their } : null;
  };

  /** Mine goes on from theirs, with the sides that were chosen; what is all theirs is saved. */
  const choose = (chosen: Chosen) => {
    if (!theirs) return;
    const now = baseOf(theirs);
    const texts = { ...values };
    for (const { field } of differences(theirs))
      if (chosen[field.name] === "theirs") texts[field.name] = now.texts[field.name] ?? "";
    const place = chosen["geometry"] === "mine" ? myPlace : null;
    setTheirs(null);
    setBase(now);
    setValues(texts);
    if (!place) editor.reset(theirs.geometry);
    const isAllTheirs =
      !place && fields.every((f) => (texts[f.name] ?? "") === (now.texts[f.name] ?? ""));
    if (isAllTheirs) return done(theirs.id);
    void save(now, texts, place);
  };
  const isBehind = base !== null && current?.id === base.id && current.version > base.version;
  return {
    fields,
    values,
    setValue: (name: string, value: string) => {
      setValues((old) => ({ ...old, [name]: value }));
    },
    reason,
    setReason,
    faults,
    fault,
    busy,
    kind,
    editor,
    resend,
    base,
    /** What another has just changed while the form is open. */
    meanwhile: isBehind && !theirs ? current : null,
    theirs,
    differences,
    placeDifference,
    compareWith: setTheirs,
    choose,
    keepTheirs: () => {
      if (theirs) done(theirs.id);
    },
    isRestored,
    dropDraft: () => {
      setRestored(false);
      setValues(object ? textsOf(layer.fields, object, timeZone) : blank);
      setReason("");
      if (object) setBase(baseOf(object));
      editor.reset(object?.geometry ?? null);
    },
    submit: () => void save(base, values, myPlace),
    leave: draft.drop,
  };
}
