import type { Geometry } from "geojson";
import { useRef, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useShell } from "../shell/shell-context.js";
import { type Area, areaOfShape } from "../state/area.js";
import type { Datum } from "./read-file.js";
import { useAreaWords } from "./words.js";

export interface AreaFile {
  /** What coordinates of files are of that do not say it themselves. */
  datum: Datum;
  setDatum(datum: Datum): void;
  /** What was wrong with the last one, in words of the page. */
  fault: string | null;
  /** Makes what it holds the area, and says what it did. */
  take(file: File): Promise<void>;
}

interface Taken {
  settle(area: Area): Promise<boolean>;
  setAround(geometry: Geometry | null): void;
}

/** A file that becomes the area, chosen or dropped. */
export function useAreaFile({ settle, setAround }: Taken): AreaFile {
  const t = useAreaWords();
  const { map, say } = useShell();
  const [datum, setDatum] = useState<Datum>("wgs84");
  const [fault, setFault] = useState<string | null>(null);
  const latest = useRef({ settle });
  latest.current = { settle };
  const take = async (file: File) => {
    const { readAreaFile } = await import("./read-file.js");
    const read = await readAreaFile(file, datum);
    const wrong = read.word ? t(read.word, read.values) : null;
    setFault(wrong);
    if (wrong) return say(wrong);
    const values = { name: file.name, datum: t(datum) };
    if (read.shape) {
      if (!(await latest.current.settle(areaOfShape(read.shape)!))) return;
      map?.fit(boundsOf(read.shape), 19);
      say(t("fileSet", values));
    } else if (read.lines) {
      setAround(read.lines);
      map?.fit(boundsOf(read.lines), 19);
      say(t("fileLines", values));
    }
  };
  return { datum, setDatum, fault, take };
}
