import { EditorState, Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { graphql, updateSchema } from "cm6-graphql";
import { basicSetup, EditorView } from "codemirror";
import type { GraphQLSchema } from "graphql";
import { useEffect, useRef } from "react";

interface QueryEditorProps {
  initial: string;
  schema: GraphQLSchema | null;
  replaced: { text: string } | null;
  onChange(text: string): void;
  onRun(): void;
}

// cm6-graphql declares its types as CommonJS; TypeScript then takes one EditorView for two.
/**
 * A query with completion and validation by the service's schema; Ctrl or Command with Enter runs
 * it.
 */
export function QueryEditor({ initial, schema, replaced, onChange, onRun }: QueryEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, onRun });
  latest.current = { onChange, onRun };
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later texts come by `replaced`
  useEffect(() => {
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: initial,
        extensions: [
          Prec.highest(
            keymap.of([
              {
                key: "Mod-Enter",
                run: () => {
                  latest.current.onRun();
                  return true;
                },
              },
            ]),
          ),
          basicSetup,
          graphql(),
          EditorView.contentAttributes.of({ "aria-label": "GraphQL" }),
          EditorView.updateListener.of((u) => {
            if (u.docChanged) latest.current.onChange(u.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
    };
  }, []);
  useEffect(() => {
    if (view.current && schema)
      updateSchema(view.current as unknown as Parameters<typeof updateSchema>[0], schema);
  }, [schema]);
  useEffect(() => {
    if (view.current && replaced)
      view.current.dispatch({
        changes: { from: 0, to: view.current.state.doc.length, insert: replaced.text },
      });
  }, [replaced]);
  return <div className="editor" ref={place} />;
}
