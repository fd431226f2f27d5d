import type { NonEmptyArray } from "type-graphql";
import { DECLARED } from "../schema/declared.js";
import { AccessLogResolver } from "./access-log/access-log.resolver.js";
import { AccountsResolver } from "./accounts/accounts.resolver.js";
import { AdministrationResolver } from "./accounts/administration.resolver.js";
import { ApiKeysResolver } from "./accounts/api-keys.resolver.js";
import { DevicesResolver } from "./accounts/devices.resolver.js";
import { HouseholdCodesResolver } from "./accounts/household-codes.resolver.js";
import { ConcentrationResolver } from "./analysis/concentration.resolver.js";
import { HOT_WORK } from "./analysis/hot-cost.js";
import { HotMapResolver } from "./analysis/hot-map.resolver.js";
import { HotSpotsResolver } from "./analysis/hot-spots.resolver.js";
import { IncidentStatsResolver } from "./analysis/incident-stats.resolver.js";
import { PlacesResolver } from "./analysis/places.resolver.js";
import { savedQuestionRules } from "./analysis/saved-questions.rules.js";
import { StatsChangesResolver } from "./analysis/stats-changes.resolver.js";
import { areasWork, statsWork, watchedWork } from "./analysis/stats-cost.js";
import { savedAreaRules } from "./areas/saved-areas.rules.js";
import { BackgroundMapsResolver } from "./background-maps/background-maps.resolver.js";
import { buildingRules } from "./buildings/buildings.rules.js";
import { cameraRules } from "./cameras/cameras.rules.js";
import { registerClockRules } from "./clocks/clock-rules.js";
import { clockRuleRules } from "./clocks/clock-rules.rules.js";
import { holidayRules } from "./clocks/holidays.rules.js";
import { MOVE_CLOCKS, moveClocksHandler } from "./clocks/move-clocks.js";
import { ConsentsResolver } from "./consents/consents.resolver.js";
import type { Services } from "./core/services.js";
import { registerDear, registerRoot } from "./cost/dear-fields.js";
import { watchWork } from "./cost/prices.js";
import { codeRules } from "./counties/codes.rules.js";
import { CountiesResolver } from "./counties/counties.resolver.js";
import {
  BoardsResolver,
  DisplayAreaResolver,
  DisplayResolver,
} from "./dashboard/boards.resolver.js";
import { DashboardResolver } from "./dashboard/dashboard.resolver.js";
import { dashboardRules } from "./dashboard/dashboards.rules.js";
import { HOT_JOB, HOT_SCHEDULE, hotRunHandler } from "./dashboard/hot-run.job.js";
import { allTiles, registerTiles } from "./dashboard/tile.js";
import { DASHBOARD_TILES } from "./dashboard/tiles/index.js";
import { ChangesResolver } from "./events/changes.resolver.js";
import { GRID_WORK, GridsResolver } from "./grids/grids.resolver.js";
import { gridRules } from "./grids/grids.rules.js";
import { CardsResolver } from "./groups/cards.resolver.js";
import { COMPARE_JOB, compareHandler } from "./groups/compare.job.js";
import { FORSAKEN_JOB, FORSAKEN_SCHEDULE, forsakenHandler } from "./groups/forsaken.job.js";
import {
  GroupEditResolver,
  GroupEditsResolver,
  GroupPlanEditsResolver,
} from "./groups/group-edits.resolver.js";
import { GroupPlansResolver, GroupsResolver } from "./groups/groups.resolver.js";
import { groupPlanRules } from "./groups/groups.rules.js";
import { GROUP_WORK } from "./groups/groups-cost.js";
import { groupOpenings } from "./groups/openings.js";
import { RUN_JOB, runHandler } from "./groups/run.job.js";
import { householdRules } from "./households/households.rules.js";
import { registerImports } from "./import/import-rules.js";
import { incidentWorkflow } from "./incidents/incident.workflow.js";
import { INCIDENT_CLOCKS } from "./incidents/incidents.clocks.js";
import { incidentImport } from "./incidents/incidents.import.js";
import { incidentRules } from "./incidents/incidents.rules.js";
import { LAPSE_JOB, lapseHandler } from "./incidents/lapse.job.js";
import { askMeasuring, MEASURE_JOB, measureHandler } from "./incidents/metres.js";
import { JobsResolver } from "./jobs/jobs.resolver.js";
import { DeclaredResolver } from "./layers/declared.resolver.js";
import { connectionResolver, layerResolver } from "./layers/layer.resolver.js";
import { NodesResolver } from "./nodes/nodes.resolver.js";
import { OrganisationsResolver } from "./organisations/organisations.resolver.js";
import { jurisdictionRules, organisationRules } from "./organisations/organisations.rules.js";
import { gridImport } from "./plans/grids.import.js";
import { planWorkflow, TAKE_EFFECT_JOB } from "./plans/plan.workflow.js";
import { PlanEditsResolver, PlanGridsResolver } from "./plans/plan-grids.resolver.js";
import { PLAN_WORK } from "./plans/plan-measures.js";
import { PlansResolver } from "./plans/plans.resolver.js";
import { planRules } from "./plans/plans.rules.js";
import { PROPOSE_JOB, proposeHandler } from "./plans/propose.job.js";
import { takeEffectHandler } from "./plans/take-effect.job.js";
import { registerWallRoots } from "./policy/walls.js";
import { RelationsResolver } from "./relations/relations.resolver.js";
import { ReleaseResolver } from "./release/release.resolver.js";
import { releaseHandler } from "./release/release.service.js";
import { SearchResolver } from "./search/search.resolver.js";
import { tieRules } from "./ties/ties.rules.js";
import { townshipImport } from "./townships/townships.import.js";
import { townshipRules } from "./townships/townships.rules.js";
import { villageImport } from "./villages/villages.import.js";
import { villageRules } from "./villages/villages.rules.js";
import { MachinesResolver, stepResolver } from "./workflow/step.resolver.js";
import { registerWorkflows } from "./workflow/workflow.js";
import { HistoryResolver } from "./writing/history.resolver.js";
import { registerRules } from "./writing/rules.js";

