import contract from "virtual:contract";
import { buildSchema } from "graphql";
import { useState } from "react";
import { serviceRoot } from "../session/address.js";
import { QueryEditor } from "./query-editor.js";
import { addRun, readRuns } from "./run-history.js";
import { SchemaExplorer } from "./schema-explorer.js";

const EXAMPLE = `# 近期事件 Recent incidents.  Ctrl + Enter ▶
query {
  viewer { kind name roles }
  incidents(first: 5, orderBy: { field: OCCURRED_FROM, direction: DESC }) {
    totalCount
    nodes { id title category occurredFrom grid { name } }
  }
}
`;

async function post(body: unknown, purpose: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${serviceRoot}/graphql`, {
    method: "POST",
    credentials: "same-origin",
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
    },
  });
  return { status: response.status, json: (await response.json()) as unknown };
}

/**
 * The contract to try by hand: editor, variables, purpose, answer, what was asked before, and what
 * there is to ask.
 */
export function Ide() {
  const [schema] = useState(() => buildSchema(contract));
  const [query, setQuery] = useState(() => readRuns(localStorage)[0]?.query ?? EXAMPLE);
  const [initial] = useState(query);
  const [replaced, setReplaced] = useState<{ text: string } | null>(null);
  const [variables, setVariables] = useState("");
  const [purpose, setPurpose] = useState("");
  const [answer, setAnswer] = useState<{ text: string; note: string } | null>(null);
  const [runs, setRuns] = useState(() => readRuns(localStorage));
  const [side, setSide] = useState<"docs" | "history" | null>("docs");
  const run = async () => {
    let parsed: unknown;
    try {
      parsed = variables.trim() === "" ? undefined : JSON.parse(variables);
    } catch (error) {
      return setAnswer({
        text: `变量不是 JSON。Variables are not JSON.\n${String(error)}`,
        note: "",
      });
    }
    setAnswer({ text: "…", note: "" });
    const begun = performance.now();
    try {
      const { status, json } = await post(
        { query, ...(parsed === undefined ? {} : { variables: parsed }) },
        purpose.trim(),
      );
      const text = JSON.stringify(json, null, 2);
      setAnswer({
        text,
        note:
          `${status} · ${Math.round(performance.now() - begun)} ms · ` +
          `${(text.length / 1024).toFixed(1)} KB`,
      });
      setRuns(addRun(localStorage, { query, variables, at: Date.now() }));
    } catch (error) {
      setAnswer({ text: `连不上服务。The service cannot be reached.\n${String(error)}`, note: "" });
    }
  };
  const recall = (past: { query: string; variables: string }) => {
    setReplaced({ text: past.query });
    setVariables(past.variables);
  };
  return (
    <div className="ide" data-side={side !== null}>
      <header>
        <a href="/">Hearthgrid</a>
        <h1>GraphQL</h1>
        <button type="button" className="button primary" onClick={() => void run()}>
          运行 Run
        </button>
        <label>
          用途 Purpose{" "}
          <input
            value={purpose}
            placeholder="个人信息需说明用途；会记入日志"
            onChange={(e) => {
              setPurpose(e.target.value);
            }}
          />
        </label>
        <span className="grow" />
        <button
          type="button"
          className="button"
          aria-pressed={side === "docs"}
          onClick={() => {
            setSide(side === "docs" ? null : "docs");
          }}
        >
          文档 Docs
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={side === "history"}
          onClick={() => {
            setSide(side === "history" ? null : "history");
          }}
        >
          历史 History
        </button>
      </header>
      <section className="ask">
        <QueryEditor
          initial={initial}
          schema={schema}
          replaced={replaced}
          onChange={setQuery}
          onRun={() => void run()}
        />
        <label className="variables">
          变量 Variables (JSON)
          <textarea
            value={variables}
            spellCheck={false}
            placeholder="{}"
            onChange={(e) => {
              setVariables(e.target.value);
            }}
          />
        </label>
      </section>
      <section className="answer" aria-live="polite" aria-label="Answer">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls by keyboard */}
        <pre tabIndex={0}>{answer?.text ?? ""}</pre>
        <small>{answer?.note}</small>
      </section>
      {side === "docs" && <SchemaExplorer schema={schema} />}
      {side === "history" && (
        <aside>
          {runs.length === 0 && <p>—</p>}
          {runs.map((r) => (
            <button
              type="button"
              key={r.at}
              className="past"
              onClick={() => {
                recall(r);
              }}
            >
              <time>{new Date(r.at).toLocaleString()}</time>
              <code>{r.query.replace(/#.*\n/g, "").trim().slice(0, 160)}</code>
            </button>
          ))}
        </aside>
      )}
    </div>
  );
}
