import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import {
  AccessFilter,
  AccessLogProof,
  AccessRecord,
  AccessRecordConnection,
} from "../../schema/access-log.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { countiesWhere } from "../policy/actions.js";
import { verifiedOnce } from "./access-log.service.js";
import { linesOf } from "./lines.js";

const MOST = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const First = () =>
  Arg("first", () => Int, {
    nullable: true,
    description: "How many (条数), at most 1,000; default 100.",
  });

@Resolver()
export class AccessLogResolver {
  @Query(() => AccessRecordConnection, {
    description:
      "Who read personal fields unmasked, and why (查阅日志); newest first. For auditors.",
  })
  async accessRecords(
    @Ctx() context: Context,
    @First() first?: number | null,
    @Arg("after", () => String, {
      nullable: true,
      description: "Records after this cursor (游标): endCursor of the page before.",
    })
    after?: string | null,
    @Arg("filter", () => AccessFilter, {
      nullable: true,
      description: "Which of them (筛选); default all.",
    })
    filter?: AccessFilter | null,
  ): Promise<AccessRecordConnection> {
    const counties = auditedBy(context, "accessRecords");
    if (after && !UUID.test(after))
      throw badInput("after", "after: not a cursor of this list; take endCursor of its last page.");
    const n = sizeOf(first);
    const found = await linesOf(context.db, { counties, first: n + 1, after, filter });
    const edges = found.slice(0, n).map((node) => ({ cursor: node.id, node }));
    return {
      nodes: edges.map((e) => e.node),
      edges,
      pageInfo: {
        hasNextPage: found.length > n,
        hasPreviousPage: after != null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  }

  @Query(() => [AccessRecord], {
    description: "The newest records of the access log (查阅日志). For auditors.",
    deprecationReason: "accessRecords has the whole log, in pages, filtered.",
  })
  accessLog(@Ctx() context: Context, @First() first?: number | null): Promise<AccessRecord[]> {
    const counties = auditedBy(context, "accessLog");
    return linesOf(context.db, { counties, first: sizeOf(first) });
  }

  @Query(() => AccessLogProof, {
    description: "Works out the access log's hash chain anew (日志校验). For auditors.",
  })
  async accessLogProof(@Ctx() context: Context): Promise<AccessLogProof> {
    auditedBy(context, "accessLogProof");
    const { rows, ...verdict } = await verifiedOnce(context.db);
    return { ...verdict, records: rows };
  }
}

function auditedBy(context: Context, field: string): number[] {
  const counties = countiesWhere(context.viewer, "accessLog.read");
  if (counties.length === 0) throw new Refusal("FORBIDDEN", `${field}: only for auditors.`);
  return counties;
}

function sizeOf(first: number | null | undefined): number {
  const n = first ?? 100;
  if (n < 1 || n > MOST) throw badInput("first", "first: 1 to 1,000.");
  return n;
}
