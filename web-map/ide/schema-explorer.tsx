import type { GraphQLSchema } from "graphql";
import { useState } from "react";
import { describeType } from "./schema-docs.js";

const ROOTS = ["Query", "Mutation", "Subscription"];

/** What there is to ask, from the roots down; a type's name opens it. */
export function SchemaExplorer({ schema }: { schema: GraphQLSchema | null }) {
  const [path, setPath] = useState<string[]>(["Query"]);
  const [filter, setFilter] = useState("");
  if (!schema)
    return (
      <aside>
        <p>…</p>
      </aside>
    );
  const name = path.at(-1)!;
  const { description, entries } = describeType(schema, name);
  const shown = entries.filter((e) => e.name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <aside aria-label="Docs">
      <nav>
        {ROOTS.map((r) => (
          <button
            type="button"
            key={r}
            aria-pressed={name === r}
            onClick={() => {
              setPath([r]);
            }}
          >
            {r}
          </button>
        ))}
      </nav>
      <div className="crumbs">
        {path.length > 1 && (
          <button
            type="button"
            onClick={() => {
              setPath(path.slice(0, -1));
            }}
          >
            ← {path.at(-2)}
          </button>
        )}
        <strong>{name}</strong>
      </div>
      {description && <p>{description}</p>}
      {entries.length > 12 && (
        <input
          placeholder="筛选 Filter"
          value={filter}
          onChange={(e) => {
            setFilter(e.target.value);
          }}
        />
      )}
      <dl>
        {shown.map((e) => (
          <div key={e.name}>
            <dt>
              {e.type && schema.getType(e.type) ? (
                <button
                  type="button"
                  onClick={() => {
                    setPath([...path, e.type]);
                    setFilter("");
                  }}
                >
                  <code>{e.signature}</code>
                </button>
              ) : (
                <code>{e.signature}</code>
              )}
            </dt>
            <dd>{e.description}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
