import type { Language } from "../i18n/i18n.js";
import { orderKey } from "../layers/layer-documents.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { doorHeaders, serviceRoot } from "../session/address.js";
import { purposeHeaders } from "../session/client.js";
import type { RowSelection } from "./use-row-selection.js";
import type { Sorting } from "./use-rows.js";

export type ExportFormat = "csv" | "geojson";

export interface ExportedList {
  layer: LayerInfo;
  format: ExportFormat;
  filter: Record<string, unknown>;
  sorting: Sorting | null;
  /** Null: all that the filter finds. */
  selection: RowSelection | null;
  fields: readonly string[];
  language: Language;
  purpose: string | null;
  fileName: string;
}

/**
 * Has the service write the rows as a file and gives it to the browser to keep. Answers why not, or
 * null. A table for people is in their words and as they arranged it; GeoJSON is for programs.
 */
export async function exportRows(list: ExportedList): Promise<string | null> {
  const { layer, format, selection, sorting } = list;
  const body = {
    format,
    filter: list.filter,
    ...(sorting && {
      orderBy: { field: orderKey(sorting.field), direction: sorting.descending ? "DESC" : "ASC" },
    }),
    ...(selection?.of === "some" && { ids: [...selection.ids] }),
    ...(selection?.of === "all" && { except: [...selection.except] }),
    ...(format === "csv" && { fields: list.fields, language: list.language }),
  };
  return exportFile(listFieldOf(layer.name), body, list);
}

/** Has the service write a file; answers why it did not, or null. */
export async function exportFile(
  what: string,
  body: object,
  { purpose, fileName }: { purpose: string | null; fileName: string },
): Promise<string | null> {
  const headers = {
    "content-type": "application/json",
    ...doorHeaders,
    ...purposeHeaders(purpose),
  };
  try {
    const answer = await fetch(`${serviceRoot}/exports/${what}`, {
      method: "POST",
      credentials: "same-origin",
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) {
      const said = (await answer.json()) as { error?: { message?: string } };
      return said.error?.message ?? answer.statusText;
    }
    save(await answer.blob(), fileName);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
