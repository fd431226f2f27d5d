import type { Geometry } from "geojson";
import { type FormEvent, useState } from "react";
import { type Area, areaOfShape } from "../state/area.js";
import { readBox, readCorners, readPlace, type TextFault } from "./places-text.js";
import type { Datum } from "./read-file.js";
import { boundaryOf, METRES_MOST } from "./sketch.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAreaWords } from "./words.js";

type By = "center" | "corners" | "box";
const HELP = { center: "centerHelp", corners: "cornersHelp", box: "boxHelp" } as const;

const metresOf = (text: string): number | null => {
  const metres = Number(text);
  return metres >= 1 && metres <= METRES_MOST ? metres : null;
};

type Read = { area: Area; fault?: undefined } | { area?: undefined; fault: TextFault | "metres" };

function readArea(by: By, text: string, metresText: string): Read {
  if (by === "box") {
    const box = readBox(text);
    return box.fault ? box : { area: { kind: "bbox", bounds: box.value } };
  }
  if (by === "corners") {
    const corners = readCorners(text);
    if (corners.fault) return corners;
    const ring = [...corners.value, corners.value[0]!];
    return { area: areaOfShape({ type: "Polygon", coordinates: [ring] })! };
  }
  const place = readPlace(text);
  const metres = metresOf(metresText);
  if (place.fault) return place;
  return metres === null
    ? { fault: "metres" }
    : { area: { kind: "circle", center: place.value, metres } };
}

/** An area by its numbers: a centre and a radius, corners, or bounds. */
export function NumbersForm({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const [by, setBy] = useState<By>("center");
  const [text, setText] = useState("");
  const [metres, setMetres] = useState("300");
  const [fault, setFault] = useState<string | null>(null);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const read = readArea(by, text, metres);
    if (!read.fault) {
      setFault(null);
      return void tools.settle(read.area);
    }
    setFault(
      read.fault === "metres"
        ? t("metresWrong", { most: METRES_MOST })
        : t(read.fault.word, read.fault.values),
    );
  };
  return (
    <details className="area-group">
      <summary className="group-title">{t("numbers")}</summary>
      <form onSubmit={submit} className="area-form">
        <select
          className="input"
          aria-label={t("numbers")}
          value={by}
          onChange={(e) => {
            setBy(e.target.value as By);
            setFault(null);
          }}
        >
          {(["center", "corners", "box"] as const).map((way) => (
            <option key={way} value={way}>
              {t(way)}
            </option>
          ))}
        </select>
        <label>
          <span className="muted small">{t(HELP[by])}</span>
          <textarea
            className="input"
            rows={by === "corners" ? 4 : 1}
            value={text}
            aria-invalid={fault !== null}
            aria-describedby="area-numbers-fault"
            onChange={(e) => {
              setText(e.target.value);
            }}
          />
        </label>
        {by === "center" && <Metres value={metres} onChange={setMetres} />}
        <p id="area-numbers-fault" role="alert" className="field-fault">
          {fault}
        </p>
        <button type="submit" className="button small primary">
          {t("apply")}
        </button>
      </form>
    </details>
  );
}

function Metres({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useAreaWords();
  return (
    <label>
      <span className="muted small">{t("metres")}</span>
      <input
        className="input"
        inputMode="decimal"
        value={value}
        onChange={(e) => {
          onChange(e.target.value);
        }}
      />
    </label>
  );
}

/** How far around a line, or what a file held, the area goes. */
export function NearForm({ tools, around }: { tools: AreaTools; around: Geometry }) {
  const t = useAreaWords();
  const boundary = boundaryOf(around);
  const [metres, setMetres] = useState("50");
  const [fault, setFault] = useState(false);
  return (
    <form
      className="area-form"
      onSubmit={(e) => {
        e.preventDefault();
        const far = metresOf(metres);
        setFault(far === null);
        if (far !== null) void tools.setWithin(around, far);
      }}
    >
      <Metres value={metres} onChange={setMetres} />
      <p role="alert" className="field-fault">
        {fault && t("metresWrong", { most: METRES_MOST })}
      </p>
      <button type="submit" className="button small primary">
        {t("apply")}
      </button>
      {boundary && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            tools.setInside(boundary);
          }}
        >
          {t("inside")}
        </button>
      )}
      <button
        type="button"
        className="button small"
        onClick={() => {
          tools.setAround(null);
        }}
      >
        {t("cancel")}
      </button>
    </form>
  );
}

const DATUMS: readonly Datum[] = ["wgs84", "gcj02", "bd09"];

/** An area from a file; one that is dropped on the map is read alike. */
export function FileForm({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const { datum, setDatum, fault, take } = tools.file;
  return (
    <details className="area-group">
      <summary className="group-title">{t("file")}</summary>
      <div className="area-form">
        <label>
          <span className="muted small">{t("datum")}</span>
          <select
            className="input"
            value={datum}
            aria-describedby="area-datum-note"
            onChange={(e) => {
              setDatum(e.target.value as Datum);
            }}
          >
            {DATUMS.map((name) => (
              <option key={name} value={name}>
                {t(name)}
              </option>
            ))}
          </select>
        </label>
        <p id="area-datum-note" className="muted small">
          {t(datum === "wgs84" ? "datumPlain" : "datumShifted")}
        </p>
        <p id="area-file-help" className="muted small">
          {t("fileHelp")}
        </p>
        <label className="button small area-file">
          {t("fileChoose")}
          <input
            type="file"
            className="sr-only"
            accept=".geojson,.json,.kml,.gpx,application/geo+json"
            aria-describedby="area-file-help area-file-fault"
            onChange={(e) => {
              const [file] = e.target.files ?? [];
              e.target.value = "";
              if (file) void take(file);
            }}
          />
        </label>
        <p id="area-file-fault" role="alert" className="field-fault">
          {fault}
        </p>
      </div>
    </details>
  );
}
