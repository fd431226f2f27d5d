import { useEffect, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { WhereIsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { fromText, toText } from "../layers/form.js";
import { createDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { colourOf, subCategories, topCategories } from "../layers/legend.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { type LocateFault, locate } from "../ui/secure-only.js";
import { usePlaceEditor } from "./use-place-editor.js";

interface ReportFormProps {
  layer: LayerInfo;
  map: MapAdapter | null;
  onClose(): void;
  onDone(id: string, title: string): void;
}

/**
 * Reporting on the street: tap the place, two taps for what it is, one line, send. The time is now
 * unless said otherwise.
 */
export function ReportForm({ layer, map, onClose, onDone }: ReportFormProps) {
  const { t, name } = useWords();
  const session = useSession();
  const { categories, county } = session;
  const { place, setPoint } = usePlaceEditor(map, "point", null, true);
  const [where, setWhere] = useState<string | null>(null);
  const [locating, setLocating] = useState<"busy" | LocateFault | null>(null);
  const [top, setTop] = useState<string | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const [line, setLine] = useState("");
  const [when, setWhen] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const time = layer.fields.find((f) => f.name === "occurredFrom")!;
  const at = place?.type === "Point" ? place.coordinates : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a place is asked once, by its value
  useEffect(() => {
    if (!at) return;
    let current = true;
    void ask(session.connection.client, WhereIsDocument, { point: at }).then((asked) => {
      const found = asked.data?.whereIs;
      if (current)
        setWhere(
          [found?.village?.name, found?.grid?.name, found?.building?.name]
            .filter(Boolean)
            .join(" ") || t("reportOutside"),
        );
    });
    return () => {
      current = false;
    };
  }, [at?.join()]);

  const findMe = async () => {
    setLocating("busy");
    const found = await locate();
    if (found.fault) return setLocating(found.fault);
    setLocating(null);
    setPoint(found.at);
    map?.fly(found.at);
  };
  const send = async () => {
    if (!at) return setFault(t("reportNeedsPlace"));
    const chosen = categories.find((c) => c.kind === "incident" && c.code === category);
    if (!chosen) return setFault(t("reportNeedsCategory"));
    const read =
      when === null ? { value: new Date().toISOString() } : fromText(time, when, county.timeZone);
    if ("fault" in read) return setFault(t(read.fault.key, read.fault.values));
    const title = line.trim() ? [...line.trim()].slice(0, 100).join("") : chosen.nameZh;
    setBusy(true);
    setFault(null);
    const asked = await ask<
      { done: { id: string; title: string | null } },
      Record<string, unknown>
    >(session.connection.client, createDocument(layer), {
      input: {
        county: county.id,
        geometry: { type: "Point", coordinates: at },
        category,
        title,
        occurredFrom: read.value,
      },
      idempotencyKey: key.current,
      reason: null,
    });
    setBusy(false);
    if (asked.fault)
      return setFault(asked.fault.code === "OFFLINE" ? t("offline") : asked.fault.message);
    onDone(asked.data.done.id, asked.data.done.title ?? title);
  };
  return (
    <Panel
      focus
      title={t("reportTitle")}
      label={t("reportTitle")}
      onClose={onClose}
      className="report"
      footer={
        <>
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
            {busy ? t("reportSending") : t("reportSend")}
          </button>
        </>
      }
    >
      <div className="report-where" data-done={at !== null}>
        <Icon name="pin" />
        {at ? (
          <span>{t("reportPlaced", { place: where ?? "…" })}</span>
        ) : (
          <span>
            {t("reportWhere")} {t("reportTap")}
          </span>
        )}
        <span className="report-where-ways">
          <button
            type="button"
            className="chip"
            onClick={() => void findMe()}
            disabled={locating === "busy"}
          >
            <Icon name="locate" size={15} />
            {locating === "busy" ? t("reportLocating") : t("reportLocate")}
          </button>
          {!at && map && (
            <button
              type="button"
              className="chip"
              onClick={() => {
                const c = map.camera();
                setPoint([c.lng, c.lat]);
              }}
            >
              {t("reportCentre")}
            </button>
          )}
        </span>
        {locating && locating !== "busy" && <p className="field-fault">{t(locating)}</p>}
      </div>
      <div className="report-what" role="group" aria-label={t("reportWhat")}>
        {top === null ? (
          topCategories(categories).map((c) => (
            <button
              type="button"
              key={c.code}
              className="kind"
              onClick={() => {
                setTop(c.code);
              }}
              style={{ borderInlineStartColor: colourOf(c.code) }}
            >
              {name(c)}
            </button>
          ))
        ) : (
          <>
            <button
              type="button"
              className="kind back"
              onClick={() => {
                setTop(null);
                setCategory(null);
              }}
            >
              <Icon name="back" size={15} />
              {t("reportChange")}
            </button>
            {subCategories(categories, top).map((c) => (
              <button
                type="button"
                key={c.code}
                className="kind"
                aria-pressed={category === c.code}
                onClick={() => {
                  setCategory(c.code);
                }}
                style={{ borderInlineStartColor: colourOf(c.code) }}
              >
                {name(c)}
              </button>
            ))}
          </>
        )}
      </div>
      <label className="field">
        <span className="sr-only">{t("reportLine")}</span>
        <input
          value={line}
          placeholder={t("reportLine")}
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
      <div className="report-time">
        <Icon name="time" size={15} />
        {when === null ? (
          <>
            {t("reportNow")}
            <button
              type="button"
              className="link"
              onClick={() => {
                setWhen(toText(time, new Date().toISOString(), county.timeZone));
              }}
            >
              {t("reportChange")}
            </button>
          </>
        ) : (
          <input
            aria-label={t("reportTime")}
            value={when}
            onChange={(e) => {
              setWhen(e.target.value);
            }}
          />
        )}
      </div>
    </Panel>
  );
}
