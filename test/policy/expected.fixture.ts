import { type DeclaredName, REGISTER_NAMES, type Sensitivity } from "../../schema/declaration.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { EXACT, id, SECRET } from "../fixtures/small-county.js";

/**
 * Everybody who can ask: nobody in particular, each role, a device on a wall and one of household
 * 1, a key that may read everything that keys may, and one with every scope there is.
 */
export const SEERS = [
  ...(["anonymous", "wall", "householdDevice", "readingKey", "fullKey"] as const),
  ...ROLES,
] as const;
export type Seer = (typeof SEERS)[number];

/** Kinds of a layer that a role sees always, and those it sees once a purpose is given. */
export interface Sight {
  always: readonly Sensitivity[];
  onPurpose: readonly Sensitivity[];
}

/**
 * Who sees what, written down a second time, by hand and by meaning, not taken from the policy
 * (docs/decisions/roles.md has the reasons). A layer that is missing does not exist for the role.
 */
const KINDS: Record<string, Sensitivity> = {
  i: "internal",
  p: "personal",
  l: "place",
  s: "sector",
};
const sight = (text: string): Sight => {
  const [always = "", onPurpose = ""] = text
    .split("/")
    .map((side) => [...side].map((letter) => KINDS[letter]!));
  return { always: always as Sensitivity[], onPurpose: onPurpose as Sensitivity[] };
};
const GROUND: DeclaredName[] = [
  "townships",
  "villages",
  "grids",
  "buildings",
  "streets",
  "waters",
  "parcels",
  "barriers",
  "crossings",
];
/** Plans are for those who make and judge them. */
const {
  gridPlans: _plans,
  groupPlans: _groups,
  ...registers
} = Object.fromEntries(REGISTER_NAMES.map((name) => [name, sight("")])) as Record<
  (typeof REGISTER_NAMES)[number],
  Sight
>;
/** What somebody drew and keeps is a person's: no key is given it. */
const { savedAreas: _own, savedQuestions: _asked, dashboards: _boards, ...forKeys } = registers;
const on = (
  layers: Partial<Record<DeclaredName, string>>,
  ground = "i",
  records: Partial<Record<DeclaredName, Sight>> = registers,
) => ({
  ...records,
  ...Object.fromEntries(GROUND.map((name) => [name, sight(ground)])),
  ...Object.fromEntries(Object.entries(layers).map(([name, text]) => [name, sight(text)])),
});

export const EXPECTED: Record<Seer, Partial<Record<DeclaredName, Sight>>> = {
  anonymous: { grids: sight("") },
  // It has what its tiles are filled from, and no object of any layer.
  wall: {},
  householdDevice: { grids: sight(""), households: sight("ipl") },
  // A key always has its purpose.
  readingKey: on({ households: "i", cameras: "i", incidents: "i" }, "i", forKeys),
  fullKey: on({ households: "ipl", cameras: "is", incidents: "ip" }, "i", forKeys),
  resident: on({ incidents: "ip" }, ""),
  admin: on({
    households: "i/pl",
    cameras: "is",
    incidents: "i/p",
    gridPlans: "i",
    groupPlans: "i",
  }),
  planner: on({ households: "i", incidents: "i", gridPlans: "i", groupPlans: "i" }),
  approver: on({ households: "i", incidents: "i", gridPlans: "i", groupPlans: "i" }),
  analyst: on({ households: "i", cameras: "i", incidents: "i" }),
  dispatcher: on({ households: "i/pl", cameras: "is", incidents: "i/p", groupPlans: "i" }),
  station: on({ incidents: "i/p", gridPlans: "i", groupPlans: "i" }),
  // Of incidents those that their organisation has in hand.
  undertaker: {
    ...registers,
    townships: sight(""),
    villages: sight(""),
    grids: sight(""),
    incidents: sight("i"),
  },
  worker1: on({
    ...{ households: "i/pl", cameras: "i", incidents: "i/p" },
    ...{ ties: "i/pl", groupPlans: "i" },
  }),
  worker2: on({ households: "i/pl", incidents: "i", groupPlans: "i" }),
  worker3: on({ incidents: "i" }, ""),
  patrol: on({ cameras: "is", incidents: "i" }),
  mediator: on({ incidents: "i/p" }, ""),
  auditor: { ...registers, townships: sight(""), villages: sight(""), grids: sight("") },
};

