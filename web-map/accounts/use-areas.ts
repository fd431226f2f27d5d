import { AccountAreasDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

export interface Choice {
  value: string;
  text: string;
}

/** What a role may be given: by how a role names it. */
export interface Areas {
  villages: Choice[];
  grids: Choice[];
  organisations: Choice[];
}

/** The villages, grids and organisations of the county, with their names. */
export function useAreas(): Areas {
  const { county } = useSession();
  const { data } = useAsked(AccountAreasDocument, { county: county.id });
  return {
    villages: data?.villages.nodes.map((v) => ({ value: v.code, text: v.name })) ?? [],
    grids:
      data?.grids.nodes.map((g) => ({ value: String(g.id), text: `${g.name} ${g.code}` })) ?? [],
    organisations:
      data?.organisations.nodes.map((o) => ({ value: String(o.id), text: o.name })) ?? [],
  };
}
