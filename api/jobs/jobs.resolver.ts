import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { Job, JobLaneEnum, JobStateEnum } from "../../schema/jobs.js";
import type { Context } from "../core/context.js";
import { type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { countiesWhere, may } from "../policy/actions.js";
import type { JobRow } from "./job.js";
import { jobOf, listJobs } from "./jobs.queries.js";
import { cancelJob, placeOf, retryJob, shownJob } from "./jobs.service.js";

async function owned(context: Context, id: string): Promise<{ at: Identifier; job: JobRow }> {
  const at = parseId(id);
  const job = await jobOf(context.db, at);
  if (!job || !may(context.viewer, "job.follow", placeOf(job)))
    throw new Refusal("NOT_FOUND", "id: there is no such job that you may see.", { field: "id" });
  return { at, job };
}

@Resolver()
export class JobsResolver {
  @Query(() => Job, { description: "One job (任务): for who asked for it, and administrators." })
  async job(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the job (标识)." }) id: string,
  ): Promise<object> {
    return shownJob((await owned(context, id)).job);
  }

  @Query(() => [Job], {
    description: "Jobs of the county (任务列表), newest first; for administrators.",
  })
  async jobs(
    @Ctx() context: Context,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 50.",
    })
    first?: number | null,
    @Arg("states", () => [JobStateEnum], {
      nullable: true,
      description: "Only in these states (状态); DEAD and FAILED are those that need a person.",
    })
    states?: string[] | null,
    @Arg("lanes", () => [JobLaneEnum], {
      nullable: true,
      description: "Only of these lanes (通道).",
    })
    lanes?: string[] | null,
    @Arg("kinds", () => [String], {
      nullable: true,
      description: "Only of these kinds (任务类型), like release.",
    })
    kinds?: string[] | null,
  ): Promise<object[]> {
    const counties = countiesWhere(context.viewer, "job.list");
    if (counties.length === 0) throw new Refusal("FORBIDDEN", "jobs: only for administrators.");
    const n = first ?? 50;
    if (n < 1 || n > 500) throw badInput("first", "first: 1 to 500.");
    return (await listJobs(context.db, counties, n, { states, lanes, kinds })).map(shownJob);
  }

  @Mutation(() => Job, { description: "Stops a job (取消任务); what it has done stays." })
  async cancelJob(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the job (标识)." }) id: string,
  ): Promise<object> {
    const { at } = await owned(context, id);
    return shownJob(await cancelJob(context.db, at));
  }

  @Mutation(() => Job, {
    description: "Tries a job again that FAILED or is DEAD (重试任务), from where it stood.",
  })
  async retryJob(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the job (标识)." }) id: string,
  ): Promise<object> {
    const { at } = await owned(context, id);
    return shownJob(await retryJob(context.db, at));
  }

  @Subscription(() => Job, {
    description: "The job whenever its state or progress changes, until it ends (任务进度).",
    subscribe: async function* ({ args, context }) {
      const { at } = await owned(context as Context, (args as { id: string }).id);
      yield* (context as Context).services.jobs.watch(at) as AsyncIterable<never>;
    },
  })
  jobProgress(
    @Root() job: JobRow,
    @Arg("id", () => ID, { description: "Id of the job (标识)." }) _id: string,
  ): Job {
    return shownJob(job) as unknown as Job;
  }
}
