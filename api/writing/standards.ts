import type { CodeProfile } from "../../geo/codes.js";
import type { Services } from "../core/services.js";

/** What values are checked against, read before the transaction that writes them. */
export interface Standards {
  county: CountyRules;
  codes: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface CountyRules {
  id: number;
  codeProfile: CodeProfile;
  gridCodeTemplate: string;
  /** Of its plane, degrees; null: the county is made by the same writing. */
  origin: readonly number[] | null;
}

export const standardsOf = async (
  { counties, categories }: Pick<Services, "counties" | "categories">,
  county: number,
): Promise<Standards> => ({
  county: await counties.get(county),
  codes: await categories.offered(county),
});
