import type { Geometry, LineString, MultiPolygon, Position } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { admit, boundsOf, partsOf, verticesOf } from "../../geo/geometry.js";
import { GridShapesDocument } from "../gql/graphql.js";
import { reachAt } from "../outline/rings.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { type Area, areaOfShape, areaPolygon } from "../state/area.js";
import { areaOf, type Figure, isEnough, lineOf, press, type Sketch, takeBack } from "./sketch.js";
import { askDrawn, factsOf, GRIDS_MOST, type ReadArea, useReadArea } from "./use-area-facts.js";
import { type AreaFile, useAreaFile } from "./use-area-file.js";
import { useSizeWords } from "./use-size-words.js";
import { useAreaWords } from "./words.js";

/** What a figure is drawn for: to be the area, to have an area along it, or to be measured. */
export type Use = "area" | "near" | "measure";
export type Tool =
  | { kind: "figure"; figure: Figure; use: Use }
  | { kind: "grids" }
  /** The corners of what is the area; its parts as they begin. */
  | { kind: "corners"; begun: Position[][][] };
/** What becomes of the present area once another is drawn. */
export type Combining = "replace" | "add" | "minus";

/** Vertices of an area that the service takes from who is signed in. */
const VERTICES_MOST = 10_000;
/** Corners that can still be told apart, and dragged, one by one. */
const CORNERS_MOST = 400;

export interface AreaTools {
  area: Area | null;
  read: ReadArea;
  tool: Tool | null;
  sketch: Sketch | null;
  /** A measured figure stays until it is put away. */
  isMeasured: boolean;
  picked: readonly string[];
  combining: Combining;
  /** Around what an area is asked for; the distance is still to be given. */
  around: Geometry | null;
  setCombining(how: Combining): void;
  begin(tool: Tool): void;
  /** Takes the present area in hand: its corners, a circle's radius, or which grids it has. */
  edit(): void;
  /** What came of its corners. */
  accept(shape: MultiPolygon): void;
  finish(): void;
  back(): void;
  cancel(): void;
  setAround(geometry: Geometry | null): void;
  /** Makes it the area, or adds it to or takes it from the present one; false: it stays as it was. */
  settle(area: Area): Promise<boolean>;
  file: AreaFile;
  /** Makes a line the outline of the area, its ends joined. */
  setInside(line: LineString): void;
  setWithin(geometry: Geometry, metres: number): Promise<void>;
  clear(): void;
}

/** The keyboard goes to the map, where its arrows and Enter draw. */
const focusMap = () => {
  document.querySelector<HTMLElement>(".map canvas")?.focus({ preventScroll: true });
};

