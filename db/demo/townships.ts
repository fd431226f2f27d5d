import { DEMO_COUNTY_ID } from "./frame.js";

/** Townships by the first nine digits of their villages' codes; the first is the county town. */
export const TOWNSHIPS = [
  { name: "凯江街道", nameEn: "Kaijiang Subdistrict", kind: "subdistrict" },
  { name: "石坝镇", nameEn: "Shiba Town", kind: "town" },
  { name: "云台镇", nameEn: "Yuntai Town", kind: "town" },
].map((its, n) => ({ ...its, code: `${DEMO_COUNTY_ID}10${n}` }));
