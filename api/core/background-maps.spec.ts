import { describe, expect, it } from "vitest";
import { backgroundMapsOf } from "./background-maps.js";

const entry = {
  id: "imagery",
  name: { zh: "影像", en: "Imagery" },
  kind: "XYZ",
  url: "https://maps.example/{z}/{x}/{y}.png",
  attribution: "© 测绘",
};
const read = (...entries: object[]) => backgroundMapsOf(JSON.stringify(entries));

describe("background maps", () => {
  it("are read with what is usual filled in", () => {
    expect(read(entry)).toEqual([
      {
        id: "imagery",
        nameZh: "影像",
        nameEn: "Imagery",
        tiles: "https://maps.example/{z}/{x}/{y}.png",
        origin: "https://maps.example",
        hasToken: false,
        attribution: "© 测绘",
        crs: "WGS84",
        maxZoom: 18,
      },
    ]);
  });

  it("of a WMTS are asked by its template, or by keys and values", () => {
    const [rest] = read({
      ...entry,
      kind: "WMTS",
      url: "https://maps.example/img/{TileMatrix}/{TileRow}/{TileCol}",
    });
    expect(rest!.tiles).toBe("https://maps.example/img/{z}/{y}/{x}");
    const [asked] = read({
      ...entry,
      kind: "WMTS",
      url: "https://t0.maps.example/img_w/wmts?tk={token}",
      token: "a b",
      layer: "img",
      matrixSet: "w",
      format: "tiles",
      crs: "CGCS2000",
    });
    expect(asked).toMatchObject({ origin: "https://t0.maps.example", hasToken: true });
    expect(asked!.tiles).toBe(
      "https://t0.maps.example/img_w/wmts?tk=a%20b&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
        "&LAYER=img&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles" +
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
    );
  });

  it.each([
    [{ ...entry, url: "https://maps.example/tile.png" }, "{z}"],
    [{ ...entry, url: "ftp://maps.example/{z}/{x}/{y}" }, "https"],
    [{ ...entry, url: "https://{z}.maps.example/{x}/{y}" }, "host without holes"],
    [{ ...entry, url: "https://me:secret@maps.example/{z}/{x}/{y}" }, "token"],
    [{ ...entry, url: `${entry.url}?k={token}` }, "token"],
    [{ ...entry, kind: "WMS" }, "XYZ or WMTS"],
    [{ ...entry, crs: "BD09" }, "GCJ02"],
    [{ ...entry, maxZoom: 40 }, "maxZoom"],
    [{ ...entry, attribution: "" }, "attribution"],
    [{ ...entry, name: { zh: "影像" } }, "en"],
    [{ ...entry, kind: "WMTS", url: "https://maps.example/wmts" }, "layer"],
  ])("that are wrong are refused with the way out, case %#", (wrong, way) => {
    expect(() => read(entry, wrong)).toThrow(`entry 2: `);
    expect(() => read(entry, wrong)).toThrow(way);
  });

  it("are refused without their keys", () => {
    const secret = { ...entry, url: `${entry.url}?k={token}`, token: "hush", maxZoom: 0 };
    expect(() => read(secret)).toThrow(/^(?!.*hush)/);
    expect(() => backgroundMapsOf('[{"token": "hush"')).toThrow(/^(?!.*hush).*not JSON/);
    expect(() => read(entry, entry)).toThrow("two maps");
  });
});