/** Areas and measuring in a workspace: one tool at a time, by pointer, finger and keyboard alike. */
export function useAreaTools(onArea: (area: Area | null) => void): AreaTools {
  const t = useAreaWords();
  const words = useSizeWords();
  const { map, view, say } = useShell();
  const { client } = useSession().connection;
  const { area } = view;
  const read = useReadArea(area);
  const [tool, setTool] = useState<Tool | null>(null);
  const [sketch, setSketch] = useState<Sketch | null>(null);
  const [isMeasured, setMeasured] = useState(false);
  const [picked, setPicked] = useState<string[]>([]);
  const [combining, setCombining] = useState<Combining>("replace");
  const [around, setAround] = useState<Geometry | null>(null);

  const stop = useCallback(() => {
    setTool(null);
    setSketch(null);
    setMeasured(false);
  }, []);

  const shapeOf = useCallback(
    async (of: Area): Promise<ReturnType<typeof areaPolygon>> => {
      const drawn = of === area ? read.drawn : await askDrawn(client, of);
      if (drawn?.kind !== "grids") return drawn && areaPolygon(drawn);
      const ids = drawn.ids.slice(0, GRIDS_MOST);
      const { data } = await ask(client, GridShapesDocument, { ids });
      const shapes = (data?.nodes ?? []).flatMap((n) =>
        n && "geometry" in n && n.geometry ? [areaPolygon(areaOfShape(n.geometry)!)!] : [],
      );
      if (shapes.length < drawn.ids.length) return null;
      return (await import("./shape-ops.js")).together(shapes);
    },
    [client, area, read.drawn],
  );

  const settle = useCallback(
    async (next: Area): Promise<boolean> => {
      const refuse = (text: string) => {
        say(text);
        return false;
      };
      if (combining === "replace" || !area) {
        const n = next.kind === "polygon" ? verticesOf(areaPolygon(next)!) : 0;
        if (n > VERTICES_MOST) return refuse(t("tooMany", { n, most: VERTICES_MOST }));
        onArea(next);
        return true;
      }
      const [base, other] = [await shapeOf(area), await shapeOf(next)];
      if (!base || !other) return refuse(t("failed"));
      const { together, without } = await import("./shape-ops.js");
      const shape = combining === "add" ? together([base, other]) : without(base, other);
      if (!shape) return refuse(t("empty"));
      const n = verticesOf(shape);
      if (n > VERTICES_MOST) return refuse(t("tooMany", { n, most: VERTICES_MOST }));
      setCombining("replace");
      onArea(areaOfShape(shape));
      say(t("saidSet", { size: words.size(factsOf(shape).m2) }));
      return true;
    },
    [area, combining, shapeOf, onArea, say, t, words],
  );
  const file = useAreaFile({ settle, setAround });

  const setWithin = async (geometry: Geometry, metres: number) => {
    const { within } = await import("./shape-ops.js");
    const shape = within(geometry, metres);
    if (!(await settle(areaOfShape(shape)!))) return;
    setAround(null);
    say(t("saidSet", { size: words.size(factsOf(shape).m2) }));
  };
  const setInside = ({ coordinates }: LineString) => {
    const { geometry } = admit({
      type: "Polygon",
      coordinates: [[...coordinates, coordinates[0]!].map((p) => p.slice(0, 2))],
    });
    if (!geometry) return say(t("crosses"));
    setAround(null);
    void settle(areaOfShape(geometry)!);
  };

  const end = useCallback(
    (drawn: Sketch) => {
      if (tool?.kind !== "figure") return;
      if (tool.use === "measure") return setMeasured(true);
      if (tool.use === "near") {
        setAround(lineOf(drawn));
        return stop();
      }
      const made = areaOf(drawn);
      const shape = made && areaPolygon(made);
      // A polygon that crosses itself is told here, while its corners can still be taken back.
      if (!made || !shape || (made.kind === "polygon" && admit(shape).fault))
        return say(t("crosses"));
      stop();
      void settle(made);
      say(t("saidSet", { size: words.size(factsOf(shape).m2) }));
    },
    [tool, stop, settle, say, t, words],
  );

  const latest = useRef({ sketch, end, say, t });
  latest.current = { sketch, end, say, t };
  useEffect(() => {
    if (!map || !tool || tool.kind === "corners") return;
    if (tool.kind === "grids")
      return map.grabClicks((_at, [id]) => {
        if (!id) return;
        setPicked((old) => (old.includes(id) ? old.filter((g) => g !== id) : [...old, id]));
      });
    if (isMeasured) return;
    return map.grabClicks((at) => {
      const now = latest.current.sketch ?? { figure: tool.figure, corners: [] };
      const { sketch: next, done } = press(now, at, reachAt(map.camera().zoom, at[1]));
      // The next click may come before the page is drawn again.
      latest.current.sketch = next;
      setSketch(next);
      if (done) latest.current.end(next);
    });
  }, [map, tool, isMeasured]);
  useEffect(() => {
    if (tool?.kind === "grids") map?.pickGrids(picked);
  }, [map, tool, picked]);

  const isDrawing = tool?.kind === "figure" && !isMeasured;
  useEffect(() => {
    if (!isDrawing) return;
    const onKey = (e: KeyboardEvent) => {
      const isTyping = e.target instanceof Element && e.target.closest("input, textarea, select");
      if (e.key !== "Backspace" || isTyping) return;
      e.preventDefault();
      setSketch((old) => old && takeBack(old));
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, [isDrawing]);

  const cancel = () => {
    if (tool?.kind === "grids") map?.pickGrids(read.drawn?.kind === "grids" ? read.drawn.ids : []);
    if (tool && !isMeasured) say(t("saidCancel"));
    setAround(null);
    stop();
  };
  const back = () => {
    if (sketch && sketch.corners.length > 0) setSketch(takeBack(sketch));
  };
  const finish = () => {
    if (tool?.kind === "grids") {
      stop();
      if (picked.length > 0) void settle({ kind: "grids", ids: picked });
      else onArea(null);
    } else if (sketch && isEnough(sketch)) end(sketch);
  };
  const begin = (next: Tool) => {
    if (!map) return;
    stop();
    setAround(null);
    if (next.kind === "grids") setPicked(read.drawn?.kind === "grids" ? read.drawn.ids : []);
    else if (next.kind === "figure") setSketch({ figure: next.figure, corners: [] });
    setTool(next);
    focusMap();
  };
  const edit = () => {
    const { drawn } = read;
    if (!drawn) return;
    if (drawn.kind === "grids") return begin({ kind: "grids" });
    const shape = areaPolygon(drawn)!;
    if (drawn.kind === "circle") {
      map?.fit(boundsOf(shape), 19);
      begin({ kind: "figure", figure: "circle", use: "area" });
      return setSketch({ figure: "circle", corners: [drawn.center] });
    }
    const n = verticesOf(shape);
    if (n > CORNERS_MOST) return say(t("editTooMany", { n, most: CORNERS_MOST }));
    begin({ kind: "corners", begun: partsOf(shape) });
  };
  const accept = (edited: MultiPolygon) => {
    // Snapped as it will be asked with; one part is a polygon again.
    const shape = admit(edited).geometry as MultiPolygon | null;
    if (!shape) return say(t("crosses"));
    stop();
    onArea(areaOfShape(shape));
    say(t("saidSet", { size: words.size(factsOf(shape).m2) }));
  };
  return {
    area,
    read,
    tool,
    sketch,
    isMeasured,
    picked,
    combining,
    around,
    setCombining,
    begin,
    edit,
    accept,
    finish,
    back,
    cancel,
    setAround,
    settle,
    file,
    setInside,
    setWithin,
    clear: () => {
      setCombining("replace");
      onArea(null);
    },
  };
}
