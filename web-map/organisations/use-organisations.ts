import { useMemo } from "react";
import { OrganisationsDocument, type OrganisationsQuery } from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { useAsked } from "../session/use-asked.js";

type Organisation = OrganisationsQuery["organisations"]["nodes"][number];

interface OrganisationChoice extends Organisation {
  /** It answers for the place: offered first. */
  answers: boolean;
}

interface Organisations {
  /** Null until they are here. */
  choices: OrganisationChoice[] | null;
  fault: Fault | null;
}

/** Those that answer for the place first, in the service's order; then the others by code. */
function choicesOf(query: OrganisationsQuery): OrganisationChoice[] {
  const rank = new Map(query.organisationsFor.map((o, n) => [o.id, n]));
  return query.organisations.nodes
    .map((o) => ({ ...o, answers: rank.has(o.id) }))
    .sort((a, b) => (rank.get(a.id) ?? rank.size) - (rank.get(b.id) ?? rank.size));
}

/** Organisations of a county to choose from, for a matter at a place. */
export function useOrganisations(county: number, lon: number, lat: number): Organisations {
  const { data, fault } = useAsked(OrganisationsDocument, { county, point: [lon, lat] });
  const choices = useMemo(() => (data ? choicesOf(data) : null), [data]);
  return { choices, fault: fault ?? null };
}
