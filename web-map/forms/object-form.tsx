import type { FormEvent } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FullObject } from "../layers/layer-documents.js";
import { ShapeTools } from "../outline/shape-tools.js";
import { useSession } from "../session/session-context.js";
import { Panel } from "../ui/panel.js";
import { Conflict, useSaid } from "./conflict.js";
import { FieldInput } from "./field-input.js";
import { DraftNote, WaitingNote } from "./form-notes.js";
import { PlaceAim } from "./place-aim.js";
import { ReasonInput } from "./reason-input.js";
import { sayValueFault } from "./say-value-fault.js";
import { textsOf } from "./sides.js";
import { type ObjectFormProps, useObjectForm } from "./use-object-form.js";
import { useFormWords } from "./words.js";

/**
 * Creates or changes an object of any layer: fields from what the service says of the layer, the
 * place on the map.
 */
export default function ObjectForm(props: ObjectFormProps) {
  const { layer, object, onClose } = props;
  const { t, one, language } = useWords();
  const own = useFormWords();
  const form = useObjectForm(props);
  const { fields, fault, busy, resend, theirs, base, meanwhile } = form;
  const news = useNews(form, meanwhile);
  const title = object
    ? own("editTitle", { name: one(layer) })
    : own("addLayer", { name: one(layer) });
  const general = fault && !fields.some((f) => f.name === fault.field) ? fault.message : null;
  const close = () => {
    form.leave();
    onClose();
  };
  return (
    <Panel
      focus
      title={title}
      label={title}
      onClose={close}
      className="form-panel"
      footer={
        <>
          <WaitingNote resend={resend} />
          <div className="row-end">
            <button type="button" className="button" onClick={close}>
              {t("cancel")}
            </button>
            <button type="submit" className="button primary" form="object-form" disabled={busy}>
              {busy ? own("saving") : t("save")}
            </button>
          </div>
        </>
      }
    >
      <form
        id="object-form"
        noValidate
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          form.submit();
        }}
      >
        {form.isRestored && <DraftNote onDrop={form.dropDraft} />}
        <PlaceHint {...props} form={form} />
        <PlaceAim editor={form.editor} />
        {form.kind === "area" && <ShapeTools shape={form.editor.shape} hasSquare />}
        {meanwhile && <Meanwhile form={form} current={meanwhile} />}
        {theirs && base && (
          <Conflict
            differences={form.differences(theirs)}
            place={form.placeDifference(theirs)}
            mineVersion={base.version}
            theirVersion={theirs.version}
            onTheirs={form.keepTheirs}
            onChosen={form.choose}
          />
        )}
        {fields.map((f) => (
          <FieldInput
            key={f.name}
            field={f}
            value={form.values[f.name] ?? ""}
            fault={form.faults[f.name]}
            serviceFault={fault?.field === f.name ? sayValueFault(fault, language) : undefined}
            note={news(f.name)}
            onValue={(v) => {
              form.setValue(f.name, v);
            }}
          />
        ))}
        <ReasonInput value={form.reason} onValue={form.setReason} />
        {general && (
          <p className="field-fault" role="alert">
            {general}
          </p>
        )}
      </form>
    </Panel>
  );
}

type Form = ReturnType<typeof useObjectForm>;

function PlaceHint({ object, map, form }: ObjectFormProps & { form: Form }) {
  const own = useFormWords();
  const { kind, editor } = form;
  const hint =
    kind === "none"
      ? own("shapeOther")
      : kind === "area"
        ? own("editPlaceShape")
        : object
          ? own("editPlacePoint")
          : own("addPoint");
  return (
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
          {own("reportCentre")}
        </button>
      )}
    </p>
  );
}

/** What another changed while the form is open, beside the field that it was. */
function useNews(form: Form, current: FullObject | null): (field: string) => string | undefined {
  const t = useFormWords();
  const said = useSaid();
  const { timeZone } = useSession().county;
  if (!current || !form.base) return () => undefined;
  const { texts } = form.base;
  const now = textsOf(form.fields, current, timeZone);
  return (name) => {
    const field = form.fields.find((f) => f.name === name)!;
    const value = now[name] ?? "";
    return value === (texts[name] ?? "")
      ? undefined
      : t("theirsNow", { value: said(field, value) });
  };
}

/** Says at once that somebody else has changed the object, and what. */
function Meanwhile({ form, current }: { form: Form; current: FullObject }) {
  const t = useFormWords();
  const { label, language } = useWords();
  const names = form
    .differences(current)
    .filter(({ theirs }) => theirs !== null)
    .map(({ field }) => label(field));
  if (form.placeDifference(current)?.theirs) names.push(t("place"));
  const fields = names.join(language === "zh" ? "、" : ", ");
  return (
    <p className="stale-note" role="status">
      {fields
        ? t("behind", { fields, version: current.version })
        : t("changedMeanwhile", { version: current.version })}
      <button
        type="button"
        className="link"
        onClick={() => {
          form.compareWith(current);
        }}
      >
        {t("compare")}
      </button>
    </p>
  );
}