// The one file that knows every domain. What is said here once is found everywhere else by name, so
// that no mechanism imports those who use it.

registerRules({
  townships: townshipRules,
  villages: villageRules,
  grids: gridRules,
  buildings: buildingRules,
  households: householdRules,
  cameras: cameraRules,
  incidents: incidentRules,
  ties: tieRules,
  organisations: organisationRules,
  jurisdictions: jurisdictionRules,
  holidays: holidayRules,
  codes: codeRules,
  clockRules: clockRuleRules,
  savedAreas: savedAreaRules,
  savedQuestions: savedQuestionRules,
  dashboards: dashboardRules,
  gridPlans: planRules,
  groupPlans: groupPlanRules,
});

registerImports({
  townships: townshipImport,
  villages: villageImport,
  grids: gridImport,
  incidents: incidentImport,
});
registerClockRules("incidents", INCIDENT_CLOCKS);
registerDear("gridPlans", PLAN_WORK);
registerDear("groupPlans", GROUP_WORK);
registerDear("grids", GRID_WORK);
registerRoot("incidentStats", statsWork);
registerRoot("compareAreas", areasWork);
registerRoot("incidentStatsChanged", watchedWork);
for (const [field, work] of Object.entries(HOT_WORK)) registerRoot(field, work);
registerTiles(DASHBOARD_TILES);
registerWallRoots([
  ...allTiles().flatMap(({ roots }) => Object.keys(roots)),
  ...["dashboardTiles", "dashboardChanged", "changesPosition", "display", "viewer"],
  // What a page asks at its start; of layers only those of the map beneath.
  ...["backgroundMaps", "counties", "layers", "categories"],
]);
registerRoot("dashboardChanged", ({ area }) => watchWork(area));
registerWorkflows([incidentWorkflow, planWorkflow]);

export const RESOLVERS = [
  AccountsResolver,
  HotMapResolver,
  HotSpotsResolver,
  PlacesResolver,
  AdministrationResolver,
  ApiKeysResolver,
  DevicesResolver,
  HouseholdCodesResolver,
  ConsentsResolver,
  CardsResolver,
  BackgroundMapsResolver,
  CountiesResolver,
  DeclaredResolver,
  OrganisationsResolver,
  NodesResolver,
  SearchResolver,
  RelationsResolver,
  HistoryResolver,
  ChangesResolver,
  JobsResolver,
  ReleaseResolver,
  AccessLogResolver,
  MachinesResolver,
  stepResolver(incidentWorkflow),
  stepResolver(planWorkflow),
  PlansResolver,
  PlanEditsResolver,
  PlanEditsResolver,
  PlanGridsResolver,
  GridsResolver,
  GroupPlansResolver,
  GroupsResolver,
  GroupPlanEditsResolver,
  GroupEditResolver,
  GroupEditsResolver,
  IncidentStatsResolver,
  BoardsResolver,
  DisplayAreaResolver,
  DisplayResolver,
  DashboardResolver,
  StatsChangesResolver,
  ConcentrationResolver,
  ...DECLARED.flatMap((layer) => [layerResolver(layer), connectionResolver(layer)]),
] as unknown as NonEmptyArray<new () => object>;

/** Who does which jobs. */
export function handleJobs(services: Services): void {
  const { jobs, db } = services;
  jobs.handle("release", releaseHandler(db));
  jobs.handle(MOVE_CLOCKS, moveClocksHandler(), { leavesNoTrace: true });
  jobs.handle(LAPSE_JOB, lapseHandler(db));
  jobs.handle(MEASURE_JOB, measureHandler(), { leavesNoTrace: true });
  jobs.handle(TAKE_EFFECT_JOB, takeEffectHandler(services));
  jobs.handle(PROPOSE_JOB, proposeHandler(services));
  jobs.handle(RUN_JOB, runHandler(services));
  jobs.handle(COMPARE_JOB, compareHandler(services));
  jobs.handle(FORSAKEN_JOB, forsakenHandler(services), { leavesNoTrace: true });
  jobs.handle(HOT_JOB, hotRunHandler(services), { leavesNoTrace: true });
  jobs.repeat(HOT_SCHEDULE);
  services.consumers.register(groupOpenings);
  jobs.repeat(FORSAKEN_SCHEDULE);
}

/** What a start asks to be done of what earlier releases left undone. */
export async function askForWork({ db, counties, log }: Services): Promise<void> {
  const unmeasured = await askMeasuring(
    db,
    (await counties.all()).map(({ id }) => id),
  );
  if (unmeasured.length > 0)
    log(`measuring places of incidents in counties: ${unmeasured.join(", ")}`);
}
