/** Names of operations; operation.ts says what each takes. */
export type OperationKind =
  | "move-node"
  | "move-edge"
  | "insert-node"
  | "remove-node"
  | "reshape-grid"
  | "split-grids"
  | "merge-grids"
  | "hand-buildings"
  | "hand-piece"
  | "add-grid"
  | "carve-enclave"
  | "snap-outline"
  | "number-grids"
  | "set-properties"
  | "lock"
  | "unlock"
  | "restore";
