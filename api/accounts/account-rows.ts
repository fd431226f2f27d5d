import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";

const LOGIN = /^[\p{L}\p{N}._@-]{1,60}$/u;

export interface AccountToInsert {
  login: string;
  name: string;
  passwordHash: string | null;
  isDemo: boolean;
}

export function checkLogin(login: string): void {
  if (!LOGIN.test(login)) throw badInput("login", "login: 1 to 60 letters, digits or . _ @ -");
}

export async function insertAccount(tx: Runner, account: AccountToInsert): Promise<string> {
  const { login, name, passwordHash, isDemo } = account;
  const [row] = await tx.rows<{ id: string }>(sql`
    insert into account (id, login, name, password_hash, is_demo)
    values (${uuid()}::uuid, ${login}, ${name}, ${passwordHash}, ${isDemo})
    on conflict (login) do nothing returning id`);
  if (!row) throw badInput("login", `login: there is already an account ${login}.`);
  return row.id;
}
