import type { PlanFactsQuery } from "../gql/graphql.js";

/** What is known of a plan beside its ground; read anew after each edit. */
export type PlanFacts = NonNullable<PlanFactsQuery["gridPlan"]>;
