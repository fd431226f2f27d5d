import type { Geometry } from "geojson";
import { useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { useWords } from "../i18n/use-words.js";
import { fromText, toText } from "../layers/form.js";
import { createDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useDraft, useKept } from "../session/use-draft.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { DraftNote, WaitingNote } from "./form-notes.js";
import type { Reported } from "./receipt.js";
import { ReportKind } from "./report-kind.js";
import { ReportPlace } from "./report-place.js";
import { usePlaceEditor } from "./use-place-editor.js";
import { useResend } from "./use-resend.js";
import { useFormWords } from "./words.js";

interface ReportFormProps {
  layer: LayerInfo;
  map: MapAdapter | null;
  onClose(): void;
  onDone(reported: Reported): void;
}

/** What is kept of a report that was begun: with its key, so that it arrives once. */
interface Kept {
  place: Geometry | null;
  category: string | null;
  line: string;
  when: string | null;
  key: string;
  now: string;
}

interface Created {
  done: { id: string; title: string | null; number?: string | null };
}

/**
 * Reporting on the street: tap the place, two taps for what it is, one line, send. The time is now
 * unless said otherwise.
 */
export default function ReportForm({ layer, map, onClose, onDone }: ReportFormProps) {
  const { t } = useWords();
  const own = useFormWords();
  const session = useSession();
  const { categories, county } = session;
  const draft = useDraft<Kept>("report");
  const { found } = draft;
  const editor = usePlaceEditor(map, "point", { before: null, begun: found?.place ?? null });
  const [category, setCategory] = useState(found?.category ?? null);
  const [line, setLine] = useState(found?.line ?? "");
  const [when, setWhen] = useState(found?.when ?? null);
  const [isRestored, setRestored] = useState(found !== null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Kept over retries: a report that was answered by silence must not arrive twice.
  const key = useRef(found?.key ?? newId());
  const now = useRef(found?.now ?? new Date().toISOString());
  const time = layer.fields.find((f) => f.name === "occurredFrom")!;

  const { place } = editor;
  const kept = { place, category, line, when, key: key.current, now: now.current };
  useKept(draft, place || category || line ? kept : null);
  const close = () => {
    draft.drop();
    onClose();
  };

  const send = async () => {
    if (editor.aiming) return setFault(own("placeConfirmFirst"));
    if (!editor.place) return setFault(own("reportNeedsPlace"));
    const chosen = categories.find((c) => c.kind === "incident" && c.code === category);
    if (!chosen) return setFault(own("reportNeedsCategory"));
    const read = when === null ? { value: now.current } : fromText(time, when, county.timeZone);
    if ("fault" in read) return setFault(t(read.fault.key, read.fault.values));
    const title = line.trim() ? [...line.trim()].slice(0, 100).join("") : chosen.nameZh;
    setBusy(true);
    setFault(null);
    const asked = await ask<Created, Record<string, unknown>>(
      session.connection.client,
      createDocument(layer),
      {
        input: {
          county: county.id,
          geometry: editor.place,
          category,
          title,
          occurredFrom: read.value,
        },
        idempotencyKey: key.current,
        reason: null,
      },
    );
    setBusy(false);
    if (asked.fault) {
      const { code, field, message } = asked.fault;
      if (code === "OFFLINE") return resend.wait();
      resend.stop();
      return setFault(
        code === "FORBIDDEN" && field === "geometry" ? own("reportNotYours") : message,
      );
    }
    draft.drop();
    const { done } = asked.data;
    onDone({ id: done.id, title: done.title ?? title, number: done.number ?? null });
  };
  const resend = useResend(() => {
    if (!busy) void send();
  });
  return (
    <Panel
      focus
      title={own("reportTitle")}
      label={own("reportTitle")}
      onClose={close}
      className="report"
      footer={
        <>
          <WaitingNote resend={resend} />
          {fault && (
            <p className="field-fault" role="alert">
              {fault}
            </p>
          )}
          <button
            type="button"
            className="button primary wide big"
            disabled={busy}
            onClick={() => void send()}
          >
            {busy ? own("reportSending") : own("reportSend")}
          </button>
        </>
      }
    >
      {isRestored && (
        <DraftNote
          onDrop={() => {
            setRestored(false);
            editor.reset(null);
            setCategory(null);
            setLine("");
            setWhen(null);
          }}
        />
      )}
      <ReportPlace editor={editor} map={map} />
      <ReportKind category={category} onCategory={setCategory} />
      <label className="field">
        <span className="sr-only">{own("reportLine")}</span>
        <input
          value={line}
          placeholder={own("reportLine")}
          maxLength={100}
          enterKeyHint="send"
          onChange={(e) => {
            setLine(e.target.value);
          }}
          onKeyDown={(e) => {
            if (e.key === "Enter" && !e.nativeEvent.isComposing) void send();
          }}
        />
      </label>
      <ReportTime
        when={when}
        onWhen={setWhen}
        now={() => toText(time, new Date().toISOString(), county.timeZone)}
      />
    </Panel>
  );
}

interface ReportTimeProps {
  /** Null: now. */
  when: string | null;
  onWhen(when: string): void;
  now(): string;
}

function ReportTime({ when, onWhen, now }: ReportTimeProps) {
  const own = useFormWords();
  return (
    <div className="report-time">
      <Icon name="time" size={15} />
      {when === null ? (
        <>
          {own("reportNow")}
          <button
            type="button"
            className="link"
            onClick={() => {
              onWhen(now());
            }}
          >
            {own("reportChange")}
          </button>
        </>
      ) : (
        <input
          aria-label={own("reportTime")}
          value={when}
          onChange={(e) => {
            onWhen(e.target.value);
          }}
        />
      )}
    </div>
  );
}
