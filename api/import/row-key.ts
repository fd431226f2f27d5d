import { hash } from "node:crypto";
import type { RowFault } from "./place-of-row.js";
import type { RawRow } from "./read/raw-row.js";

/**
 * What the row is recognised by: its own content as the file has it, so that other `--map` or
 * `--set` update it; or the column of `--key`.
 */
export function keyOf(raw: RawRow, column: string | undefined, county: number): string | RowFault {
  if (column === undefined)
    return hash(
      "sha256",
      JSON.stringify([
        Object.entries(raw.properties).sort(([a], [b]) => (a < b ? -1 : 1)),
        raw.geometry ?? null,
      ]),
      "base64url",
    );
  const value = raw.properties[column];
  if (
    value === null ||
    value === undefined ||
    typeof value === "object" ||
    String(value).trim() === ""
  )
    return { field: column, reason: "is empty, and --key needs it" };
  const text = String(value).trim();
  if (text.length > 300) return { field: column, reason: "is too long for a key (300 characters)" };
  const exported = column === "id" ? exportedId(text, county) : null;
  return exported ? `id:${exported}` : `key:${text}`;
}

/** The part of an exported id that is a row's own, if it is of this county. */
export function exportedId(value: unknown, county: number): string | null {
  const found = /^(\d{1,9})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(
    String(value ?? ""),
  );
  return found && Number(found[1]) === county ? found[2]! : null;
}
