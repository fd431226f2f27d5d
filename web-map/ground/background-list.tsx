import { useWords } from "../i18n/use-words.js";
import { useBackground } from "./use-background.js";
import { useGroundWords } from "./words.js";

/** Switches of the background maps that the service is configured with; one is on at a time. */
export function BackgroundList() {
  const { name } = useWords();
  const t = useGroundWords();
  const { maps, on, opacity, choose } = useBackground();
  if (maps.length === 0) return null;
  return (
    <>
      <h3 className="group-title">
        {t("backgrounds")}
        <span className="muted">{t("backgroundsFrom")}</span>
      </h3>
      <ul className="layers">
        {maps.map((map) => (
          <li key={map.id} data-shown={on === map}>
            <label className="layer-row">
              <input
                type="checkbox"
                className="switch"
                checked={on === map}
                onChange={() => {
                  choose({ id: on === map ? null : map.id, opacity });
                }}
                aria-label={t("showBackground", { name: name(map) })}
              />
              <span className="layer-name">{name(map)}</span>
            </label>
            {on === map && (
              <div className="background-look">
                <label>
                  {t("opacity")}
                  <input
                    type="range"
                    min={10}
                    max={100}
                    step={10}
                    value={Math.round(opacity * 100)}
                    onChange={(e) => {
                      choose({ id: map.id, opacity: Number(e.target.value) / 100 });
                    }}
                  />
                </label>
                <p className="muted">
                  {t(map.crs)}
                  <br />
                  {t("toldTo", { host: new URL(map.tiles).host })}
                </p>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
