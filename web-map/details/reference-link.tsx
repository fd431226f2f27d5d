import type { ReactNode } from "react";
import { refersTo, shortListDocument, titleOf } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

interface ReferenceProps {
  field: FieldInfo;
  row: Readonly<Record<string, unknown>>;
  /** Without it the name stands there, and leads nowhere. */
  onOpen?: ((layer: string, id: string) => void) | undefined;
}

/** What a field refers to, by its name; a link where it is an object of the map. */
export function ReferenceLink({ field, row, onOpen }: ReferenceProps): ReactNode {
  const session = useSession();
  const referred = row[refersTo(field)] as ({ id: string } & Record<string, unknown>) | null;
  const name = titleOf(referred, String(row[field.name]).slice(-12));
  const layer = field.of ? layerNamed(session, field.of) : undefined;
  if (!onOpen || !layer || !referred) return name;
  return <OpenLink of={field.of!} id={referred.id} name={name} onOpen={onOpen} />;
}

interface OpenLinkProps {
  of: string;
  id: string;
  name: string;
  onOpen(layer: string, id: string): void;
}

const OpenLink = ({ of, id, name, onOpen }: OpenLinkProps) => (
  <button
    type="button"
    className="link"
    onClick={() => {
      onOpen(of, id);
    }}
  >
    {name}
  </button>
);

/** What a code is the code of, by its name; the code alone until it is known. */
export function CodeLink({
  layer,
  code,
  onOpen,
}: {
  layer: LayerInfo;
  code: string;
  onOpen(layer: string, id: string): void;
}): ReactNode {
  const { data } = useAsked<
    { rows: { nodes: ({ id: string } & Record<string, unknown>)[] } },
    { filter: { codes: string[] }; first: number }
  >(shortListDocument(layer), { filter: { codes: [code] }, first: 1 });
  const [row] = data?.rows.nodes ?? [];
  if (!row) return code;
  return (
    <OpenLink of={layer.name.toLowerCase()} id={row.id} name={titleOf(row, code)} onOpen={onOpen} />
  );
}
