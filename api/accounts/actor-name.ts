import { type SQL, sql } from "drizzle-orm";
import type { Access } from "../policy/policy.js";

/** What a person with an account is called who is written as `person:login`; else null. */
export const personName = (actor: SQL): SQL =>
  sql`(select a.name from account a where a.login = substr(${actor}, 8)
    and ${actor} like 'person:%')`;

/** What a person is called who is written as `person:login`; null for other actors. */
export const actorName = (access: Access, actor: SQL): SQL =>
  access.seesNames
    ? sql`(select a.name from account a
        where a.login = substr(${access.who(actor)}, 8) and ${actor} like 'person:%')`
    : sql`null::text`;
