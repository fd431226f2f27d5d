import { describe, expect, it } from "vitest";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { ACTION_NAMES, ACTIONS, type ActionName, type At, may, refusalOf } from "./actions.js";
import { WORKS } from "./grants.js";
import { type Assignment, anonymous, type Viewer } from "./viewer.js";

const COUNTY = 510799;
const HERE = { gridId: "g-here", villageCode: "v-here", orgId: "o-here" };
const nobody = { reporter: null, handler: null, creator: null, holder: null };
const at = (more: Partial<At> = {}): At => ({ county: COUNTY, ...HERE, did: nobody, ...more });

const person = (role: RoleName, more: Partial<Assignment> = {}): Viewer => ({
  kind: "person",
  actor: `person:${role}`,
  accountId: "a",
  name: role,
  assignments: [{ role, county: COUNTY, grids: [], villages: [], organisations: [], ...more }],
});
const atWork = (role: RoleName): Viewer =>
  person(
    role,
    {
      area: { villages: ["v-here"] },
      organisation: { organisations: ["o-here"] },
      county: {},
    }[WORKS[role]],
  );

/** Who does what, from systems.md 5.4 and 9, written down a second time. */
const STEPS: Record<string, string> = {
  report: "resident worker1 worker2 worker3 patrol station dispatcher admin",
  accept: "station dispatcher",
  askReporter: "station dispatcher",
  answerQuestion: "",
  reject: "station dispatcher",
  merge: "station dispatcher",
  handOver: "station dispatcher",
  file: "station dispatcher",
  toMediation: "station dispatcher",
  toPolice: "station dispatcher",
  dispatch: "dispatcher",
  sign: "undertaker",
  pushBack: "undertaker",
  reportResult: "undertaker",
  verify: "worker1 worker2 station dispatcher",
  noteResult: "station dispatcher",
  decideAbove: "approver",
  reopen: "dispatcher",
  reopenLate: "dispatcher",
  cancel: "",
};
const DUTIES: Record<string, string> = {
  "release.publish": "approver admin",
  "accessLog.read": "auditor",
  "account.keep": "admin",
  "job.list": "admin",
  "job.follow": "admin",
  "device.bind": "admin worker1",
  "device.end": "admin worker1",
};
/** From workspaces.md 4.1: planners draw and hand in, somebody else decides. */
const PLANS: Record<string, string> = {
  "gridPlan.edit": "planner",
  "gridPlan.submit": "planner",
  "gridPlan.approve": "approver",
  "gridPlan.return": "approver",
  "gridPlan.withdraw": "planner approver",
  "gridPlan.comment": "planner approver admin station",
};
/** From workspaces.md 4.2: who knows the people forms groups; a planner does and sees figures. */
const GROUPS: Record<string, string> = {
  "groupPlan.form": "worker1 station planner",
  "groupPlan.edit": "worker1",
  "groupPlan.publish": "worker1 station planner",
  "groupPlan.seeThin": "worker1 station planner dispatcher",
  "groupCard.print": "worker1",
  "consent.note": "worker1",
  "householdCode.print": "worker1",
};
const EXPECTED: Record<string, string> = {
  ...Object.fromEntries(Object.entries(STEPS).map(([name, who]) => [`incident.${name}`, who])),
  ...DUTIES,
  ...PLANS,
  ...GROUPS,
};

