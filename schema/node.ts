import "reflect-metadata";
import { Field, ID, InterfaceType } from "type-graphql";

const types = new WeakMap<object, string>();

/** Says of which type an answer is, where the contract only promises a Node. */
export function asNode<T extends object>(value: T, typeName: string): T {
  types.set(value, typeName);
  return value;
}

export const nodeTypeOf = (value: object): string | undefined => types.get(value);

@InterfaceType({
  description:
    "Anything with an id that is unique over the whole service (节点): an object of a layer, a job.",
})
export abstract class Node {
  @Field(() => ID, { description: "County and uuid, unique over all layers (标识)." })
  id!: string;
}
