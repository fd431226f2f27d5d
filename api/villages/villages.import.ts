import { townshipOfVillage } from "../../geo/codes.js";
import type { ImportRules } from "../import/import-rules.js";

/** A village that a file does not name gets the number of its row; its code tells its township. */
export const villageImport: ImportRules = {
  fills: (profile) => ["code", "name", ...(profile === "cn" ? ["townshipCode"] : [])],
  fill(values, { row, profile }) {
    values["code"] ??= String(row);
    values["name"] ??= values["code"];
    if (profile === "cn") values["township_code"] ??= townshipOfVillage(String(values["code"]));
  },
};