/** Work in 凯涪社区 in the fixture; 三湾村 and its grid 3 are out of their sight. */
export const SCOPED: readonly RoleName[] = [
  "station",
  "worker1",
  "worker2",
  "worker3",
  "patrol",
  "mediator",
];

/** A value of the layer's first object that stands nowhere else, for every field not open. */
export type Marks = Readonly<Record<string, unknown>>;
export const MARKS: Partial<Record<DeclaredName, Marks>> = {
  grids: { validTo: "2049-09-09" },
  households: {
    code: "户密编号",
    headName: SECRET.head,
    phone: SECRET.phone,
    members: 87,
    responders: 68,
    residency: "rmark",
    buildingId: id("building", 2),
    stair: "梯密七",
    floor: 187,
    unit: "室密八",
    placeSince: "2011-11-11",
  },
  cameras: {
    code: "51079900011329999997",
    name: "摄密一",
    kind: "kmark",
    owner: "omark",
    legalBasis: "bmark",
    heading: SECRET.heading,
    fieldOfView: 61.5,
    rangeM: 83.5,
    installedOn: "2012-12-12",
    filingNumber: SECRET.filing,
    filedOn: "2013-03-13",
    signPosted: true,
    retentionDays: 97,
  },
  incidents: {
    number: "号密一",
    title: "题密一",
    category: "cmark",
    level: 2,
    status: "smark",
    stateSince: "2016-06-16T06:16:00.000Z",
    closing: "zmark",
    rework: 7171,
    reopened: 7373,
    pushedBack: 7979,
    duplicateOfId: id("incident", 7),
    organisationId: id("organisation", 3),
    outsideReference: "外密一",
    source: "umark",
    occurredFrom: "2024-04-14T04:14:00.000Z",
    occurredUntil: "2024-04-15T05:15:00.000Z",
    reportedAt: "2024-04-16T06:16:00.000Z",
    address: "址密一",
    description: SECRET.description,
    reporterName: SECRET.reporter,
    reporterPhone: SECRET.reporterPhone,
  },
  gridPlans: {
    name: "案密一",
    status: "qmark",
    stateSince: "2017-07-17T07:17:00.000Z",
    effectiveOn: "2048-08-08",
    baseOn: "2015-05-15",
    forkOfId: id("grid_plan", 1),
    edits: 6161,
  },
  groupPlans: {
    name: "组密一",
    status: "gmark",
    stateSince: "2018-08-18T08:18:00.000Z",
    mode: "mmark",
    effectiveOn: "2049-09-09",
    endedOn: "2049-10-10",
    forkOfId: id("group_plan", 1),
    edits: 7171,
  },
  ties: { fromId: id("household", 1), toId: id("household", 2), kind: "tmark" },
};

/** Code tables of marks that are codes. */
export const MARKED_CODES = [
  ["residency", "rmark"],
  ["camera-kind", "kmark"],
  ["camera-owner", "omark"],
  ["camera-basis", "bmark"],
  ["incident", "cmark"],
  ["incident-status", "smark"],
  ["closing", "zmark"],
  ["incident-source", "umark"],
  ["tie-kind", "tmark"],
  ["plan-status", "qmark"],
  ["group-plan-status", "gmark"],
] as const;

/** Where the first object of a layer is, if the layer's place is not open. */
export const PLACES: Partial<Record<DeclaredName, readonly [number, number]>> = {
  households: EXACT,
  cameras: [107.0035678, 29.0035678],
  incidents: [107.0021234, 29.0021234],
  ties: EXACT,
};

/** Where household 2 is: its coarse place is that of household 1. */
export const SAME_COARSE_PLACE = [107.00321, 29.00421] as const;

/** Does an answer hold the mark of a field? Texts are found anywhere, numbers by their field. */
export function holds(text: string, name: string, mark: unknown): boolean {
  if (name === "geometry") return (mark as number[]).some((n) => text.includes(String(n)));
  if (typeof mark === "string") return text.includes(mark);
  return new RegExp(`"${name}":${JSON.stringify(mark)}[,}\\]]`).test(text);
}
