import "reflect-metadata";
import { Field, Float, ID, InputType, Int } from "type-graphql";

type ClassType = new () => object;
type Asked = readonly [type: () => unknown, description: string, may?: "may"];

const named = (name: string): ClassType => ({ [name]: class {} })[name]!;
const place = () => [Float];
const line = () => [[Float]];
const ids = () => [ID];
const id = () => ID;
const text = () => String;

const PLACE = "Longitude and latitude in degrees, WGS 84";

function inputOf(name: string, description: string, fields: Record<string, Asked>): ClassType {
  const type = named(name);
  for (const [key, [of, about, may]] of Object.entries(fields))
    (Field(of as never, { nullable: may !== undefined, description: about }) as PropertyDecorator)(
      type.prototype as object,
      key,
    );
  InputType(name, { description })(type);
  return type;
}

/** What may be told of a grid in a plan; null takes it away. */
const GridFactsInput = inputOf("GridFactsInput", "What a grid is told as in a plan (网格属性).", {
  code: [text, "Code (编码), never one that another grid has or had.", "may"],
  name: [text, "Name (名称), at most 100 characters.", "may"],
  kind: [text, "Kind (类型): a code of the table `grid-kind`.", "may"],
  complaintPhone: [text, "Phone for complaints (投诉电话).", "may"],
  villageCode: [
    text,
    "Village (所属村、社区) of a new grid, where the plan has several and the ground had no grid.",
    "may",
  ],
});
const facts = () => GridFactsInput;

interface Kind {
  /** As `geo/coverage` calls it. */
  kind: string;
  about: string;
  fields: Record<string, Asked>;
}

/** Operations by their key in `GridOperationInput`. */
const KINDS = {
  moveNode: {
    kind: "move-node",
    about: "Moves a vertex (移动节点); every border through it follows.",
    fields: {
      from: [place, `Where it is (原位置). ${PLACE}.`],
      to: [place, `Where to (新位置). ${PLACE}.`],
    },
  },
  moveEdge: {
    kind: "move-edge",
    about: "Moves the border at a place (移动边线).",
    fields: {
      at: [place, `A place on it (位置), within 5 m. ${PLACE}.`],
      by: [place, "By how many degrees east and north (位移)."],
    },
  },
  insertNode: {
    kind: "insert-node",
    about: "Puts a vertex into a border (插入节点).",
    fields: {
      at: [place, `Where (位置). ${PLACE}.`],
      within: [() => Float, "The border within so many metres (捕捉距离); default 5.", "may"],
    },
  },
  removeNode: {
    kind: "remove-node",
    about: "Takes a vertex out of a border (删除节点).",
    fields: { at: [place, `Where it is (位置). ${PLACE}.`] },
  },
  reshapeGrid: {
    kind: "reshape-grid",
    about: "Draws a grid's border anew along a line (重绘边线).",
    fields: {
      grid: [id, "The grid (网格)."],
      line: [line, `The line (线), 2 to 10,000 places. ${PLACE}.`],
      outside: [() => Boolean, "Ground of nobody may be taken and given (可越外界).", "may"],
    },
  },
  splitGrids: {
    kind: "split-grids",
    about: "Splits grids along a line (分割); the largest part keeps the grid's identity.",
    fields: {
      line: [line, `The line (线), 2 to 10,000 places. ${PLACE}.`],
      grids: [ids, "Only these grids (网格); default all that the line crosses.", "may"],
    },
  },
  mergeGrids: {
    kind: "merge-grids",
    about: "Gives the ground of grids to one of them (合并).",
    fields: {
      grids: [ids, "Those that end (被并网格)."],
      keep: [id, "The one that stays (保留网格)."],
    },
  },
  handBuildings: {
    kind: "hand-buildings",
    about: "Hands the ground of buildings over (划转楼栋); the border runs between buildings.",
    fields: {
      buildings: [ids, "The buildings (楼栋)."],
      to: [id, "The grid that gets them (接收网格)."],
    },
  },
  handPiece: {
    kind: "hand-piece",
    about: "Gives what lies inside an outline to a grid (划转地块).",
    fields: {
      outline: [line, `A closed outline (轮廓). ${PLACE}.`],
      to: [id, "The grid that gets it (接收网格)."],
      from: [ids, "Only from these grids (来源网格); default from all.", "may"],
    },
  },
  addGrid: {
    kind: "add-grid",
    about: "A new grid on ground that belongs to none (新增网格).",
    fields: {
      outline: [line, `A closed outline (轮廓). ${PLACE}.`],
      properties: [facts, "What it is told as (属性).", "may"],
    },
  },
  carveEnclave: {
    kind: "carve-enclave",
    about: "A new grid out of the ground of others (划出专属网格).",
    fields: {
      outline: [line, `A closed outline (轮廓). ${PLACE}.`],
      properties: [facts, "What it is told as (属性).", "may"],
      from: [ids, "Only from these grids (来源网格); default from all.", "may"],
    },
  },
  snapOutline: {
    kind: "snap-outline",
    about: "A new grid drawn roughly on ground of none, led to the borders near it (捕捉新增).",
    fields: {
      outline: [line, `A closed outline (轮廓). ${PLACE}.`],
      tolerance: [() => Float, "Led to borders within so many metres (捕捉距离)."],
      properties: [facts, "What it is told as (属性).", "may"],
    },
  },
  numberGrids: {
    kind: "number-grids",
    about: "Numbers grids from west to east and north to south into their names (编号).",
    fields: {
      grids: [ids, "Only these grids (网格).", "may"],
      first: [() => Int, "The first number (起始号); default 1.", "may"],
    },
  },
  setProperties: {
    kind: "set-properties",
    about: "Tells something of a grid (修改属性).",
    fields: { grid: [id, "The grid (网格)."], properties: [facts, "What is told (属性)."] },
  },
  lock: {
    kind: "lock",
    about: "Keeps grids as they are until they are unlocked (锁定).",
    fields: { grids: [ids, "The grids (网格)."] },
  },
  unlock: {
    kind: "unlock",
    about: "Lets grids be changed again (解锁).",
    fields: { grids: [ids, "The grids (网格)."] },
  },
} as const satisfies Record<string, Kind>;

const pascal = (key: string): string => key[0]!.toUpperCase() + key.slice(1);

/** One operation on the grids of a plan: exactly one key. */
export const GridOperationInput = inputOf(
  "GridOperationInput",
  "One operation on the grids of a plan (网格操作): exactly one of the ways to draw. Ids and codes " +
    "of new grids are given by the service.",
  Object.fromEntries(
    Object.entries<Kind>(KINDS).map(([key, { about, fields }]) => {
      const type = inputOf(`${pascal(key)}Input`, about, fields);
      return [key, [() => type, about, "may"] as const];
    }),
  ),
);

/** An operation of `geo/coverage` as `applyGridOperations` takes it: the reverse of `operationOf`. */
export function asOperationInput({ kind, ...fields }: { kind: string }): Record<string, unknown> {
  const [key] = Object.entries<Kind>(KINDS).find(([, known]) => known.kind === kind)!;
  return { [key]: fields };
}

/** As `geo/coverage` reads it; unknown keys are left for it to refuse. */
export function operationOf(input: Readonly<Record<string, unknown>>): unknown {
  const [[key, fields] = ["", null]] = Object.entries(input).filter(([, value]) => value != null);
  const kind = (KINDS as Record<string, Kind>)[key]?.kind;
  const given = Object.entries((fields ?? {}) as object).filter(([, value]) => value !== undefined);
  return {
    kind,
    ...Object.fromEntries(given.filter(([name, value]) => value !== null || name === "properties")),
  };
}
