import { useCallback, useMemo, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { DATA_LAYERS, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import type { Found, FoundCell, MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { HelpSheet } from "../shell/help-sheet.js";
import { useLetterKeys } from "../shell/letter-keys.js";
import { usePageTitle } from "../shell/page-title.js";
import { PurposeDialog } from "../shell/purpose-dialog.js";
import { TopBar } from "../shell/top-bar.js";
import { useShortcuts } from "../shell/use-shortcuts.js";
import { type Area, cellArea } from "../state/area.js";
import { periodOf } from "../state/time-range.js";
import type { HeldView } from "../state/use-view-state.js";
import { useCopy } from "../ui/copy-dialog.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Toast, useToast } from "../ui/toast.js";
import { titleOf } from "./details.js";
import type { Narrowing } from "./filter-of.js";
import { LeftDock } from "./left-dock.js";
import { MapCanvas } from "./map-canvas.js";
import { MapCell } from "./map-cell.js";
import { ResultsTable } from "./results-table.js";
import { RightDock, type Side } from "./right-dock.js";
import { SearchBox } from "./search-box.js";
import { useAreaDraw } from "./use-area-draw.js";
import { useCounts } from "./use-counts.js";
import { useLive } from "./use-live.js";
import { useMapFollows } from "./use-map-follows.js";
import { useObject } from "./use-object.js";
import type { Hit } from "./use-search.js";
import { useViewCounts } from "./use-view-counts.js";

const isNarrow = () => matchMedia("(max-width: 760px)").matches;
/** Layers whose objects are too large for a fixed zoom. */
const FITTED: readonly LayerInfo["name"][] = ["VILLAGES", "GRIDS", "STREETS", "WATERS"];

export function Explore({ view, update, arrival }: HeldView) {
  const { t, label, language } = useWords();
  const session = useSession();
  const isAnonymous = session.viewer.kind === "anonymous";
  const { county, purpose } = session;
  const [side, setSide] = useState<Side>({
    kind: isAnonymous ? (isNarrow() ? "layers" : "signIn") : "none",
  });
  const [layersOpen, setLayersOpen] = useState(true);
  const [dialog, setDialog] = useState<"purpose" | "help" | null>(null);
  const [releaseArea, setReleaseArea] = useState<string | null>(null);
  const [map, setMap] = useState<MapAdapter | null>(null);
  const [isMapWhole, setMapWhole] = useState(true);
  const [toast, say] = useToast();
  const { copy, dialog: copyDialog } = useCopy();
  const [letterKeys, setLetterKeys] = useLetterKeys();
  const search = useRef<HTMLInputElement>(null);
  const live = useLive();
  // biome-ignore lint/correctness/useExhaustiveDependencies(live.version): «the last week» ends anew with each change
  const period = useMemo(
    () => periodOf(view.time, county.timeZone),
    [view.time, county.timeZone, live.version],
  );
  const narrowing = useMemo<Narrowing>(
    () => ({ area: view.area, period, categories: view.categories, county: county.id }),
    [view.area, period, view.categories, county.id],
  );
  const version = `${live.version}|${purpose ?? ""}`;
  const tiles = useMemo<TileQuery>(
    () => ({
      ...period,
      ...(view.categories ? { categories: view.categories } : {}),
      v: live.version,
    }),
    [period, view.categories, live.version],
  );
  const counts = useCounts(narrowing, live.version);
  const inView = useViewCounts(map, view, narrowing, live.version, counts);
  const selectedLayer = view.selection ? layerNamed(session, view.selection.layer) : undefined;
  const one = useObject(selectedLayer, view.selection?.id ?? null, version);

  const select = useCallback(
    (layer: string, id: string) => {
      update({ selection: { layer, id } });
      setSide({ kind: "none" });
    },
    [update],
  );
  const onPick = (found: Found[]) => {
    const released = found.find((f) => f.layer === "release");
    if (released) {
      setReleaseArea(released.id);
      setSide({ kind: "layers" });
      return;
    }
    const points = found.filter((f) => !["grids", "villages", "buildings"].includes(f.layer));
    if (points.length > 1) {
      update({ selection: null });
      setSide({ kind: "choice", found: points.slice(0, 50) });
      return;
    }
    if (found[0] && layerNamed(session, found[0].layer)) select(found[0].layer, found[0].id);
    else update({ selection: null });
  };
  const onArea = useCallback(
    (area: Area | null) => {
      update({ area, ...(area ? { table: view.table ?? "incidents", selection: null } : {}) });
    },
    [update, view.table],
  );
  /** A coarse place is no object to open: what is there is listed, as coarsely as it is known. */
  const onPickCell = ({ layer, at }: FoundCell) => {
    update({ area: cellArea(at), table: layer, selection: null });
  };
  const draw = useAreaDraw(map, view.area, onArea);
  const chosen = one.object?.geometry ?? null;
  useMapFollows(map, {
    view,
    arrival,
    chosen,
    outlined: side.kind === "form" ? null : chosen,
    tiles,
    live,
    purpose,
  });

  const closeSide = () => {
    setSide({ kind: "none" });
    map?.setPin(null);
  };
  const unselect = (said?: string) => {
    update({ selection: null });
    if (said) say(said);
  };
  const incidents = layerNamed(session, "incidents");
  const firstTable = DATA_LAYERS.flatMap((n) => layerNamed(session, n) ?? [])[0];
  const canReport = incidents?.canCreate ?? false;
  const tableLayer =
    view.table && !isAnonymous ? (layerNamed(session, view.table) ?? firstTable) : undefined;
  const report = () => {
    if (!canReport) return;
    draw.cancel();
    update({ selection: null });
    setSide({ kind: "report" });
  };
  const toHit = (hit: Hit) => {
    if (FITTED.includes(hit.layer)) map?.fit(hit.bounds, 16);
    else map?.fly(hit.point);
    select(listFieldOf(hit.layer), String(hit.id));
  };
  useShortcuts(
    {
      "/": () => {
        search.current?.focus();
      },
      "?": () => {
        setDialog("help");
      },
      l: () => {
        setLayersOpen((o) => !o);
      },
      a: () => {
        if (!isAnonymous) draw.begin("polygon");
      },
      t: () => {
        if (!isAnonymous) update({ table: view.table ? null : "incidents" });
      },
      r: report,
      Escape: () => {
        if (draw.tool) draw.cancel();
        else if (side.kind !== "none") closeSide();
        else if (view.selection) update({ selection: null });
        else if (view.table) update({ table: null });
      },
    },
    letterKeys,
  );
  usePageTitle(
    selectedLayer ? titleOf(one.object, label(selectedLayer)) : null,
    language === "zh" ? county.name : (county.nameEn ?? county.name),
  );
  const purposeDialog = () => {
    setDialog("purpose");
  };
  const hasRight = side.kind === "none" ? view.selection !== null : side.kind !== "layers";
  return (
    <div
      className="explore"
      data-left={layersOpen}
      data-sheet={
        side.kind === "layers" ? "layers" : hasRight ? "right" : tableLayer ? "table" : "none"
      }
    >
      <TopBar
        search={<SearchBox inputRef={search} onChoose={toHit} />}
        onLanguage={(language) => {
          update({ language });
        }}
        onPurpose={purposeDialog}
        onHelp={() => {
          setDialog("help");
        }}
        onLink={() =>
          void copy(location.href).then((copied) => {
            if (copied) say(t("copied"));
          })
        }
        onSignIn={() => {
          setSide({ kind: "signIn" });
        }}
      />
      <LeftDock
        map={map}
        view={view}
        update={update}
        counts={counts}
        live={live}
        inView={inView}
        releaseArea={releaseArea}
        onReleaseArea={setReleaseArea}
        onClose={
          isAnonymous && !isNarrow()
            ? undefined
            : () => {
                if (!isAnonymous) setLayersOpen(false);
                closeSide();
              }
        }
      />
      <MapCell
        map={map}
        draw={draw}
        area={view.area}
        layersOpen={layersOpen}
        isLinkUp={live.up}
        isWhole={isMapWhole}
        onMend={() => {
          map?.setQuery({ ...tiles, v: Date.now().toString(36) });
        }}
        actions={
          side.kind === "form" || side.kind === "report"
            ? null
            : {
                add: (layer) => {
                  update({ selection: null });
                  setSide({ kind: "form", layer, object: null });
                },
                ...(tableLayer
                  ? {}
                  : {
                      table: () => {
                        update({ table: "incidents" });
                      },
                    }),
                ...(canReport ? { report } : {}),
              }
        }
        onArea={onArea}
        onClearArea={() => {
          update({ area: null });
        }}
        onLayers={() => {
          if (isNarrow()) setSide({ kind: "layers" });
          else setLayersOpen(true);
        }}
        onPurpose={purposeDialog}
      >
        <MapCanvas
          view={view}
          tiles={tiles}
          onMap={setMap}
          events={{
            onPick,
            onPickCell,
            onMove: (camera) => {
              update({ camera });
            },
            onWhole: (whole) => {
              setMapWhole(whole);
              if (!whole) session.connection.link.check();
            },
          }}
        />
      </MapCell>
      {tableLayer && (
        <DockBoundary name="table" resetKeys={[tableLayer.name]}>
          <ResultsTable
            layer={tableLayer}
            narrowing={narrowing}
            version={version}
            counts={counts}
            isStale={!live.up}
            selectedId={view.selection?.id ?? null}
            onLayer={(table) => {
              update({ table });
            }}
            onRow={(row) => {
              select(listFieldOf(tableLayer.name), row.id);
              if (row.centroid) map?.fly(row.centroid, 15.5);
            }}
            onHover={(row) => {
              map?.setHovered(row?.centroid ?? null);
            }}
            onClose={() => {
              update({ table: null });
            }}
          />
        </DockBoundary>
      )}
      {hasRight && (
        <RightDock
          side={side}
          map={map}
          selection={view.selection}
          one={one}
          onSelect={select}
          onUnselect={unselect}
          onForm={(layer, object) => {
            setSide({ kind: "form", layer, object });
          }}
          onPurpose={purposeDialog}
          onClose={closeSide}
          onDone={(layer, id, said) => {
            closeSide();
            select(layer, id);
            say(said);
          }}
          onReported={(reported) => {
            setSide({ kind: "receipt", reported });
          }}
          onReport={report}
        />
      )}
      <DockBoundary name="dialogs" resetKeys={[dialog]}>
        <PurposeDialog
          open={dialog === "purpose"}
          onOpenChange={(open) => {
            setDialog(open ? "purpose" : null);
          }}
        />
        <HelpSheet
          letterKeys={letterKeys}
          onLetterKeys={setLetterKeys}
          open={dialog === "help"}
          onOpenChange={(open) => {
            setDialog(open ? "help" : null);
          }}
        />
        {copyDialog}
      </DockBoundary>
      <Toast text={toast} />
    </div>
  );
}