describe("actions", () => {
  it("are those written down, each for its roles and no other", () => {
    expect([...ACTION_NAMES].sort()).toEqual(Object.keys(EXPECTED).sort());
    for (const action of ACTION_NAMES)
      for (const role of ROLES)
        expect(may(atWork(role), action, at()), `${role} ${action}`).toBe(
          EXPECTED[action]!.split(" ").includes(role),
        );
  });

  it("reach as far as the role's work: not another county, village or organisation", () => {
    for (const action of ACTION_NAMES)
      for (const role of ACTIONS[action].roles) {
        const what = `${role} ${action}`;
        expect(may(atWork(role), action, at({ county: COUNTY + 1 })), what).toBe(false);
        const elsewhere = at({ gridId: "g", villageCode: "v", orgId: "o" });
        expect(may(atWork(role), action, elsewhere), what).toBe(WORKS[role] === "county");
        const nowhere = at({ gridId: null, villageCode: null, orgId: null });
        expect(may(atWork(role), action, nowhere), what).toBe(WORKS[role] === "county");
        expect(may(person(role), action, at()), what).toBe(WORKS[role] === "county");
      }
    expect(may(person("worker1", { grids: ["g-here"] }), "incident.verify", at())).toBe(true);
  });

  it("are nobody's without a role: not anonymous, a device, the command line, a key without scope", () => {
    const scopes = ["incidents:read", "incidents:write"];
    const app = { kind: "application", actor: "app:a", name: "a", owner: null } as const;
    const viewers: Viewer[] = [
      anonymous([COUNTY]),
      { kind: "operator", actor: "operator", command: "x", counties: [COUNTY] },
      {
        ...{ kind: "device", actor: "device:d", id: "d", name: "d" },
        ...{ county: COUNTY, binding: { to: "wall", villages: null } },
      },
      { ...app, counties: [COUNTY], scopes: ["incidents:read"], purpose: "p" },
      { ...app, counties: [COUNTY + 1], scopes, purpose: "p" },
    ];
    for (const viewer of viewers)
      for (const action of ACTION_NAMES)
        expect(may(viewer, action, at()), `${viewer.kind} ${action}`).toBe(false);
    const ingest: Viewer = { ...app, counties: [COUNTY], scopes, purpose: "p" };
    expect(ACTION_NAMES.filter((action) => may(ingest, action, at()))).toEqual(["incident.report"]);
  });

  it("of a part are for who played it: the reporter answers and cancels, the creator follows", () => {
    const parts: [ActionName, string][] = [
      ["incident.answerQuestion", "reporter"],
      ["incident.cancel", "reporter"],
      ["incident.reopen", "reporter"],
      ["job.follow", "creator"],
      ["device.end", "holder"],
    ];
    for (const [action, part] of parts) {
      const mine = at({ did: { ...nobody, [part]: "person:resident" } });
      expect(may(person("resident"), action, mine), action).toBe(true);
      expect(may(person("patrol"), action, mine), action).toBe(false);
      const anybodys = at({ did: { ...nobody, [part]: "anonymous" } });
      expect(may(anonymous([COUNTY]), action, anybodys), action).toBe(false);
    }
  });

  it("with four eyes are refused to who did the work, in every role, and say so", () => {
    for (const role of ROLES) {
      const mine = at({ did: { ...nobody, handler: `person:${role}` } });
      const refusal = refusalOf(atWork(role), "incident.verify", mine);
      expect(refusal?.extensions, role).toMatchObject({ code: "FORBIDDEN", reason: "FOUR_EYES" });
    }
    const theirs = at({ did: { ...nobody, handler: "person:other" } });
    expect(refusalOf(atWork("worker1"), "incident.verify", theirs)).toBeNull();
  });

  it("that ask who did the step before throw when nobody says", () => {
    const forgotten = { county: COUNTY, ...HERE };
    expect(() => may(atWork("worker1"), "incident.verify", forgotten)).toThrow(
      /who was the handler/,
    );
    expect(() => may(atWork("admin"), "job.follow", forgotten)).toThrow(/who was the creator/);
  });

  it("refused name who may, and tell who is not signed in to sign in", () => {
    const refused = (viewer: Viewer) => refusalOf(viewer, "incident.dispatch", at())!;
    expect(refused(atWork("worker1")).message).toBe(
      "incident.dispatch: for dispatcher, where they work; ask one of them.",
    );
    expect(refused(anonymous([COUNTY])).extensions["code"]).toBe("UNAUTHENTICATED");
  });
});
