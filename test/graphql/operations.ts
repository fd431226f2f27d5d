import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { isLayer, type Layer } from "../../schema/layers/index.js";
import { COUNTY, id, type Table, VILLAGES } from "../fixtures/small-county.js";

export interface Operation {
  name: string;
  kind: "query" | "mutation" | "subscription";
  text: string;
  variables: Record<string, unknown>;
}

type Argument = (field: GraphQLField<unknown, unknown>, type: GraphQLObjectType) => string;

/**
 * All leaves of a type, and those of its objects to a depth; fields that need arguments get them.
 */
export function selectionOf(
  type: GraphQLObjectType,
  depth: number,
  argument: Argument = argumentsOf,
): string {
  const asked = Object.values(type.getFields()).filter((field) => isAsked(field, type));
  const parts = asked.flatMap((field) => {
    const named = getNamedType(field.type);
    const args = argument(field, type);
    if (isLeafType(named)) return [`${field.name}${args}`];
    return isObjectType(named) && depth > 0
      ? [`${field.name}${args} { ${selectionOf(named, depth - 1, argument)} }`]
      : [];
  });
  return parts.length > 0 ? parts.join(" ") : "__typename";
}

/** Counts of a connection are by the category of what it lists, or by what it has of its own. */
function argumentsOf(field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): string {
  if (field.name !== "counts" || !field.args.some((a) => a.name === "by")) return "";
  const listed = DECLARED.find((d) => `${d.typeName}Connection` === type.name)!;
  return `(by: ${listed.category ? "CATEGORY" : "GRID"})`;
}

/** What has neither category nor grid is counted by nothing. */
const isAsked = (field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): boolean => {
  // One of many, by its id: the list beside it has the same.
  if (field.args.some((arg) => arg.name === "id" && isRequiredArgument(arg))) return false;
  const listed = DECLARED.find((d) => `${d.typeName}Connection` === type.name);
  const counted = listed?.category ?? listed?.fields.some((f) => f.name === "grid");
  return field.name !== "counts" || !listed || Boolean(counted);
};

const GEOMETRY: Record<Layer["geometry"], object> = {
  Point: { type: "Point", coordinates: [107.0041, 29.0051] },
  MultiLineString: {
    type: "LineString",
    coordinates: [
      [107.001, 29.001],
      [107.002, 29.0015],
    ],
  },
  MultiPolygon: {
    type: "Polygon",
    coordinates: [
      [
        [107.006, 29.006],
        [107.0063, 29.006],
        [107.0063, 29.0063],
        [107.006, 29.0063],
        [107.006, 29.006],
      ],
    ],
  },
  Geometry: {
    type: "LineString",
    coordinates: [
      [107.001, 29.001],
      [107.002, 29.0015],
    ],
  },
};

/** Ground outside every grid, so that a new grid or village overlaps none. */
const OUTSIDE = {
  type: "Polygon",
  coordinates: [
    [
      [107.03, 29.0],
      [107.04, 29.0],
      [107.04, 29.01],
      [107.03, 29.01],
      [107.03, 29.0],
    ],
  ],
};

/** A legal object of a layer. */
export function inputFor(layer: Declaration, n = 9): Record<string, unknown> {
  const special: Partial<Record<DeclaredName, Record<string, unknown>>> = {
    townships: { code: `${COUNTY}30${n}`, name: "新镇", geometry: OUTSIDE },
    villages: { code: `${COUNTY}10020${n}`, name: "新村", geometry: OUTSIDE },
    grids: {
      code: `${VILLAGES.sanwan}00${n}`,
      name: "新网格",
      villageCode: VILLAGES.sanwan,
      validFrom: "2026-01-01",
      geometry: OUTSIDE,
    },
    buildings: { name: "新楼", use: "01", floors: 3 },
    households: {
      code: `H${n}`,
      headName: "新户",
      phone: `1990000000${n}`,
      members: 1,
      buildingId: id("building", 1),
      stair: "1",
      floor: 2,
      unit: "201",
    },
    cameras: { code: `5107990001132000000${n}`, name: "新点位", kind: "132", heading: 10 },
    incidents: { title: "新事件", category: "0603", occurredFrom: "2026-02-03T04:05:06+08:00" },
    ties: {
      fromId: id("household", 2),
      toId: id("household", 1),
      kind: "friend",
      geometry: undefined,
    },
    organisations: { code: `Z${n}`, kind: "station", parentId: id("organisation", 1) },
    jurisdictions: { organisationId: id("organisation", 1), gridId: id("grid", 2) },
    codes: { kind: "residency", code: `0${n}`, nameZh: "新代码", nameEn: "New" },
    savedQuestions: { title: "新问题", question: { groupBy: ["DAY"] } },
    dashboards: { title: "新看板", template: "DESK", layout: { tiles: ["today"] } },
    savedAreas: { area: { grids: [id("grid", 1)] }, sharedWithRole: "analyst" },
    clockRules: {
      ...{ subjectKind: "incidents", kind: "verify", category: "06", levelMax: (n % 4) + 1 },
      ...{ amount: 2, unit: "workingDay", source: "测试" },
    },
    holidays: { day: `2027-01-0${n}`, kind: "holiday", source: "测试" },
  };
  const input = {
    county: COUNTY,
    ...(isLayer(layer) ? { geometry: GEOMETRY[layer.geometry] } : {}),
    name: `新${layer.label.zh}`,
    ...special[layer.name],
  };
  if (!layer.fields.some((f) => f.name === "name"))
    delete (input as Record<string, unknown>)["name"];
  return input;
}

