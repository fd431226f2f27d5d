import { sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";
import type { Transaction } from "../core/database.js";

/** Holds a county until the transaction ends: whoever asks for it too comes after it. */
export const inTurn = (tx: Transaction, id: number): Promise<unknown> =>
  tx.rows(sql`select ${county.id} from ${county} where ${county.id} = ${id} for no key update`);
