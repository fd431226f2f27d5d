import { createHash, randomBytes } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Engine } from "../../db/engine/engine.js";

/** An application's key, written as the service keeps it: by its digest. */
export async function addKey(
  { pool }: Engine,
  { scopes, disabled = false }: { scopes: string[]; disabled?: boolean },
): Promise<string> {
  const key = `hk_${randomBytes(24).toString("base64url")}`;
  await pool.query(
    `insert into api_key (id, key_hash, name, purpose, scopes, disabled_at)
     values ($1, $2, $3, 'test', $4, case when $5 then now() end)`,
    [uuid(), createHash("sha256").update(key).digest(), key.slice(3, 9), scopes, disabled],
  );
  return key;
}