const CHANGES: Partial<Record<DeclaredName, Record<string, unknown>>> = {
  households: { members: 4 },
  incidents: { title: "改过的事件" },
  ties: { kind: "friend" },
  codes: { nameZh: "改名" },
  clockRules: { amount: 3 },
  jurisdictions: { gridId: id("grid", 3) },
  savedQuestions: { title: "改名" },
  dashboards: { title: "改名" },
};

function valueFor(field: string, arg: string): unknown {
  const layer = DECLARED.find((d) => d.singular === field);
  switch (arg) {
    case "id":
      return layer ? id(layer.table as Table, 1) : id("incident", 1);
    case "ids":
      return [id("grid", 1), id("incident", 1), id("tie", 9)];
    case "first":
      return 5;
    case "grid":
    case "village":
    case "kinds":
      return undefined;
    case "household":
      return id("household", 1);
    case "plan":
      return id(field === "groupTargets" ? "group_plan" : "grid_plan", 1);
    case "point":
      return [107.0031, 29.0041];
    case "text":
      return "东城";
    case "county":
      return COUNTY;
    case "kind":
      return "incident";
    case "layer":
      return "INCIDENTS";
    case "layers":
      return field === "changes" ? ["INCIDENTS"] : null;
    case "role":
      return "ANALYST";
    case "login":
      return field === "account" ? "demo-planner" : "not-a-real-one";
    case "areas":
      return [{ grids: [id("grid", 1)] }, { villages: [VILLAGES.kaifu] }];
    case "groupBy":
      return ["DAY", "CATEGORY", "GRID"];
    case "password":
    case "token":
      return "not-a-real-one";
    default:
      return undefined;
  }
}

const declared = (type: GraphQLInputType): string => type.toString();

function operation(
  kind: Operation["kind"],
  field: GraphQLField<unknown, unknown>,
  variables: Record<string, unknown>,
  depth: number,
): Operation {
  const used = field.args.filter((a) => variables[a.name] !== undefined);
  const header = used.length
    ? `(${used.map((a) => `$${a.name}: ${declared(a.type)}`).join(", ")})`
    : "";
  const call = used.length ? `(${used.map((a) => `${a.name}: $${a.name}`).join(", ")})` : "";
  const named = getNamedType(field.type);
  const selection = isObjectType(named)
    ? ` { ${selectionOf(named, depth)} }`
    : isLeafType(named)
      ? ""
      : " { __typename id }";
  return {
    name: field.name,
    kind,
    text: `${kind} ${field.name}${header} { ${field.name}${call}${selection} }`,
    variables: Object.fromEntries(used.map((a) => [a.name, variables[a.name]])),
  };
}

/** Every query of the schema, with arguments that find something. */
export function queriesOf(schema: GraphQLSchema): Operation[] {
  return Object.values(schema.getQueryType()!.getFields()).map((field) =>
    operation(
      "query",
      field,
      Object.fromEntries(field.args.map((a) => [a.name, valueFor(field.name, a.name)])),
      3,
    ),
  );
}

/** Every mutation and subscription by name, to be given its variables. */
export function operationNamed(
  schema: GraphQLSchema,
  kind: "mutation" | "subscription",
  name: string,
  variables: Record<string, unknown>,
): Operation {
  const type = kind === "mutation" ? schema.getMutationType()! : schema.getSubscriptionType()!;
  return operation(kind, type.getFields()[name]!, variables, 1);
}

export const changesFor = (layer: Declaration): Record<string, unknown> =>
  CHANGES[layer.name] ?? { name: "改名" };
export const movedFor = (layer: Layer): object =>
  layer.boundary
    ? { ...OUTSIDE, coordinates: [OUTSIDE.coordinates[0]!.map(([x, y]) => [x! + 0.02, y!])] }
    : GEOMETRY[layer.geometry];

/** Every argument of every root field with its type, for those who send nonsense. */
export function argumentsOfSchema(
  schema: GraphQLSchema,
): { kind: Operation["kind"]; field: GraphQLField<unknown, unknown> }[] {
  return [
    ["query", schema.getQueryType()],
    ["mutation", schema.getMutationType()],
    ["subscription", schema.getSubscriptionType()],
  ].flatMap(([kind, type]) =>
    Object.values((type as GraphQLObjectType).getFields()).map((field) => ({
      kind: kind as Operation["kind"],
      field,
    })),
  );
}
