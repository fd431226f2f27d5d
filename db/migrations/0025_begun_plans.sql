CREATE TABLE "plan_begun" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"grid_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text,
	"village_code" text,
	"complaint_phone" text,
	CONSTRAINT "plan_begun_pk" PRIMARY KEY("county_id","plan_id","grid_id")
);
--> statement-breakpoint
ALTER TABLE "plan_begun" ADD CONSTRAINT "plan_begun_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Of plans that wait for their day it is no longer known what they were begun from. Taken for it is
-- what the register says now: what they have otherwise is set on their day, as it was before this,
-- and what the register changes from now on stays.
INSERT INTO "plan_begun" ("county_id", "plan_id", "grid_id", "code", "name", "kind", "village_code",
	"complaint_phone")
SELECT g."county_id", p."id", g."id", g."code", g."name", g."kind", g."village_code",
	g."complaint_phone"
FROM "grid_plan" p
JOIN "plan_village" v ON v."county_id" = p."county_id" AND v."plan_id" = p."id"
JOIN "grid" g ON g."county_id" = p."county_id" AND coalesce(g."village_code", '') = v."village_code"
WHERE p."status" IN ('DRAFT', 'SUBMITTED', 'APPROVED') AND p."retired_at" IS NULL
	AND g."retired_at" IS NULL AND g."earlier_of_id" IS NULL;