import type { Database } from "../core/database.js";
import type { Handler } from "../jobs/handlers.js";
import { takeStepByClock } from "../workflow/step.service.js";
import { incidentWorkflow } from "./incident.workflow.js";

/** Follows when a reporter's time to answer is over. */
export const LAPSE_JOB = "incident.lapse";

/** Ends a report that its reporter leaves unanswered; one that was answered meanwhile goes on. */
export const lapseHandler =
  (db: Database): Handler =>
  async ({ county, input }) => {
    const { subject: id } = input as { subject: string };
    return { lapsed: await takeStepByClock(db, incidentWorkflow, "lapse", { county, id }) };
  };
