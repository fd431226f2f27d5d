import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { isShown, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import type { Found } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { HelpSheet } from "../shell/help-sheet.js";
import { PurposeDialog } from "../shell/purpose-dialog.js";
import { SignIn } from "../shell/sign-in.js";
import { TopBar } from "../shell/top-bar.js";
import { useShortcuts } from "../shell/use-shortcuts.js";
import type { Area } from "../state/area.js";
import { periodOf } from "../state/time-range.js";
import type { ViewState } from "../state/view-state.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { Toast, useToast } from "../ui/toast.js";
import { AddMenu } from "./add-menu.js";
import { AreaHint, AreaTools } from "./area-tools.js";
import { ChoiceList } from "./choice-list.js";
import { Details } from "./details.js";
import type { Narrowing } from "./filter-of.js";
import { LayersPanel } from "./layers-panel.js";
import { MapControls } from "./map-controls.js";
import { ObjectForm } from "./object-form.js";
import { PublicView } from "./public-view.js";
import { ReportForm } from "./report-form.js";
import { ResultsTable } from "./results-table.js";
import { type Hit, SearchBox } from "./search-box.js";
import { TimeFilter } from "./time-filter.js";
import { useAreaDraw } from "./use-area-draw.js";
import { useCounts } from "./use-counts.js";
import { useLabelPoints } from "./use-label-points.js";
import { useLive } from "./use-live.js";
import { useMap } from "./use-map.js";
import { type FullObject, useObject } from "./use-object.js";

/** What stands beside the map on the right; on a phone, the sheet. */
type Side =
  | { kind: "none" | "report" | "signIn" | "layers" }
  | { kind: "choice"; found: Found[] }
  | { kind: "form"; layer: LayerInfo; object: FullObject | null };

const isNarrow = () => matchMedia("(max-width: 760px)").matches;

export function Explore({
  view,
  update,
}: {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
}) {
  const { t } = useWords();
  const session = useSession();
  const isAnonymous = session.viewer.kind === "anonymous";
  const { county, purpose } = session;
  const [side, setSide] = useState<Side>({
    kind: isAnonymous ? (isNarrow() ? "layers" : "signIn") : "none",
  });
  const [layersOpen, setLayersOpen] = useState(true);
  const [dialog, setDialog] = useState<"purpose" | "help" | null>(null);
  const [releaseArea, setReleaseArea] = useState<string | null>(null);
  const [toast, say] = useToast();
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
  const selectedLayer = view.selection ? layerNamed(session, view.selection.layer) : undefined;
  const one = useObject(selectedLayer, view.selection?.id ?? null, version);

  const select = useCallback(
    (layer: string, id: string) => {
      update({ selection: { layer, id } });
      setSide({ kind: "none" });
    },
    [update],
  );
  const { ref, map } = useMap(view, tiles, {
    onPick: (found) => {
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
    },
    onMove: (camera) => {
      update({ camera });
    },
    onTileFailure: () => {
      say(t("tilesFailed"));
    },
  });

  useLabelPoints(
    map,
    live.changed.some((l) => l === "grids" || l === "villages") ? live.version : "",
  );

  const onArea = useCallback(
    (area: Area | null) => {
      update({ area, ...(area ? { table: view.table ?? "incidents", selection: null } : {}) });
    },
    [update, view.table],
  );
  const draw = useAreaDraw(map, view.area, onArea);
  useEffect(() => {
    map?.showLayers((name) => isShown(view.layers, name.toUpperCase() as LayerInfo["name"]));
  }, [map, view.layers]);
  useEffect(() => {
    map?.setArea(view.area);
  }, [map, view.area]);
  useEffect(() => {
    if (map) map.setSelected(side.kind === "form" ? null : (one.object?.geometry ?? null));
  }, [map, one.object, side.kind]);
  // A link that names an object but no view opens on the object.
  const unplaced = useRef(view.camera === null && view.selection !== null);
  useEffect(() => {
    if (!map || !one.object?.geometry || !unplaced.current) return;
    unplaced.current = false;
    map.fit(boundsOf(one.object.geometry), 17);
  }, [map, one.object]);
  const narrowed = JSON.stringify([period, view.categories]);
  const shownTiles = useRef<{ narrowed: string; purpose: string | null; live: string } | null>(
    null,
  );
  useEffect(() => {
    if (!map) return;
    const before = shownTiles.current;
    shownTiles.current = { narrowed, purpose, live: live.version };
    if (!before) return;
    // A purpose shows exact places in every layer; time and categories narrow incidents; a change
    // elsewhere is its layer's.
    if (before.purpose !== purpose) return map.setQuery(tiles);
    const stale = [
      ...(before.live === live.version ? [] : live.changed),
      ...(before.narrowed === narrowed ? [] : ["incidents"]),
    ];
    if (stale.length > 0) map.setQuery(tiles, stale);
  }, [map, tiles, live, purpose, narrowed]);

  const closeSide = () => {
    setSide({ kind: "none" });
    map?.setPin(null);
  };
  const incidents = layerNamed(session, "incidents");
  const canReport = incidents?.canCreate ?? false;
  const tableLayer =
    view.table && !isAnonymous ? (layerNamed(session, view.table) ?? incidents) : undefined;
  const report = () => {
    if (canReport) {
      draw.cancel();
      update({ selection: null });
      setSide({ kind: "report" });
    }
  };
  const copyLink = () => {
    void navigator.clipboard.writeText(location.href).then(() => {
      say(t("copied"));
    });
  };
  const toHit = (hit: Hit) => {
    if (
      hit.layer === "VILLAGES" ||
      hit.layer === "GRIDS" ||
      hit.layer === "STREETS" ||
      hit.layer === "WATERS"
    )
      map?.fit(hit.bounds, 16);
    else map?.fly(hit.point);
    select(listFieldOf(hit.layer), String(hit.id));
  };
  useShortcuts({
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
  });
  const done = (layer: string, id: string, text: string) => {
    closeSide();
    select(layer, id);
    say(text);
  };
  const right =
    side.kind === "none" && !view.selection ? null : side.kind === "none" && selectedLayer ? (
      <Details
        layer={selectedLayer}
        one={one}
        onClose={() => {
          update({ selection: null });
        }}
        onPurpose={() => {
          setDialog("purpose");
        }}
        onEdit={(object) => {
          if (object.geometry) map?.fit(boundsOf(object.geometry), 18.5);
          setSide({ kind: "form", layer: selectedLayer, object });
        }}
        onZoom={(b) => {
          map?.fit(b, 18);
        }}
        onRetired={() => {
          update({ selection: null });
          say(t("saved"));
        }}
      />
    ) : side.kind === "form" ? (
      <ObjectForm
        key={side.object?.id ?? side.layer.name}
        layer={side.layer}
        object={side.object}
        map={map}
        onClose={closeSide}
        onDone={(id) => {
          done(listFieldOf(side.layer.name), id, t("saved"));
        }}
      />
    ) : side.kind === "report" && incidents ? (
      <ReportForm
        layer={incidents}
        map={map}
        onClose={closeSide}
        onDone={(id, title) => {
          done("incidents", id, t("reportDone", { title }));
        }}
      />
    ) : side.kind === "choice" ? (
      <ChoiceList
        found={side.found}
        onClose={closeSide}
        onChoose={(f) => {
          select(f.layer, f.id);
        }}
      />
    ) : side.kind === "none" ? (
      <Panel
        title={t("details")}
        label={t("details")}
        onClose={() => {
          update({ selection: null });
        }}
      >
        <FaultNotice fault={{ code: "FORBIDDEN", message: "" }} />
      </Panel>
    ) : side.kind === "signIn" ? (
      <Panel
        title={isAnonymous ? t("signInTitle") : t("signIn")}
        label={t("signIn")}
        onClose={closeSide}
      >
        <SignIn />
      </Panel>
    ) : null;
  const leftPanel = isAnonymous ? (
    <Panel
      title={t("publicTitle")}
      label={t("publicTitle")}
      className="left"
      onClose={isNarrow() ? closeSide : undefined}
    >
      <PublicView map={map} selectedId={releaseArea} onSelect={setReleaseArea} />
    </Panel>
  ) : (
    <Panel
      title={t("layers")}
      label={t("layers")}
      className="left"
      onClose={() => {
        setLayersOpen(false);
        closeSide();
      }}
    >
      <div className="narrow-by">
        <TimeFilter
          time={view.time}
          onTime={(time) => {
            update({ time });
          }}
        />
      </div>
      <LayersPanel
        view={view}
        update={update}
        counts={counts}
        onTable={(table) => {
          update({ table });
        }}
      />
    </Panel>
  );
  return (
    <div
      className="explore"
      data-left={layersOpen}
      data-sheet={
        side.kind === "layers" ? "layers" : right ? "right" : tableLayer ? "table" : "none"
      }
    >
      <TopBar
        search={<SearchBox inputRef={search} onChoose={toHit} />}
        onLanguage={(language) => {
          update({ language });
        }}
        onPurpose={() => {
          setDialog("purpose");
        }}
        onHelp={() => {
          setDialog("help");
        }}
        onLink={copyLink}
        onSignIn={() => {
          setSide({ kind: "signIn" });
        }}
      />
      <div className="left-dock">{leftPanel}</div>
      <main className="map-cell">
        <div
          className="map"
          ref={ref}
          role="application"
          aria-label={t("mapLabel")}
          onKeyDown={(e) => {
            if (e.key === "Enter") map?.pickCentre();
          }}
        />
        <MapControls
          map={map}
          county={county}
          layersOpen={layersOpen}
          onLayers={() => {
            if (isNarrow()) setSide({ kind: "layers" });
            else setLayersOpen(true);
          }}
        />
        {!isAnonymous && (
          <AreaTools
            draw={draw}
            area={view.area}
            onClear={() => {
              update({ area: null });
            }}
            onView={() => {
              if (map) onArea({ kind: "bbox", bounds: map.bounds() });
            }}
          />
        )}
        <AreaHint draw={draw} />
        {!isAnonymous && side.kind !== "form" && (
          <div className="map-actions">
            <AddMenu
              onAdd={(layer) => {
                update({ selection: null });
                setSide({ kind: "form", layer, object: null });
              }}
            />
            {!tableLayer && (
              <button
                type="button"
                className="float-button"
                onClick={() => {
                  update({ table: "incidents" });
                }}
              >
                <Icon name="table" />
                {t("table")}
              </button>
            )}
            {canReport && side.kind !== "report" && (
              <button type="button" className="float-button report-button" onClick={report}>
                <Icon name="report" size={20} />
                {t("report")}
              </button>
            )}
          </div>
        )}
        {!live.up && (
          <p className="live-off" role="status">
            {t("liveOff")}
          </p>
        )}
        {purpose && (
          <button
            type="button"
            className="purpose-strip"
            onClick={() => {
              setDialog("purpose");
            }}
          >
            <Icon name="lock" size={14} />
            {t("purposeActive", { purpose })}
          </button>
        )}
      </main>
      {tableLayer && (
        <ResultsTable
          layer={tableLayer}
          narrowing={narrowing}
          version={version}
          counts={counts}
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
      )}
      {right && <div className="right-dock">{right}</div>}
      <PurposeDialog
        open={dialog === "purpose"}
        onOpenChange={(open) => {
          setDialog(open ? "purpose" : null);
        }}
      />
      <HelpSheet
        open={dialog === "help"}
        onOpenChange={(open) => {
          setDialog(open ? "help" : null);
        }}
      />
      <Toast text={toast} />
    </div>
  );
}
