import type { GridRow, JurisdictionRow, OrganisationRow, VillageRow } from "./rows.js";
import { TOWNSHIPS } from "./townships.js";

const DEPARTMENTS = [
  "炉格县城市管理局",
  "炉格县应急管理局",
  "炉格县住房和城乡建设局",
  "炉格县市场监督管理局",
];
const PROPERTIES = ["安澜物业", "青禾物业", "同舟物业", "望岭物业"];

/** A block of numbers set aside here, as of persons (names.ts): nobody's office. */
const phone = (n: number) => `1990000${String(8000 + n).padStart(4, "0")}`;

/**
 * Who answers for the county: its office and departments, of each township the government, grid
 * station and police post, of each village its committee, and in the town companies that manage
 * its compounds. All names are invented.
 */
export function organisationsOf(
  county_id: number,
  villages: readonly VillageRow[],
  grids: readonly GridRow[],
  id: () => string,
): { organisations: OrganisationRow[]; jurisdictions: JurisdictionRow[] } {
  const organisations: OrganisationRow[] = [];
  const jurisdictions: JurisdictionRow[] = [];
  const found = (kind: string, name: string, parent: OrganisationRow | null): OrganisationRow => {
    const n = organisations.length + 1;
    const row = {
      county_id,
      id: id(),
      code: `${county_id}-Z${String(n).padStart(3, "0")}`,
      name,
      kind,
      parent_id: parent?.id ?? null,
      phone: phone(n),
    };
    organisations.push(row);
    return row;
  };
  const answers = (o: OrganisationRow, place: { grid?: GridRow; village?: VillageRow }) =>
    jurisdictions.push({
      county_id,
      id: id(),
      organisation_id: o.id,
      grid_id: place.grid?.id ?? null,
      village_id: place.village?.id ?? null,
    });

  const office = found("county-office", "炉格县社会治安综合治理中心", null);
  for (const name of DEPARTMENTS) found("department", name, office);
  found("justice-office", "炉格县司法局", office);
  TOWNSHIPS.forEach(({ name, code }) => {
    const town = found("town", `${name}人民政府`.replace("街道人民政府", "街道办事处"), office);
    const station = found("station", `${name}网格化服务管理站`, town);
    const post = found("police-station", `${name.slice(0, 2)}派出所`, null);
    for (const village of villages.filter((v) => v.township_code === code)) {
      for (const o of [town, station, post]) answers(o, { village });
      const committee = found(
        "village-committee",
        `${village.name}${village.kind === "village" ? "村民" : "居民"}委员会`,
        town,
      );
      answers(committee, { village });
    }
  });
  const communities = villages.filter((v) => v.kind === "community");
  PROPERTIES.forEach((name, k) => {
    const company = found("property", name, null);
    const village = communities[k % communities.length]!;
    for (const grid of grids.filter((g) => g.village_code === village.code).slice(0, 2))
      answers(company, { grid });
  });
  return { organisations, jurisdictions };
}
