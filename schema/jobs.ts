import "reflect-metadata";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumKey } from "./enums.js";
import { Node } from "./node.js";
import { Instant, Json } from "./scalars.js";

/** An enum whose values are called as its texts are, in capitals. */
function register(name: string, description: string, texts: Record<string, string>): object {
  const values = Object.keys(texts).map((value) => [enumKey(value), value] as const);
  const type = Object.fromEntries(values);
  const valuesConfig = Object.fromEntries(
    values.map(([key, value]) => [key, { description: texts[value]! }]),
  );
  registerEnumType(type, { name, description, valuesConfig });
  return type;
}

export const JobStateEnum = register("JobState", "How far a job is (任务状态).", {
  waiting: "Waits for its turn, or for its next attempt (等待).",
  running: "Is being worked on (进行中).",
  done: "Ended well (完成).",
  failed: "What it was asked for was refused (失败): error says why.",
  dead: "Failed as often as it may be tried (多次失败); retryJob tries it again.",
  cancelled: "Was stopped by a person (已取消).",
});

export const JobLaneEnum = register(
  "JobLane",
  "Which queue a job is in (任务通道); none waits for another.",
  {
    urgent: "Begun within a second (紧急), such as what follows a deadline.",
    normal: "Minutes of work (普通).",
    heavy: "Hours of work or of a processor (繁重), one at a time.",
  },
);

@ObjectType({
  simpleResolvers: true,
  description: "What a job did before what it does now (任务阶段), with its figures.",
})
export class JobPhase {
  @Field(() => String, { description: "Code of the phase (阶段代码), like areas." })
  phase!: string;
  @Field(() => Float, { description: "Steps done (已完成), in the unit of total." })
  done!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Steps in all (总量), counted by the job itself; null where not known.",
  })
  total!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A piece of long work (后台任务).",
  implements: Node,
})
export class Job {
  @Field(() => ID, { description: "County and uuid of the job (标识)." })
  id!: string;
  @Field(() => String, { description: "What it does (任务类型), like release." })
  kind!: string;
  @Field(() => JobLaneEnum, { description: "Which queue it is in (通道)." })
  lane!: string;
  @Field(() => JobStateEnum, { description: "How far it is (状态)." })
  state!: string;
  @Field(() => Int, { description: "Number of times it was tried (尝试次数)." })
  attempts!: number;
  @Field(() => Int, { description: "Number of tries before it is DEAD (最多尝试次数)." })
  maxAttempts!: number;
  @Field(() => String, {
    nullable: true,
    description: "Code of what it is doing (当前阶段), like months; null where it has no phases.",
  })
  phase!: string | null;
  @Field(() => Float, {
    description: "Steps of the phase that are done (已完成), in the unit of total.",
  })
  done!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Steps of the phase in all (总量), counted by the job; null while not known.",
  })
  total!: number | null;
  @Field(() => [JobPhase], { description: "The phases before this one (已完成阶段)." })
  phases!: JobPhase[];
  @Field(() => Json, {
    nullable: true,
    description: "What it found or made (结果); null before the end.",
  })
  result!: unknown;
  @Field(() => String, {
    nullable: true,
    description: "Why its last attempt failed, in a sentence (错误); null otherwise.",
  })
  error!: string | null;
  @Field(() => Json, {
    nullable: true,
    description:
      "The same for who says it in another language (错误代码): code, as a refused request has it " +
      "among its extensions, and, where it is known, reason, field, said (code and params). " +
      "INTERNAL, the service's own fault, has the reason logged or process-ended.",
  })
  fault!: unknown;
  @Field(() => Instant, { description: "When it was asked for (创建时间)." })
  createdAt!: string;
  @Field(() => Instant, { description: "Not to be tried before (最早执行时间)." })
  runAt!: string;
  @Field(() => Instant, {
    nullable: true,
    description: "When it ended, well or not (结束时间); null before.",
  })
  finishedAt!: string | null;
}
